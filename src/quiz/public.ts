// Splits a quiz item into what the page shows and what stands in a file of its own, fetched on the first answer.
// The public part holds no key and no explanation, and no order that gives the key away. Not here: marking (mark.ts).

import type { QuizItem } from '@site/src/formats';
import { createRng } from '@site/src/engine/random';

type ItemOf<K extends QuizItem['kind']> = Extract<QuizItem, { kind: K }>;

/** An item whose key is a plain value: a claim is computed and a program was run (src/plugins does both). */
export type KeyedItem =
  | ItemOf<'single' | 'multiple' | 'order'>
  | (Omit<ItemOf<'number'>, 'answer'> & { answer: number })
  | (ItemOf<'output'> & { output: string });

/** How Markdown and code become HTML; at build time. */
export interface Renderers {
  /** Markdown to HTML blocks. */
  block(markdown: string): string | Promise<string>;
  /** Markdown of one paragraph to phrasing HTML. */
  inline(markdown: string): string | Promise<string>;
  /** Highlighted tokens, without pre and code. */
  code(text: string, language: string): string | Promise<string>;
}

export interface PublicOption {
  id: string;
  html: string;
}

interface PublicBase {
  id: string;
  objective: string;
  stemHtml: string;
  /** Fit for peer instruction. */
  peer: boolean;
}

export type PublicItem = PublicBase &
  (
    | { kind: 'single' | 'multiple'; options: PublicOption[] }
    | { kind: 'number'; unit: string }
    | { kind: 'order'; steps: PublicOption[] }
    | { kind: 'output'; programHtml: string }
  );

interface AnswerBase {
  id: string;
  misconception: string;
  explanationHtml: string;
  peer?: { expectedCorrect: number; listenForHtml: string };
}

interface AnswerOption {
  correct: boolean;
  whyHtml: string;
}

export type Answer = AnswerBase &
  (
    | { kind: 'single'; options: Record<string, AnswerOption & { argumentHtml?: string }> }
    | { kind: 'multiple'; options: Record<string, AnswerOption> }
    | { kind: 'number'; value: number; tolerance: number; unit: string; slips: { value: number; whyHtml: string }[] }
    | { kind: 'order'; order: string[]; steps: Record<string, { whyHtml: string }> }
    | { kind: 'output'; text: string; slips: { text: string; whyHtml: string }[] }
  );

export type SingleAnswer = Extract<Answer, { kind: 'single' }>;

/** The file behind `answersUrl`. */
export interface AnswersFile {
  schemaVersion: 1;
  answers: Record<string, Answer>;
}

/** FNV-1a: a seed from an id, the same in every build. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const identical = (a: readonly { id: string }[], b: readonly { id: string }[]) => a.every((step, i) => step.id === b[i]?.id);

/** Shuffled by a seed; an order other than the given one wherever there is another. */
export function disarrange<T extends { id: string }>(items: readonly T[], seed: number): T[] {
  const shuffled = createRng(seed).shuffle(items);
  return items.length > 1 && identical(shuffled, items) ? [...shuffled.slice(1), shuffled[0]!] : shuffled;
}

async function render<T>(items: readonly T[], id: (item: T) => string, html: (item: T) => string | Promise<string>): Promise<PublicOption[]> {
  return Promise.all(items.map(async (item) => ({ id: id(item), html: await html(item) })));
}

type SourceOption = ItemOf<'single' | 'multiple'>['options'][number];

async function keepOption(option: SourceOption, inline: Renderers['inline']): Promise<AnswerOption & { argumentHtml?: string }> {
  const argument = 'argument' in option ? option.argument : undefined;
  return { correct: option.correct, whyHtml: await inline(option.why), ...(argument ? { argumentHtml: await inline(argument) } : {}) };
}

type Body = { shown: unknown; kept: unknown };

async function splitBody(item: KeyedItem, { inline, code }: Renderers): Promise<Body> {
  switch (item.kind) {
    case 'single':
    case 'multiple': {
      const shown = await render(item.options, (o) => o.id, (o) => inline(o.text));
      const kept = await Promise.all(item.options.map(async (o) => [o.id, await keepOption(o, inline)] as const));
      // Authors tend to write the right one first.
      return { shown: { kind: item.kind, options: createRng(seedOf(item.id)).shuffle(shown) }, kept: { kind: item.kind, options: Object.fromEntries(kept) } };
    }
    case 'number': {
      const slips = await Promise.all(item.slips.map(async (s) => ({ value: s.value, whyHtml: await inline(s.why) })));
      return { shown: { kind: 'number', unit: item.unit }, kept: { kind: 'number', value: item.answer, tolerance: item.tolerance, unit: item.unit, slips } };
    }
    case 'order': {
      const steps = await render(item.steps, (s) => s.id, (s) => inline(s.text));
      const kept = await Promise.all(item.steps.map(async (s) => [s.id, { whyHtml: await inline(s.why) }] as const));
      return { shown: { kind: 'order', steps: disarrange(steps, seedOf(item.id)) }, kept: { kind: 'order', order: item.steps.map((s) => s.id), steps: Object.fromEntries(kept) } };
    }
    case 'output': {
      const slips = await Promise.all(item.slips.map(async (s) => ({ text: s.value, whyHtml: await inline(s.why) })));
      return { shown: { kind: 'output', programHtml: await code(item.program, 'typescript') }, kept: { kind: 'output', text: item.output, slips } };
    }
  }
}

/** What the page shows, and what it fetches once the reader has answered. */
export async function toPublic(item: KeyedItem, renderers: Renderers): Promise<{ publicItem: PublicItem; answer: Answer }> {
  const { shown, kept } = await splitBody(item, renderers);
  const peer = item.peer && { expectedCorrect: item.peer.expectedCorrect, listenForHtml: await renderers.inline(item.peer.listenFor) };
  const publicItem = { id: item.id, objective: item.objective, stemHtml: await renderers.block(item.stem), peer: Boolean(item.peer), ...(shown as object) };
  const answer = { id: item.id, misconception: item.misconception, explanationHtml: await renderers.block(item.explanation), ...(peer ? { peer } : {}), ...(kept as object) };
  return { publicItem: publicItem as PublicItem, answer: answer as Answer };
}
