// A Llama-like model with its matrices replaced by what is left of them in fewer bits, and the loss of a model on text. The
// arithmetic stays fp32: what is measured is the damage to the weights, as in weight-only quantization. Norms stay as they are.

import { forward, type LlamaModel, type LayerWeights } from '../llama';

/** A row-major matrix `[rows, columns]` in, the same shape out. */
export type Damage = (matrix: Float32Array, rows: number, columns: number) => Float32Array;

const LINEAR = ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const satisfies readonly (keyof LayerWeights)[];

/** A copy of the model whose matrices went through `damage`: those of the layers, and the embedding (with a tied output) if asked. */
export function withDamage(model: LlamaModel, damage: Damage, { embedding = false }: { embedding?: boolean } = {}): LlamaModel {
  const { hiddenSize, vocabularySize, intermediateSize, headCount, headSize, tiedEmbeddings } = model.config;
  const columns = { q: hiddenSize, k: hiddenSize, v: hiddenSize, o: headCount * headSize, gate: hiddenSize, up: hiddenSize, down: intermediateSize };
  const layers = model.layers.map((layer) => {
    const changed = LINEAR.map((name) => [name, damage(layer[name], layer[name].length / columns[name], columns[name])]);
    return { ...layer, ...(Object.fromEntries(changed) as Pick<LayerWeights, (typeof LINEAR)[number]>) };
  });
  if (!embedding) return { ...model, layers };
  const changed = damage(model.embedding, vocabularySize, hiddenSize);
  return { ...model, layers, embedding: changed, output: tiedEmbeddings ? changed : damage(model.output, vocabularySize, hiddenSize) };
}

/** Mean loss in nats a token of ids 1 …, each predicted from those before it. */
export function meanLoss(model: LlamaModel, ids: readonly number[]): number {
  if (ids.length < 2) throw new RangeError('a loss needs at least two tokens');
  const V = model.config.vocabularySize;
  const { logits } = forward(model, ids.slice(0, -1));
  let sum = 0;
  for (let t = 0; t < ids.length - 1; t++) {
    const row = logits.subarray(t * V, (t + 1) * V);
    const max = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const logSum = max + Math.log(row.reduce((total, x) => total + Math.exp(x - max), 0));
    sum += logSum - row[ids[t + 1]!]!;
  }
  return sum / (ids.length - 1);
}
