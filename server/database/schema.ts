// The class server's tables, for PGlite and PostgreSQL alike. Not here: queries, and the SQL that made the tables (migrations/).
// Votes are pseudonymous: they hang on a participant with a generated name; who that is stands in roster_claims alone, if at all.

import { boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { Grading } from '@site/src/formats/class-results';
import type { LiveReveal, Phase, QuestionSource, RoomSettings } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';

/** Who leads a class, and the screen at the front, which sees no answer. */
export type Role = 'host' | 'projector';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A class: its address and where it stands. `seq` goes up by one with each change that the room sees. */
export const rooms = pgTable(
  'rooms',
  {
    id: uuid('id').primaryKey(),
    code: text('code').notNull().unique(),
    title: text('title').notNull(),
    settings: jsonb('settings').$type<RoomSettings>().notNull(),
    seq: integer('seq').notNull(),
    phase: text('phase').$type<Phase>().notNull(),
    round: smallint('round').$type<0 | 1 | 2>().notNull(),
    questionId: uuid('question_id'),
    meetingId: uuid('meeting_id').notNull(),
    deadline: when('deadline'),
    grading: jsonb('grading').$type<Grading>(),
    createdAt: when('created_at').notNull().defaultNow(),
    usedAt: when('used_at').notNull().defaultNow(),
  },
  (table) => [index('rooms_used_at').on(table.usedAt)],
);

/** One gathering of a class; a room that goes on on another day begins a new one. */
export const meetings = pgTable(
  'meetings',
  {
    id: uuid('id').primaryKey(),
    roomId: uuid('room_id').notNull(),
    number: integer('number').notNull(),
    startedAt: when('started_at').notNull().defaultNow(),
    endedAt: when('ended_at'),
  },
  (table) => [unique('meetings_number').on(table.roomId, table.number)],
);

/** What is shown of a question, rendered when it was added. */
export interface ShownText {
  stemHtml: string;
  options: { id: string; html: string }[];
}

/** What is kept back until the reveal. */
export interface KeptText {
  correct: string;
  whyHtml: Record<string, string>;
  /** Of the options whose case the author made. */
  argumentHtml: Record<string, string>;
  explanationHtml: string;
  listenForHtml?: string;
  expectedCorrect?: number;
  live?: LiveReveal;
}

export const questions = pgTable(
  'questions',
  {
    id: uuid('id').primaryKey(),
    roomId: uuid('room_id').notNull(),
    position: integer('position').notNull(),
    source: jsonb('source').$type<QuestionSource>().notNull(),
    shown: jsonb('shown').$type<ShownText>().notNull(),
    kept: jsonb('kept').$type<KeptText>().notNull(),
    /** Set when it is first opened, with its number in that meeting. */
    meetingId: uuid('meeting_id'),
    number: integer('number'),
    /** How many rounds were opened. */
    rounds: smallint('rounds').$type<0 | 1 | 2>().notNull().default(0),
    /** Given out to be answered alone: each sees of it what their own votes have opened. */
    alone: boolean('alone').notNull().default(false),
    openedAt: when('opened_at'),
    revealedAt: when('revealed_at'),
  },
  (table) => [index('questions_room').on(table.roomId)],
);

export const participants = pgTable(
  'participants',
  {
    id: uuid('id').primaryKey(),
    roomId: uuid('room_id').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    name: text('name').notNull(),
    joinedAt: when('joined_at').notNull().defaultNow(),
  },
  (table) => [unique('participants_name').on(table.roomId, table.name)],
);

/** Who came to which meeting, and when first. */
export const attendance = pgTable(
  'attendance',
  {
    meetingId: uuid('meeting_id').notNull(),
    participantId: uuid('participant_id').notNull(),
    firstSeenAt: when('first_seen_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.meetingId, table.participantId] })],
);

/** One row a participant, question and round, whatever was sent how often; the highest revision stays. */
export const votes = pgTable(
  'votes',
  {
    questionId: uuid('question_id').notNull(),
    round: smallint('round').$type<1 | 2>().notNull(),
    participantId: uuid('participant_id').notNull(),
    optionId: text('option_id').notNull(),
    confidence: text('confidence').$type<Confidence>(),
    revision: integer('revision').notNull(),
    castAt: when('cast_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.questionId, table.round, table.participantId] })],
);

/** Who may be in the class, as the instructor uploaded it. */
export const rosterEntries = pgTable(
  'roster_entries',
  { roomId: uuid('room_id').notNull(), studentId: text('student_id').notNull(), name: text('name').notNull(), email: text('email').notNull() },
  (table) => [primaryKey({ columns: [table.roomId, table.studentId] })],
);

/** Which participant is which student, entered by the student. */
export const rosterClaims = pgTable(
  'roster_claims',
  { participantId: uuid('participant_id').primaryKey(), roomId: uuid('room_id').notNull(), studentId: text('student_id').notNull() },
  (table) => [index('roster_claims_room').on(table.roomId)],
);

/** Devices that lead a room or show it, each with a secret of its own. */
export const leaders = pgTable(
  'leaders',
  {
    secretHash: text('secret_hash').primaryKey(),
    roomId: uuid('room_id').notNull(),
    role: text('role').$type<Role>().notNull(),
    createdAt: when('created_at').notNull().defaultNow(),
  },
  (table) => [index('leaders_room').on(table.roomId)],
);

/** Keys that hand a room to another device, once, within minutes. */
export const handoffs = pgTable('handoffs', {
  keyHash: text('key_hash').primaryKey(),
  roomId: uuid('room_id').notNull(),
  role: text('role').$type<Role>().notNull(),
  expiresAt: when('expires_at').notNull(),
});
