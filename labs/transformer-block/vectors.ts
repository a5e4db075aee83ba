// The inputs that fixtures/pytorch_reference.py runs on too: multiples of 1/32, exact in every format.

import type { Config, Layer } from './reference';

const values = (count: number, seed: number, scale: number): Float32Array => Float32Array.from({ length: count }, (_, i) => ((((i * 37 + seed * 11) % 61) - 30) / 32) * scale);

export const storedConfig: Config = { hiddenSize: 12, intermediateSize: 10, headCount: 6, kvHeadCount: 2, headSize: 4, rmsNormEpsilon: 1e-5, ropeTheta: 10_000 };
export const storedTokens = 5;
export const storedStream = values(storedTokens * 12, 1, 2);
export const storedLayer: Layer = {
  inputNorm: values(12, 2, 1).map((x) => 1 + x / 4),
  q: values(24 * 12, 3, 0.5),
  k: values(8 * 12, 4, 0.5),
  v: values(8 * 12, 5, 0.5),
  o: values(12 * 24, 6, 0.5),
  postAttentionNorm: values(12, 7, 1).map((x) => 1 + x / 4),
  gate: values(10 * 12, 8, 0.5),
  up: values(10 * 12, 9, 0.5),
  down: values(12 * 10, 10, 0.5),
};
