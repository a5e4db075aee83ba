// The book's model on another attention: every layer's projections, norms and networks are the engine's, and what happens between
// the rotated queries, keys and values and the output projection is somebody else's. Beside it the engine's own pass, for comparison.

import { llama } from 'kit';

/** Queries [T, H, D], keys and values [T, G, D] to outputs [T, H, D]. */
export type Attention = (q: Float32Array, k: Float32Array, v: Float32Array) => Promise<Float32Array>;

export interface LayerDifference {
  /** Largest difference of any number of the residual stream after this layer, and the largest number in it. */
  stream: number;
  magnitude: number;
  attentionMs: number;
}

export interface ModelRun {
  /** [T, V]. */
  logits: Float32Array;
  layers: LayerDifference[];
}

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Number.isNaN(value) ? Infinity : Math.abs(value)), 0);

/** Runs the tokens through the model with `attend` in every layer; `hidden`: the engine's own stream before each layer and after the last. */
export async function runWithAttention(model: llama.LlamaModel, ids: readonly number[], hidden: readonly Float32Array[], attend: Attention): Promise<ModelRun> {
  const { hiddenSize: d, headCount, kvHeadCount, headSize, rmsNormEpsilon: epsilon, ropeTheta, vocabularySize } = model.config;
  const layers: LayerDifference[] = [];
  let x = llama.embed(model, ids);
  for (const [i, layer] of model.layers.entries()) {
    const normed = llama.rmsNorm(x, layer.inputNorm, epsilon);
    const q = llama.rope(llama.linear(normed, layer.q, d, headCount * headSize), headCount, headSize, ropeTheta);
    const k = llama.rope(llama.linear(normed, layer.k, d, kvHeadCount * headSize), kvHeadCount, headSize, ropeTheta);
    const v = llama.linear(normed, layer.v, d, kvHeadCount * headSize);
    const from = performance.now();
    const attended = await attend(q, k, v);
    const attentionMs = performance.now() - from;
    x = llama.add(x, llama.linear(attended, layer.o, headCount * headSize, d));
    x = llama.add(x, llama.swiglu(llama.rmsNorm(x, layer.postAttentionNorm, epsilon), layer, model.config));
    const own = hidden[i + 1]!;
    layers.push({ stream: largest(x.map((value, at) => value - own[at]!)), magnitude: largest(own), attentionMs });
  }
  return { logits: llama.linear(llama.rmsNorm(x, model.finalNorm, epsilon), model.output, d, vocabularySize), layers };
}

/** The likeliest next tokens of one row of logits, with their probabilities. */
export function likeliest(row: Float32Array, count: number): { id: number; probability: number }[] {
  const probabilities = row.slice();
  llama.softmaxInPlace(probabilities);
  return Array.from(probabilities, (probability, id) => ({ id, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);
}

/** Rows whose likeliest token differs, where the engine's two best are further apart than `tie`. */
export function rowsThatDiffer(ours: Float32Array, theirs: Float32Array, vocabularySize: number, tie: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < theirs.length / vocabularySize; row++) {
    const of = (logits: Float32Array) => logits.subarray(row * vocabularySize, (row + 1) * vocabularySize);
    const argmax = of(ours).indexOf(of(ours).reduce((most, value) => Math.max(most, value), -Infinity));
    const sorted = of(theirs).slice().sort();
    const best = of(theirs).indexOf(sorted[vocabularySize - 1]!);
    if (argmax !== best && sorted[vocabularySize - 1]! - sorted[vocabularySize - 2]! > tie) rows.push(row);
  }
  return rows;
}
