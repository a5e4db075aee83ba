// One block of a Llama. Arrays are flat and row-major; a stored matrix is [out, in].
// From the kit: linear(x, matrix, inSize, outSize), attentionWeights(q, k, shape) and mixValues(weights, v, shape).

import { attentionWeights, linear, mixValues } from 'kit';

export interface Layer {
  inputNorm: Float32Array;
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
  o: Float32Array;
  postAttentionNorm: Float32Array;
  gate: Float32Array;
  up: Float32Array;
  down: Float32Array;
}

export interface Config {
  hiddenSize: number;
  intermediateSize: number;
  headCount: number;
  kvHeadCount: number;
  headSize: number;
  rmsNormEpsilon: number;
  ropeTheta: number;
}

/** Task 1. Each row of `x` [T, d] over the root of its mean square plus epsilon, times `gain` [d]. */
export function rmsNorm(x: Float32Array, gain: Float32Array, epsilon: number): Float32Array {
  return new Float32Array(x.length);
}

/** Task 2. `x` [T, heads, D]: at position t, coordinates i and i + D/2 of each head turn by t · theta^(-2i/D). */
export function rope(x: Float32Array, headCount: number, headSize: number, theta: number): Float32Array {
  return new Float32Array(x.length);
}

/** Task 3. down(silu(gate x) ⊙ up x) for `x` [T, d]: [T, d]. */
export function swiglu(x: Float32Array, gate: Float32Array, up: Float32Array, down: Float32Array, d: number, inner: number): Float32Array {
  return new Float32Array(x.length);
}

/** Task 4. The stream `x` [T, d] after one block. */
export function block(x: Float32Array, layer: Layer, config: Config): Float32Array {
  void [attentionWeights, linear, mixValues];
  return new Float32Array(x.length);
}
