// The quiz format: docs/<part>/<chapter>/quiz.yaml and exercises.yaml (the same items, met in the text).
// Not here: marking (src/quiz) and looks (src/components/Quiz).

import { z } from 'zod';
import { markdown, slug } from './ids';

const base = {
  id: slug,
  /** The chapter objective that it tests. */
  objective: slug,
  /** The one misconception that it looks for. */
  misconception: slug,
  stem: markdown,
  /** Shown after an answer, right or wrong: why the right answer is right. */
  explanation: markdown,
  /** Fit for peer instruction: the expected first-round share, and what to listen for. */
  peer: z
    .strictObject({ expectedCorrect: z.number().min(0.35).max(0.7), listenFor: markdown })
    .optional(),
};

/** Each option has its own explanation: why it is right, or why one would choose it and why it fails. */
const option = z.strictObject({ id: slug, text: markdown, correct: z.boolean().default(false), why: markdown });
const manyOf = <S extends z.ZodType>(one: S) => z.array(one).min(3).max(6);

/** The best short case that a student who holds the option would make to a neighbour; read between two votes. */
const arguableOption = option.extend({ argument: markdown.optional() });

export const singleItem = z.strictObject({ ...base, kind: z.literal('single'), options: manyOf(arguableOption) });
export const multipleItem = z.strictObject({ ...base, kind: z.literal('multiple'), options: manyOf(option) });

export const numberItem = z.strictObject({
  ...base,
  kind: z.literal('number'),
  /** A number, or the id of a claim in the chapter's claims.ts, which computes it. */
  answer: z.union([z.number(), z.strictObject({ claim: slug })]),
  /** Relative tolerance; absolute where the answer is 0. */
  tolerance: z.number().nonnegative(),
  unit: z.string().default(''),
  /** The usual wrong numbers, each with its own feedback. */
  slips: z.array(z.strictObject({ value: z.number(), why: markdown })).min(1),
});

export const orderItem = z.strictObject({
  ...base,
  kind: z.literal('order'),
  /** In the right order; shown shuffled. */
  steps: z.array(z.strictObject({ id: slug, text: markdown, why: markdown })).min(3).max(7),
});

export const outputItem = z.strictObject({
  ...base,
  kind: z.literal('output'),
  /** TypeScript that the build runs (it may import `kit`); what it prints is the key. */
  program: z.string().min(1),
  slips: z.array(z.strictObject({ value: z.string(), why: markdown })).min(1),
});

export const quizItem = z
  .discriminatedUnion('kind', [singleItem, multipleItem, numberItem, orderItem, outputItem])
  .superRefine((item, context) => {
    if (item.peer && item.kind !== 'single')
      context.addIssue({ code: 'custom', path: ['peer'], message: `an item for peer instruction must be of kind single, since a vote is for one option; this one is ${item.kind}` });
    if (item.peer && item.kind === 'single')
      item.options.forEach(({ id, argument }, i) => {
        if (!argument) context.addIssue({ code: 'custom', path: ['options', i, 'argument'], message: `option "${id}" of an item for peer instruction needs an argument: what a student who holds it would say to a neighbour` });
      });
    if (item.kind !== 'single' && item.kind !== 'multiple') return;
    const right = item.options.filter((o) => o.correct).length;
    if (item.kind === 'single' && right !== 1)
      context.addIssue({ code: 'custom', path: ['options'], message: `exactly one option must be correct, not ${right}` });
    if (item.kind === 'multiple' && right === 0)
      context.addIssue({ code: 'custom', path: ['options'], message: 'at least one option must be correct' });
  });
export const quizFile = z.strictObject({ items: z.array(quizItem).min(1) });

export type QuizItem = z.infer<typeof quizItem>;
export type QuizFile = z.infer<typeof quizFile>;
