// What the reader may choose before a run, and the shapes that it stands for. Numbers and words only: the page imports it before anything runs.

import type { LlamaConfig } from '@site/src/engine/llama';

export interface Settings {
  size: keyof typeof SIZES;
  /** Rows of a step. */
  batchSize: number;
  /** How many different stories there are to learn from; 0: a new one each time. */
  stories: number;
  /** Of AdamW; may change while it trains. */
  learningRate: number;
  /** Draws the weights, and which of a few stories comes next. */
  seed: number;
}

type Shape = Pick<LlamaConfig, 'hiddenSize' | 'intermediateSize' | 'layerCount' | 'headCount' | 'kvHeadCount' | 'headSize'>;

export const SIZES = {
  small: { hiddenSize: 32, intermediateSize: 48, layerCount: 1, headCount: 2, kvHeadCount: 1, headSize: 16 },
  /** As storyworld-0.1m. */
  shipped: { hiddenSize: 64, intermediateSize: 96, layerCount: 2, headCount: 4, kvHeadCount: 2, headSize: 16 },
  large: { hiddenSize: 96, intermediateSize: 192, layerCount: 4, headCount: 6, kvHeadCount: 2, headSize: 16 },
} as const satisfies Record<string, Shape>;

export const BATCH_SIZES = [1, 2, 4, 8, 16];
export const STORY_COUNTS = [0, 1000, 100, 10];
/** Half a power of ten apart. */
export const LEARNING_RATES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

export const defaults: Settings = { size: 'shipped', batchSize: 4, stories: 0, learningRate: 3e-3, seed: 1 };

/** Tokens of a row that the model predicts: whole stories, one after the other, until the row is full. */
export const ROW_TOKENS = 192;
/** The rate rises over so many steps. */
export const WARMUP_STEPS = 20;
/** Measured whatever else is: the reader has guessed the loss after so many steps. */
export const GUESS_STEPS = 100;

export function configOf(size: Settings['size'], vocabularySize: number): LlamaConfig {
  return { ...SIZES[size], vocabularySize, contextLength: 256, rmsNormEpsilon: 1e-5, ropeTheta: 10_000, tiedEmbeddings: true };
}
