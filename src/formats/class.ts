// The live class on the wire: what an instructor, a projector and a phone send to the class server and what they get.
// Not here: the rules of a class (src/quiz/peer) and how it is kept (server).

import { z } from 'zod';
import { confidences, type Confidence } from './confidence';
import { slug } from './ids';
import { normalizeCode, problemOfCode } from './room-code';

export { CODE_ALPHABET, CODE_LENGTH, normalizeCode } from './room-code';

export const roomCode = z
  .string()
  .max(40)
  .transform(normalizeCode)
  .superRefine((code, context) => {
    const problem = problemOfCode(code);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/** What a database can keep: PostgreSQL has no NUL, and nobody has half of a surrogate pair. */
const keepable = (text: z.ZodString) => text.regex(/^[^\0\p{Surrogate}]*$/u, 'holds a character that cannot be kept');
export const keptText = (most: number) => keepable(z.string().max(most));
const text = (most: number) => keepable(z.string().trim().min(1).max(most));

/** What may stand in place of a static explanation: a live figure, in a state, or a lab. */
export const liveReveal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('figure'), id: slug, state: keptText(500).optional() }),
  z.strictObject({ kind: z.literal('lab'), id: slug }),
]);

const classOption = z.strictObject({
  id: slug,
  text: text(2000),
  why: keptText(4000).default(''),
  /** The case that a student who holds this option would make, read by who votes alone. */
  argument: keptText(4000).optional(),
  correct: z.boolean().default(false),
});

/** A question as its author wrote it, in Markdown: an item of a chapter, or the instructor's own. */
export const questionSource = z
  .strictObject({
    /** chapter/item for an item of the book. */
    ref: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/).max(200).optional(),
    stem: text(8000),
    options: z.array(classOption).min(2).max(6),
    explanation: keptText(8000).default(''),
    listenFor: keptText(4000).optional(),
    expectedCorrect: z.number().min(0).max(1).optional(),
    reveal: liveReveal.optional(),
  })
  .superRefine(({ options }, context) => {
    if (new Set(options.map(({ id }) => id)).size < options.length) context.addIssue({ code: 'custom', path: ['options'], message: 'two options have the same id' });
    if (options.filter(({ correct }) => correct).length !== 1) context.addIssue({ code: 'custom', path: ['options'], message: 'exactly one option must be correct' });
  });

const seconds = z.number().int().min(5).max(3600);

export const roomSettings = z
  .strictObject({
    voteSeconds: seconds.nullable().default(60),
    discussSeconds: seconds.nullable().default(120),
    revoteSeconds: seconds.nullable().default(45),
    /** Below the first bound explain first, above the second explain briefly (Crouch & Mazur 2001). */
    lowShare: z.number().min(0).max(1).default(0.35),
    highShare: z.number().min(0).max(1).default(0.7),
    askConfidence: z.boolean().default(false),
    /** In the discussion each phone says with whom. */
    pairing: z.boolean().default(false),
    /** Days after its last use when the room and its votes are erased. */
    retentionDays: z.number().int().min(1).max(3650).default(180),
  })
  .refine(({ lowShare, highShare }) => lowShare < highShare, { path: ['lowShare'], message: 'the lower bound must be below the upper one' });

export const newRoom = z.strictObject({
  title: text(120),
  settings: roomSettings.prefault({}),
  questions: z.array(questionSource).max(100).default([]),
  /** Asked for where the operator set one. */
  instructorKey: z.string().max(200).optional(),
});

/** 'assigned': everyone answers by themselves, in their own time. */
export const phases = ['waiting', 'voting', 'closed', 'discussing', 'revealed', 'assigned', 'ended'] as const;
export type Phase = (typeof phases)[number];

const uuid = z.uuid();

/** What the instructor may do. `seconds: null` sets no timer; left out, the room's setting holds. */
export const command = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('open'), question: uuid, seconds: seconds.nullable().optional() }),
  z.strictObject({ do: z.literal('close') }),
  z.strictObject({ do: z.literal('reopen'), seconds: seconds.nullable().optional() }),
  z.strictObject({ do: z.literal('discuss'), seconds: seconds.nullable().optional() }),
  z.strictObject({ do: z.literal('revote'), seconds: seconds.nullable().optional() }),
  z.strictObject({ do: z.literal('reveal') }),
  z.strictObject({ do: z.literal('next') }),
  z.strictObject({ do: z.literal('extend'), seconds }),
  /** Gives out all planned questions, to be answered alone; after `hours` they are collected. */
  z.strictObject({ do: z.literal('assign'), hours: z.number().int().min(1).max(24 * 60).nullable() }),
  z.strictObject({ do: z.literal('collect') }),
  z.strictObject({ do: z.literal('end') }),
  z.strictObject({ do: z.literal('resume') }),
]);
export type Command = z.infer<typeof command>;

/** `seq` is the room as the instructor saw it: a second press, or a second instructor, is told so instead of being obeyed. */
export const commandBody = z.strictObject({ command, seq: z.number().int().min(0) });

/** `revision` counts a participant's changes of mind; an older one never replaces a newer one, in whatever order they come. */
export const voteBody = z.strictObject({
  question: uuid,
  round: z.union([z.literal(1), z.literal(2)]),
  option: slug,
  confidence: z.enum(confidences).optional(),
  revision: z.number().int().min(1).max(1_000_000),
});
export type VoteBody = z.infer<typeof voteBody>;

export const secret = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/);

/** `token`: drawn by the phone, so that asking again after a lost answer lets nobody in twice. */
export const joinBody = z.strictObject({ token: secret.optional() });
export const resumeBody = z.strictObject({ token: secret });
export const takeOverBody = z.strictObject({ key: z.string().trim().min(4).max(40) });
export const identifyBody = z.strictObject({ studentId: text(60) });
export const handoffBody = z.strictObject({ role: z.enum(['host', 'projector']) });
export const questionsBody = z.strictObject({ add: z.array(questionSource).min(1).max(100) });
export const settingsBody = z.strictObject({ title: text(120), settings: roomSettings });

export type QuestionSource = z.infer<typeof questionSource>;
export type LiveReveal = z.infer<typeof liveReveal>;
export type RoomSettings = z.infer<typeof roomSettings>;
export type NewRoom = z.infer<typeof newRoom>;

/** A question as everyone sees it: nothing in it tells the key, neither the order nor an id's place. */
export interface ShownQuestion {
  id: string;
  /** Of this meeting, from 1. */
  number: number;
  stemHtml: string;
  options: { id: string; html: string }[];
}

export interface RoundCounts {
  /** Votes by option id. */
  counts: Record<string, number>;
  voted: number;
}

export interface Reveal {
  correct: string;
  whyHtml: Record<string, string>;
  explanationHtml: string;
  live?: LiveReveal;
  rounds: RoundCounts[];
  /** Of those who voted in both rounds: from option to option. */
  transitions?: { from: string; to: string; count: number }[];
}

/** The room as everyone in it may know it. `reveal` is there in the phase "revealed" and at no other time. */
export interface Snapshot {
  schemaVersion: 1;
  seq: number;
  code: string;
  title: string;
  phase: Phase;
  /** 0 before the first vote of a question. */
  round: 0 | 1 | 2;
  /** Milliseconds that are left as this message is sent; null without a timer. */
  remainingMs: number | null;
  question: ShownQuestion | null;
  askConfidence: boolean;
  reveal: Reveal | null;
}

export interface OwnVote {
  option: string;
  confidence?: Confidence;
  revision: number;
}

/** What concerns one participant alone. */
export interface Me {
  name: string;
  /** The question that was shown when this was read; the room may have moved on since. */
  question: string | null;
  /** Own votes on that question, by round. */
  votes: Partial<Record<1 | 2, OwnVote>>;
  /** In a discussion by pairs: the number to look for, and how many share it. */
  group?: { number: number; size: number };
  studentId?: string;
}

/** Numbers of people, never of answers: what the projector and the instructor get beside the snapshot. */
export interface Counts {
  joined: number;
  voted: number;
}

export interface HostQuestion {
  id: string;
  stemHtml: string;
  options: { id: string; html: string; correct: boolean; whyHtml: string }[];
  explanationHtml: string;
  listenForHtml?: string;
  expectedCorrect?: number;
  reveal?: LiveReveal;
  ref?: string;
  state: 'planned' | 'asked' | 'revealed';
}

/** What the instructor alone gets beside the snapshot. */
export interface HostView {
  /** Of the room when this was read: an older one never replaces a newer one. */
  seq: number;
  counts: Counts;
  settings: RoomSettings;
  meeting: number;
  questions: HostQuestion[];
  /** Of the question that is shown, from the close of the first round on. */
  rounds: RoundCounts[];
}

/** A question that one answers alone, as far as one has come: vote, two arguments, vote again, why each option is what it is. Votes are final here. */
export interface AssignedQuestion {
  question: ShownQuestion;
  votes: Partial<Record<1 | 2, OwnVote>>;
  /** After the first vote: the cases that students who hold two other options would make. Empty where the author wrote none. */
  arguments?: { option: string; html: string }[];
  /** After the second vote, and for everyone once the questions are collected. */
  answer?: Pick<Reveal, 'correct' | 'whyHtml' | 'explanationHtml' | 'live'>;
}

/** What a POST of a vote comes back with: the vote that is now kept. */
export type VoteReply = { result: 'kept' | 'older'; vote: OwnVote } | { result: 'closed'; vote: OwnVote | null };

export interface ApiError {
  error: string;
  /** A plain sentence with what to do. */
  message: string;
}
