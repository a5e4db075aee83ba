/**
 * Points of a course from its sessions by a scheme (scheme.ts), with the reason of each. Not here: marking of a vote; grades of a course.
 *
 * `possible` is what a participant could have had in the same sessions, `share` is points / possible, capped both: the number to take into a
 * gradebook, since sessions differ in length and some are excused.
 *
 * Dropping the lowest: of the sessions that count for a participant, exactly `dropLowest` go (one always stays), those without which points / possible is
 * highest. That is not always the lowest points nor the lowest share (Kane & Kane, "Dropping lowest grades", Math. Mag. 79, 181, 2006); Canvas does
 * the same. Only so can neither one more right answer nor one more dropped session lower the share. Where a cap on the course is
 * reached with more sessions than that, none are dropped if this gives the higher share: the cap has then done the forgiving.
 *
 * Sums are kept in whole hundredths of a point, so that no order of sessions and no rounding decides.
 */

import type { PointsScheme } from './scheme';

export interface Answered {
  questionId: string;
  /** Right or wrong in each round voted in; left out where one didn't vote. */
  first?: boolean;
  second?: boolean;
}

export interface Attendance {
  participantId: string;
  /** How many questions had been opened before the participant joined. */
  joinedAfter?: number;
  /** The session does not count for this participant, whatever was answered. */
  excused?: boolean;
  answers: readonly Answered[];
}

export interface SessionRecord {
  sessionId: string;
  /** In the order in which they were opened, with the rounds that were held. */
  questions: readonly { questionId: string; rounds: 1 | 2 }[];
  attendances: readonly Attendance[];
}

export interface PointsPart {
  points: number;
  why: string;
}

export interface SessionPoints {
  sessionId: string;
  /** `empty`: no question was asked. Points of a dropped session are told but not in the total. */
  state: 'counted' | 'dropped' | 'excused' | 'empty';
  points: number;
  possible: number;
  /** Add up to `points`. */
  parts: PointsPart[];
}

export interface ParticipantPoints {
  participantId: string;
  /** In the order given. */
  sessions: SessionPoints[];
  points: number;
  possible: number;
  /** Undefined when no session counts. */
  share?: number;
  /** Add up to `points`. */
  parts: PointsPart[];
}

/** In hundredths of a point. */
interface Cents {
  points: number;
  possible: number;
}

const toCents = (points: number) => Math.round(100 * points);
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
const sum = (parts: readonly Cents[]): Cents => parts.reduce((a, b) => ({ points: a.points + b.points, possible: a.possible + b.possible }), { points: 0, possible: 0 });
const capped = ({ points, possible }: Cents, cap: number | null): Cents => (cap === null ? { points, possible } : { points: Math.min(points, toCents(cap)), possible: Math.min(possible, toCents(cap)) });
/** a's share is below b's; in whole numbers, so exactly. */
const below = (a: Cents, b: Cents) => a.points * b.possible < b.points * a.possible;

/** The least count whose share of `of` is at least `share`. */
function needed(share: number, of: number): number {
  const count = Math.ceil(share * of);
  return count > 0 && (count - 1) / of >= share ? count - 1 : count;
}

function isRight({ first = false, second = false }: Answered, rounds: 1 | 2, counts: PointsScheme['round']): boolean {
  if (counts === 'best') return first || second;
  return counts === 'second' && rounds === 2 ? second : first;
}

const hasVoted = (answer: Answered | undefined): answer is Answered => answer?.first !== undefined || answer?.second !== undefined;

function answersOf({ sessionId, questions }: SessionRecord, { participantId, answers }: Attendance): Map<string, Answered> {
  const byQuestion = new Map(answers.map((answer) => [answer.questionId, answer]));
  if (byQuestion.size < answers.length) throw new RangeError(`session ${sessionId}: ${participantId} has answered one question twice`);
  const stranger = answers.find(({ questionId }) => !questions.some((question) => question.questionId === questionId));
  if (stranger) throw new RangeError(`session ${sessionId} has no question ${stranger.questionId}`);
  return byQuestion;
}

/** Questions that count for a participant; whoever came after the last one was absent, not late. */
function countedQuestions(session: SessionRecord, attendance: Attendance, answers: Map<string, Answered>, { lateJoiners }: PointsScheme): SessionRecord['questions'] {
  if (lateJoiners === 'count') return session.questions;
  const counted = session.questions.filter(({ questionId }, i) => i >= (attendance.joinedAfter ?? 0) || hasVoted(answers.get(questionId)));
  return counted.length > 0 ? counted : session.questions;
}

function partsOf(scheme: PointsScheme, asked: number, answered: number, right: number): PointsPart[] {
  const { takingPart, perAnswered, perCorrect } = scheme;
  const least = needed(takingPart.atLeast, asked);
  const which = { first: 'in the first round', second: 'in the last round', best: 'in either round' }[scheme.round];
  const parts: PointsPart[] = [];
  if (takingPart.points > 0)
    parts.push({ points: answered >= least ? toCents(takingPart.points) : 0, why: `answered ${answered} of ${plural(asked, 'question')}; ${takingPart.points} for at least ${least}` });
  if (perAnswered > 0) parts.push({ points: answered * toCents(perAnswered), why: `answered ${answered}, ${perAnswered} each` });
  if (perCorrect > 0) parts.push({ points: right * toCents(perCorrect), why: `${right} right ${which}, ${perCorrect} each` });
  return parts;
}

const sumPoints = (parts: readonly PointsPart[]) => parts.reduce((total, { points }) => total + points, 0);

function withCap(parts: PointsPart[], cap: number | null, of: string): PointsPart[] {
  const over = cap === null ? 0 : sumPoints(parts) - toCents(cap);
  return over > 0 ? [...parts, { points: -over, why: `no more than ${cap} points ${of}` }] : parts;
}

/** One session of one participant, all in hundredths. */
function sessionPoints(session: SessionRecord, attendance: Attendance | undefined, scheme: PointsScheme): SessionPoints {
  const absent: Attendance = { participantId: '', answers: [] };
  const answers = answersOf(session, attendance ?? absent);
  const asked = countedQuestions(session, attendance ?? absent, answers, scheme);
  const answered = asked.filter(({ questionId }) => hasVoted(answers.get(questionId)));
  const right = answered.filter(({ questionId, rounds }) => isRight(answers.get(questionId)!, rounds, scheme.round));
  const { possible } = capped({ points: 0, possible: sumPoints(partsOf(scheme, asked.length, asked.length, asked.length)) }, scheme.sessionCap);
  const parts = withCap(partsOf(scheme, asked.length, answered.length, right.length), scheme.sessionCap, 'a session');
  const base = { sessionId: session.sessionId };
  if (session.questions.length === 0) return { ...base, state: 'empty', points: 0, possible: 0, parts: [{ points: 0, why: 'no question was asked' }] };
  if (attendance?.excused) return { ...base, state: 'excused', points: 0, possible: 0, parts: [{ points: 0, why: 'excused' }] };
  if (answered.length === 0) return { ...base, state: 'counted', points: 0, possible, parts: [{ points: 0, why: attendance ? 'answered nothing' : 'not there' }] };
  return { ...base, state: 'counted', points: sumPoints(parts), possible, parts };
}

const bySessionId = (a: SessionPoints, b: SessionPoints) => (a.sessionId < b.sessionId ? -1 : 1);

/** The sessions to keep, all but `drop`, so that their points / possible is highest: Dinkelbach's iteration, which ends because each step's share is higher. */
function bestKept(sessions: readonly SessionPoints[], drop: number): SessionPoints[] {
  let share = sum(sessions);
  for (;;) {
    const surplus = ({ points, possible }: SessionPoints) => points * share.possible - share.points * possible;
    const kept = [...sessions].sort((a, b) => surplus(b) - surplus(a) || bySessionId(a, b)).slice(0, Math.max(1, sessions.length - drop));
    if (!below(share, sum(kept))) return kept;
    share = sum(kept);
  }
}

function keptSessions(sessions: readonly SessionPoints[], { dropLowest, courseCap }: PointsScheme): readonly SessionPoints[] {
  const kept = bestKept(sessions, dropLowest);
  return below(capped(sum(kept), courseCap), capped(sum(sessions), courseCap)) ? sessions : kept;
}

const inPoints = <T extends { points: number; parts: PointsPart[]; possible: number }>(cents: T): T => ({
  ...cents,
  points: cents.points / 100,
  possible: cents.possible / 100,
  parts: cents.parts.map(({ points, why }) => ({ points: points / 100, why })),
});

function participantPoints(participantId: string, records: readonly SessionRecord[], byId: readonly Map<string, Attendance>[], scheme: PointsScheme): ParticipantPoints {
  const sessions = records.map((record, i) => sessionPoints(record, byId[i]!.get(participantId), scheme));
  const counting = sessions.filter(({ state, possible }) => state === 'counted' && possible > 0);
  const kept = counting.length > 0 ? keptSessions(counting, scheme) : [];
  const told = sessions.map((session): SessionPoints => (counting.includes(session) && !kept.includes(session) ? { ...session, state: 'dropped' } : session));
  const total = capped(sum(kept), scheme.courseCap);
  const earned = { points: sum(kept).points, why: `${plural(kept.length, 'session')} counted, ${counting.length - kept.length} dropped` };
  const parts = withCap([earned], scheme.courseCap, 'over the course');
  return { participantId, sessions: told.map(inPoints), ...inPoints({ ...total, parts }), share: total.possible > 0 ? total.points / total.possible : undefined };
}

function attendancesOf({ sessionId, attendances }: SessionRecord): Map<string, Attendance> {
  const byId = new Map(attendances.map((attendance) => [attendance.participantId, attendance]));
  if (byId.size < attendances.length) throw new RangeError(`session ${sessionId} lists a participant twice`);
  return byId;
}

/**
 * Points of everyone on the course's list, in its order, then of everyone else who was seen. Whoever is missing from a session was absent: 0 points.
 * RangeError when an answer is to no question of its session, or something is there twice.
 */
export function coursePoints(sessions: readonly SessionRecord[], scheme: PointsScheme, participantIds: readonly string[] = []): ParticipantPoints[] {
  if (new Set(sessions.map(({ sessionId }) => sessionId)).size < sessions.length) throw new RangeError('two sessions have the same id');
  const byId = sessions.map(attendancesOf);
  const seen = [...new Set(byId.flatMap((map) => [...map.keys()]))].sort();
  return [...new Set([...participantIds, ...seen])].map((id) => participantPoints(id, sessions, byId, scheme));
}
