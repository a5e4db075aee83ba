// What temperature, top-k and top-p make of a next-token distribution, stage by stage, and what is then drawn. The sampling itself is
// src/llm/sampling's; the distributions are a shipped model's (still.ts).

import { createRng } from '@site/src/engine/random';
import { candidates, sampleToken, softmax, topTokens, type SamplingOptions } from '@site/src/llm/sampling';

/** A prompt past the last stands for the last: the one after which the model is least sure. */
export const defaults = { prompt: 99, temperature: 0.8, topK: 8, topP: 0.9, seed: 1, draws: 40 };
export type State = typeof defaults;

export interface Still {
  modelId: string;
  /** Text of each token of the vocabulary, by id. */
  tokens: string[];
  /** Surest first: a prompt and the logits after it, `[V]`. */
  prompts: { text: string; logits: number[] }[];
}

export interface Row {
  id: number;
  token: string;
  /** Probability by stage: the model, after temperature, after top-k, after top-p. 0: it can no longer be drawn. */
  stages: [number, number, number, number];
  drawn: number;
}

export interface Outcome {
  rows: Row[];
  /** By stage: how many tokens are left, and the entropy in bits. */
  left: number[];
  bits: number[];
  /** What the tokens that are left had together after temperature: the filters divide by it. */
  keptMass: number;
  /** Draws of tokens beyond the rows. */
  drawnElsewhere: number;
  /** The first draws in order, as text. */
  firstDraws: string[];
}

export const STAGES = ['model', 'temperature', 'top-k', 'top-p'] as const;
const ROWS = 10;
const FIRST_DRAWS = 12;

const within = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));
/** Values as src/llm/sampling accepts them, whatever a link says. */
export const knobs = (state: State): Required<SamplingOptions> => ({ temperature: within(state.temperature, 0, 3), topK: Math.round(within(state.topK, 0, 40)), topP: within(state.topP, 0.05, 1) });

const bitsOf = (probabilities: Iterable<number>) => {
  let bits = 0;
  for (const p of probabilities) if (p > 0) bits -= p * Math.log2(p);
  return bits;
};

export function outcome(logits: readonly number[], tokens: readonly string[], state: State): Outcome {
  const { temperature, topK, topP } = knobs(state);
  const model = softmax(logits);
  const after = (options: SamplingOptions) => new Map(candidates(logits, options).map(({ id, probability }) => [id, probability]));
  const all = new Map(Array.from(model, (p, id) => [id, p] as const));
  const stages = [all, after({ temperature }), after({ temperature, topK }), after({ temperature, topK, topP })];
  const random = createRng(state.seed).uniform;
  const drawn = Array.from({ length: Math.round(within(state.draws, 0, 1000)) }, () => sampleToken(logits, { temperature, topK, topP }, random).id);
  const best = topTokens(model, ROWS);
  const shown = new Set(best.map(({ id }) => id));
  const at = (stage: number, id: number) => stages[stage]!.get(id) ?? 0;
  return {
    rows: best.map(({ id }) => ({ id, token: tokens[id] ?? `token ${id}`, stages: [at(0, id), at(1, id), at(2, id), at(3, id)], drawn: drawn.filter((each) => each === id).length })),
    left: stages.map((stage) => [...stage.values()].filter((p) => p > 0).length),
    bits: stages.map((stage) => bitsOf(stage.values())),
    keptMass: [...stages[3]!.keys()].reduce((sum, id) => sum + at(1, id), 0),
    drawnElsewhere: drawn.filter((id) => !shown.has(id)).length,
    firstDraws: drawn.slice(0, FIRST_DRAWS).map((id) => tokens[id] ?? `token ${id}`),
  };
}

export const entropyBits = (logits: readonly number[]): number => bitsOf(softmax(logits));

export function percent(p: number): string {
  if (p === 0 || p === 1) return `${100 * p} %`;
  if (p < 0.001) return '< 0.1 %';
  if (p > 0.999) return '> 99.9 %';
  return `${(100 * p).toFixed(p < 0.0995 || p > 0.9905 ? 1 : 0)} %`;
}
export const visible = (text: string): string => (text === '<|endoftext|>' ? '(end)' : text.replaceAll(' ', '␣').replaceAll('\n', '⏎'));
