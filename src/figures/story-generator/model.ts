// The next token's distribution before and after temperature, top-k and top-p, and what a written story is made of.
// Not here: running the model (src/llm in the page, still.ts at build).

import type { Generation } from '@site/src/llm';
import { candidates, softmax, topTokens, type SamplingOptions } from '@site/src/llm/sampling';

export const defaults = {
  model: 'storyworld-0.8m',
  prompt: 'Once there was a kind owl named Olive. One windy evening she was in the kitchen. Olive had a blue coat. She',
  temperature: 0.7,
  topK: 0,
  topP: 0.9,
  seed: 1,
  maxTokens: 100,
};

export interface StoryToken {
  text: string;
  /** Of the model, at temperature 1 with nothing cut off. */
  modelProbability: number;
  /** Of the distribution that it was drawn from. */
  drawnProbability: number;
  /** What the model said before it was drawn, `[V]`; the still does not keep them. */
  logits?: ArrayLike<number>;
}

export interface Story {
  modelId: string;
  prompt: string;
  /** As in "temperature 0.7, top-k off, top-p 0.9, seed 1". */
  settings: string;
  tokens: StoryToken[];
  stopReason: Generation['stopReason'] | 'writing';
}

export interface Still {
  /** Text of each token of the vocabulary, by id. */
  tokens: string[];
  /** After the default prompt, `[V]`. */
  logits: number[];
  story: Story;
  /** The shipped models, smallest first, and what loading each fetches. */
  models: { id: string; parameters: number; bytes: number }[];
}

export interface Bar {
  id: number;
  text: string;
  before: number;
  /** 0 where it can no longer be drawn. */
  after: number;
}

export interface Distribution {
  /** The likeliest, likeliest first. The knobs never change this order. */
  bars: Bar[];
  /** How many tokens may still be drawn, and the probability that the model gave to them together. */
  keptCount: number;
  keptMass: number;
  /** Shannon entropy in bits, before and after. */
  bitsBefore: number;
  bitsAfter: number;
}

const entropyBits = (probabilities: Iterable<number>): number => {
  let bits = 0;
  for (const p of probabilities) if (p > 0) bits -= p * Math.log2(p);
  return bits;
};

/** Values as src/llm/sampling accepts them, whatever a link says. */
export function sampling(state: { temperature: number; topK: number; topP: number }): Required<SamplingOptions> {
  const within = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));
  return { temperature: within(state.temperature, 0, 5), topK: Math.round(within(state.topK, 0, 50)), topP: within(state.topP, 0.05, 1) };
}

/** The `count` likeliest next tokens of logits `[V]`. */
export function distribution(logits: ArrayLike<number>, tokens: readonly string[], options: SamplingOptions, count = 10): Distribution {
  const before = softmax(logits);
  const kept = candidates(logits, options);
  const after = new Map(kept.map(({ id, probability }) => [id, probability]));
  return {
    bars: topTokens(before, count).map(({ id, probability }) => ({ id, text: tokens[id] ?? `token ${id}`, before: probability, after: after.get(id) ?? 0 })),
    keptCount: kept.length,
    keptMass: kept.reduce((sum, { id }) => sum + before[id]!, 0),
    bitsBefore: entropyBits(before),
    bitsAfter: entropyBits(after.values()),
  };
}

/** A drawn token with what the model itself gave it. */
export function storyToken(id: number, text: string, drawnProbability: number, logits: ArrayLike<number>): StoryToken {
  return { text, drawnProbability, modelProbability: softmax(logits)[id]!, logits };
}

export function settingsText(state: typeof defaults): string {
  const { temperature, topK, topP } = sampling(state);
  return `temperature ${temperature}, top-k ${topK || 'off'}, top-p ${topP < 1 ? topP : 'off'}, seed ${state.seed}`;
}

/** Probability for the reader: 12 %, 0.3 %, < 0.1 %. */
export function percent(p: number): string {
  if (p === 0) return '0 %';
  if (p < 0.001) return '< 0.1 %';
  return `${p < 0.0995 ? (100 * p).toFixed(1) : Math.round(100 * p)} %`;
}

export const visible = (text: string): string => text.replaceAll(' ', '␣').replaceAll('\n', '⏎');
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
