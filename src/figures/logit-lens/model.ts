// The logit lens (nostalgebraist 2020): the stream after each layer, read by the final norm and the output matrix as if it were
// the last. Not here: the forward pass (src/engine/llama), loading.

import { forward, linear, rmsNorm, type LlamaModel } from '@site/src/engine/llama';
import type { Tokenizer } from '@site/src/engine/tokenizer';
import { softmax, topTokens } from '@site/src/llm/sampling';

export const SENTENCE = 'Tilly had a red kite. She gave the kite to Bo. Now the kite was with';
export const MOST_TOKENS = 24;
export const TOP = 5;

export const defaults = { text: SENTENCE, model: 'storyworld-0.8m', position: 99, layer: 99 };

export interface Reading {
  /** The likeliest next tokens with their probabilities, likeliest first. */
  top: [token: string, probability: number][];
  /** Shannon entropy of the distribution, in bits. */
  bits: number;
  /** Kullback–Leibler divergence of the model's real prediction from this one, in bits: 0 at the end. */
  bitsToFinal: number;
}

export interface Lens {
  text: string;
  modelId: string;
  /** The token that begins every text, then the text's own. */
  tokens: string[];
  /** By depth (0: the embedding alone; then after each layer) and position. */
  readings: Reading[][];
}

const log2 = Math.log2;

/** −Σ p log₂ p. */
export const entropyBits = (p: ArrayLike<number>): number => Array.from(p).reduce((bits, x) => (x > 0 ? bits - x * log2(x) : bits), 0);

/** Σ p log₂(p/q): what it costs to expect q where p is true. */
export const divergenceBits = (p: ArrayLike<number>, q: ArrayLike<number>): number =>
  Array.from(p).reduce((bits, x, i) => (x > 0 ? bits + x * log2(x / Math.max(q[i]!, 1e-45)) : bits), 0);

const rounded = (x: number, digits: number) => Number(x.toPrecision(digits));

/** Next-token probabilities at each position, `[T][V]`, as the stream `[T, d]` would give them now. */
export function readStream({ config, finalNorm, output }: LlamaModel, stream: Float32Array): Float32Array[] {
  const { hiddenSize, vocabularySize: V, rmsNormEpsilon } = config;
  const logits = linear(rmsNorm(stream, finalNorm, rmsNormEpsilon), output, hiddenSize, V);
  return Array.from({ length: logits.length / V }, (_, t) => softmax(logits.subarray(t * V, (t + 1) * V)));
}

/** Reads a text through the lens; throws where it is too long to show. */
export function lensOf(model: LlamaModel, tokenizer: Tokenizer, modelId: string, text: string): Lens {
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(text)];
  if (ids.length > MOST_TOKENS) throw new Error(`That is ${ids.length - 1} tokens; the picture has room for ${MOST_TOKENS - 1}. Shorten it a little.`);
  const { hidden } = forward(model, ids, { inspect: true });
  const byDepth = hidden.map((stream) => readStream(model, stream));
  const final = byDepth.at(-1)!;
  const reading = (p: Float32Array, t: number): Reading => ({
    top: topTokens(p, TOP).map(({ id, probability }) => [tokenizer.tokenText(id), rounded(probability, 5)]),
    bits: rounded(entropyBits(p), 4),
    bitsToFinal: p === final[t] ? 0 : rounded(Math.max(0, divergenceBits(final[t]!, p)), 4),
  });
  return { text, modelId, tokens: ids.map((id) => tokenizer.tokenText(id)), readings: byDepth.map((positions) => positions.map(reading)) };
}

/** The first depth from which on the likeliest token is the model's own choice. */
export function decidedAt(lens: Lens, position: number): number {
  const choices = lens.readings.map((positions) => positions[position]!.top[0]![0]);
  const last = choices.at(-1)!;
  return choices.findLastIndex((token) => token !== last) + 1;
}

/** Of a column: what has been computed where it reads. */
export const depthName = (depth: number): string => (depth === 0 ? 'embedding' : `layer ${depth}`);
export const showToken = (token: string): string => (token === '<|endoftext|>' ? '(start)' : token.replace(/^ /, '·').replaceAll('\n', '⏎'));
export function percent(p: number): string {
  if (p === 0 || p === 1) return `${100 * p} %`;
  if (p < 0.001) return '< 0.1 %';
  if (p > 0.999) return '> 99.9 %';
  return `${(100 * p).toFixed(p < 0.0995 || p > 0.9905 ? 1 : 0)} %`;
}
