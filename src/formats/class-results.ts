// What an instructor gets after class: everything that was asked and answered, as plain data from which the page computes statistics, points
// and tables (src/quiz/peer). Not here: the arithmetic.

import { z } from 'zod';
import { keptText } from './class';

/** Votes are many; each is a row of numbers: participant, question, round, option, confidence (all but the round as places in their lists; −1: not said). */
export type VoteRow = [participant: number, question: number, round: 1 | 2, option: number, confidence: number];

export interface AskedQuestion {
  id: string;
  meeting: number;
  /** Within the meeting, from 1. */
  number: number;
  ref?: string;
  stemHtml: string;
  options: { id: string; html: string }[];
  correct: string;
  /** How many were held. */
  rounds: 1 | 2;
  openedAt: string;
}

export interface ResultParticipant {
  id: string;
  /** Generated. */
  name: string;
  /** As entered by the student, where the instructor asked for it. */
  studentId?: string;
}

export interface ClassResults {
  schemaVersion: 1;
  code: string;
  title: string;
  meetings: { number: number; startedAt: string; endedAt: string | null }[];
  questions: AskedQuestion[];
  participants: ResultParticipant[];
  /** Who was at which meeting, and how many of its questions had been opened before. */
  attendance: [participant: number, meeting: number, joinedAfter: number][];
  votes: VoteRow[];
  roster: { id: string; name: string; email: string }[];
  grading: Grading | null;
}

/** The scheme is checked where it is used (src/quiz/peer/scheme.ts); `excused` holds participants' ids by meeting. */
export const grading = z.strictObject({
  scheme: z.record(z.string().max(40), z.unknown()),
  excused: z.record(z.string().regex(/^\d{1,4}$/), z.array(z.uuid()).max(20_000)).default({}),
});
export type Grading = z.infer<typeof grading>;

export const rosterBody = z.strictObject({ csv: keptText(4_000_000) });
