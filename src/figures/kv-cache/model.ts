// The size of a KV cache as tokens come, by layer, for the shipped models and published ones, under a choice of sharing and of
// bytes a number. Not here: the keys themselves (still.ts computes some of them).

import { kvBytesPerToken, published, type TransformerConfig } from '@site/src/engine/transformer-counts';

export const defaults = { step: 3, model: 'storyworld-0.8m', sharing: 'own', bytes: '4', token: 2, layer: 0 };
export type State = typeof defaults;

type Shape = Pick<TransformerConfig, 'name' | 'layerCount' | 'headCount' | 'kvHeadCount' | 'headSize'> & { contextLength: number };

export interface Still {
  tokens: string[];
  /** How many of them the prefill reads at once. */
  promptLength: number;
  /** The shipped models, smallest first. */
  models: Shape[];
  /** Whose keys these are, of the tokens: by layer and token the first numbers of key head 0. */
  keysOf: string;
  keys: number[][][];
}

/** The context that each was trained with. */
const PUBLISHED: readonly [name: string, contextLength: number][] = [
  ['Llama 2 7B', 4_096],
  ['Llama 2 70B', 4_096],
  ['Llama 3 8B', 8_192],
  ['Llama 3 405B', 131_072],
];
export const publishedShapes: Shape[] = PUBLISHED.map(([name, contextLength]) => ({ ...published(name), contextLength }));

export const sharings = [
  { value: 'own', label: 'as the model has it' },
  { value: 'all', label: 'every query head its own key head (MHA)' },
  { value: 'one', label: 'one key head for all (MQA)' },
] as const;
export const numberFormats = [
  { value: '4', label: 'FP32, 4 bytes' },
  { value: '2', label: 'FP16, 2 bytes' },
  { value: '1', label: 'INT8, 1 byte' },
] as const;

/** Key heads under the sharing that was chosen. */
export function keyHeads({ headCount, kvHeadCount }: Pick<Shape, 'headCount' | 'kvHeadCount'>, sharing: string): number {
  if (sharing === 'all') return headCount;
  return sharing === 'one' ? 1 : kvHeadCount;
}

export interface CacheSize {
  name: string;
  layerCount: number;
  keyHeadCount: number;
  headSize: number;
  bytesPerToken: number;
  bytesPerLayer: number;
  /** For the tokens so far. */
  bytes: number;
  contextLength: number;
  fullContextBytes: number;
}

export function cacheSize(shape: Shape, tokenCount: number, sharing: string, bytesPerNumber: number): CacheSize {
  const keyHeadCount = keyHeads(shape, sharing);
  const bytesPerToken = kvBytesPerToken({ ...shape, kvHeadCount: keyHeadCount }, bytesPerNumber);
  const { name, layerCount, headSize, contextLength } = shape;
  return { name, layerCount, keyHeadCount, headSize, bytesPerToken, bytesPerLayer: (bytesPerToken / layerCount) * tokenCount, bytes: bytesPerToken * tokenCount, contextLength, fullContextBytes: bytesPerToken * contextLength };
}

export interface Growth {
  /** Tokens in the cache after this step, and before it. */
  tokenCount: number;
  before: number;
  /** Columns computed up to and with this step, with the cache and if each step began from nothing. */
  computed: number;
  computedWithout: number;
  /** Step 0 is the prefill; the last token is written but not read. */
  lastStep: number;
}

export function growth({ tokens, promptLength }: Pick<Still, 'tokens' | 'promptLength'>, step: number): Growth {
  const lastStep = tokens.length - promptLength;
  const at = Math.max(0, Math.min(lastStep, Math.round(step)));
  const tokenCount = promptLength + at;
  const computedWithout = Array.from({ length: at + 1 }, (_, i) => promptLength + i).reduce((a, b) => a + b);
  return { tokenCount, before: at === 0 ? 0 : tokenCount - 1, computed: tokenCount, computedWithout, lastStep };
}

/** Bytes for the reader: 512 B, 49.2 kB, 1.07 GB. */
export function byteText(bytes: number): string {
  const unit = bytes >= 1e9 ? 'GB' : bytes >= 1e6 ? 'MB' : bytes >= 1e3 ? 'kB' : 'B';
  const scale = { GB: 1e9, MB: 1e6, kB: 1e3, B: 1 }[unit];
  return `${bytes < 1000 ? bytes : Number((bytes / scale).toPrecision(3))} ${unit}`;
}

export const showToken = (token: string): string => (token === '<|endoftext|>' ? '(start)' : token.replace(/^ /, '·').replaceAll('\n', '⏎'));
