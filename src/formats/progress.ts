// What a reader did, as records keyed by explicit ids, and the file that carries it to another browser.
// Not here: where records are kept and how two histories are merged (src/progress).

import { z } from 'zod';
import { slug } from './ids';
import { confidences } from './confidence';
import { labReport } from './submission';

/** Milliseconds since 1970. */
const at = z.number().nonnegative();
const text = z.string();

/** "<chapter>/<item>" or "<lab>/<task>". */
const pair = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/);

const response = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('single'), option: z.string() }),
  z.object({ kind: z.literal('multiple'), options: z.array(z.string()) }),
  z.object({ kind: z.literal('number'), text }),
  z.object({ kind: z.literal('order'), steps: z.array(z.string()) }),
  z.object({ kind: z.literal('output'), text }),
]);

/** A vote for one option, and how sure the voter was if they said so. */
const vote = { option: z.string(), confidence: z.enum(confidences).optional() };

const answered = {
  id: pair,
  at,
  response,
  /** Absent while the answers could not be fetched: kept, to be marked later. */
  correct: z.boolean().optional(),
  attempts: z.number().int().nonnegative(),
  /** Right answers in a row; 0 after a wrong one. */
  streak: z.number().int().nonnegative(),
  /** Where the reader voted twice: the first vote. `response` is the second. */
  first: z.object(vote).optional(),
};

const quizAnswer = z.object({ kind: z.literal('quiz-answer'), ...answered });
const exerciseAnswer = z.object({ kind: z.literal('exercise-answer'), ...answered });

/** A first vote. It waits for the second one as long as no answer to the item is newer. */
const firstVote = z.object({ kind: z.literal('first-vote'), id: pair, at, ...vote });

/** An older text of a lab, and why it was set aside. */
const keptText = z.object({ text, at, why: z.enum(['reset', 'new-starter', 'other-tab', 'import', 'restored']) });

const labDraft = z.object({
  kind: z.literal('lab-draft'),
  id: slug,
  at,
  text,
  /** The starter that the text began from, to see whether an edition changed it. */
  starter: text,
  /** The tab that wrote last. */
  writer: z.string(),
  /** When a run began that has not come back: the tab may have died of it. */
  runningSince: at.optional(),
  kept: z.array(keptText),
});

const seenReport = z.object({ at, checks: z.string(), source: text, report: labReport });
const labResult = z.object({ kind: z.literal('lab-result'), id: slug, at, best: seenReport, last: seenReport, failedChecks: z.number().int().nonnegative() });

const hints = z.object({ kind: z.literal('hints'), id: pair, at, opened: z.number().int().min(0).max(3) });
const chapterRead = z.object({ kind: z.literal('chapter-read'), id: slug, at, read: z.boolean() });
const setting = z.object({ kind: z.literal('setting'), id: slug, at, value: z.string() });

export const progressRecord = z.discriminatedUnion('kind', [quizAnswer, exerciseAnswer, firstVote, labDraft, labResult, hints, chapterRead, setting]);
export type ProgressRecord = z.infer<typeof progressRecord>;
export type ProgressKind = ProgressRecord['kind'];
export type RecordOf<K extends ProgressKind> = Extract<ProgressRecord, { kind: K }>;
export type Vote = NonNullable<RecordOf<'quiz-answer'>['first']>;
export type LabDraft = RecordOf<'lab-draft'>;
export type KeptText = z.infer<typeof keptText>;

export const progressFile = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('progress'),
  book: z.literal('scalars-to-clusters'),
  exportedAt: z.iso.datetime(),
  records: z.array(progressRecord),
});
export type ProgressFile = z.infer<typeof progressFile>;
