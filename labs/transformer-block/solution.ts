// One block of a Llama. Arrays are flat and row-major; a stored matrix is [out, in].

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

/** Each row of `x` [T, d] over the root of its mean square plus epsilon, times `gain` [d]. */
export function rmsNorm(x: Float32Array, gain: Float32Array, epsilon: number): Float32Array {
  const d = gain.length;
  const y = new Float32Array(x.length);
  for (let row = 0; row < x.length; row += d) {
    let squares = 0;
    for (let i = 0; i < d; i++) squares += x[row + i]! ** 2;
    const scale = 1 / Math.sqrt(squares / d + epsilon);
    for (let i = 0; i < d; i++) y[row + i] = x[row + i]! * scale * gain[i]!;
  }
  return y;
}

/** `x` [T, heads, D]: at position t, coordinates i and i + D/2 of each head turn by t · theta^(-2i/D). */
export function rope(x: Float32Array, headCount: number, headSize: number, theta: number): Float32Array {
  const y = new Float32Array(x.length);
  const half = headSize / 2;
  const tokenCount = x.length / (headCount * headSize);
  for (let t = 0; t < tokenCount; t++) {
    for (let i = 0; i < half; i++) {
      const angle = t * theta ** (-i / half);
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let head = 0; head < headCount; head++) {
        const at = (t * headCount + head) * headSize + i;
        const [a, b] = [x[at]!, x[at + half]!];
        y[at] = a * cos - b * sin;
        y[at + half] = b * cos + a * sin;
      }
    }
  }
  return y;
}

/** down(silu(gate x) ⊙ up x) for `x` [T, d]: [T, d]. */
export function swiglu(x: Float32Array, gate: Float32Array, up: Float32Array, down: Float32Array, d: number, inner: number): Float32Array {
  const opened = linear(x, gate, d, inner).map((z) => z / (1 + Math.exp(-z)));
  const raised = linear(x, up, d, inner);
  return linear(opened.map((value, i) => value * raised[i]!), down, inner, d);
}

const add = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + b[i]!);

/** The stream `x` [T, d] after one block. */
export function block(x: Float32Array, layer: Layer, config: Config): Float32Array {
  const { hiddenSize: d, intermediateSize: inner, headCount, kvHeadCount, headSize, rmsNormEpsilon: epsilon, ropeTheta: theta } = config;
  const read = rmsNorm(x, layer.inputNorm, epsilon);
  const q = rope(linear(read, layer.q, d, headCount * headSize), headCount, headSize, theta);
  const k = rope(linear(read, layer.k, d, kvHeadCount * headSize), kvHeadCount, headSize, theta);
  const v = linear(read, layer.v, d, kvHeadCount * headSize);
  const mixed = mixValues(attentionWeights(q, k, config), v, config);
  const middle = add(x, linear(mixed, layer.o, headCount * headSize, d));
  const fed = swiglu(rmsNorm(middle, layer.postAttentionNorm, epsilon), layer.gate, layer.up, layer.down, d, inner);
  return add(middle, fed);
}
