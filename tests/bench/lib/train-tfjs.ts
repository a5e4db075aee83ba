// The peer of the bench `train`: the engine's Llama, its loss, clipping and AdamW written with TensorFlow.js's operations, differentiated by
// its autodiff (tf.variableGrads) and stepped by its Adam. Runs in the page.

import * as tf from '@tensorflow/tfjs-core';
import type { LlamaConfig } from '@site/src/engine/llama';
import type { NamedTensors } from '@site/src/engine/training';

export interface TfjsOptions {
  config: LlamaConfig;
  weights: NamedTensors;
  learningRate: number;
  /**
   * How a product is differentiated: as TensorFlow.js does it, by products with transposed operands, or by transposing first,
   * since its wasm kernel is fast on plain operands alone.
   */
  products: 'own gradient' | 'transposed first';
}

type Product = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

function turned(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

// Asked for float32 at once, its wasm kernel writes the integer 1 there, which reads as 1.4e-45.
const oneHot = (ids: tf.Tensor1D, count: number): tf.Tensor => tf.cast(tf.oneHot(ids, count), 'float32');

/** a·b over the last two axes. */
const ownGradient: Product = (a, b) => tf.matMul(a, b);
const transposedFirst: Product = tf.customGrad((...inputs: unknown[]) => {
  const [a, b, save] = inputs as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
  save([a, b]);
  return {
    value: tf.matMul(a, b),
    gradFunc: (dOut: tf.Tensor, saved: tf.Tensor[]) => [tf.matMul(dOut, turned(saved[1]!)), tf.matMul(turned(saved[0]!), dOut)],
  };
}) as Product;

/** The table's rows of the tokens. Its own gather has a gradient on some backends only; one of products runs on all. */
const embed = tf.customGrad((...inputs: unknown[]) => {
  const [table, tokens] = inputs as [tf.Tensor2D, tf.Tensor1D];
  return {
    value: tf.gather(table, tokens),
    gradFunc: (dOut: tf.Tensor) => [tf.matMul(turned(oneHot(tokens, table.shape[0])), dOut), tf.zerosLike(tokens)],
  };
}) as (table: tf.Tensor, tokens: tf.Tensor) => tf.Tensor;

/** Cosines and sines [T, 1, D/2], and 0 where a query sees a key, else -1e9: [T, T]. */
function constants({ headSize, ropeTheta }: LlamaConfig, tokenCount: number) {
  const half = headSize / 2;
  const angle = Array.from({ length: tokenCount * half }, (_, i) => Math.floor(i / half) * ropeTheta ** (-(i % half) / half));
  const mask = Array.from({ length: tokenCount ** 2 }, (_, i) => (i % tokenCount <= Math.floor(i / tokenCount) ? 0 : -1e9));
  const table = (turn: (x: number) => number) => tf.tensor3d(angle.map(turn), [tokenCount, 1, half]);
  return { cosines: table(Math.cos), sines: table(Math.sin), mask: tf.tensor2d(mask, [tokenCount, tokenCount]) };
}

export function createTfjsTrainer({ config, weights, learningRate, products }: TfjsOptions) {
  const { hiddenSize: d, headCount, kvHeadCount, headSize, vocabularySize, rmsNormEpsilon, layerCount } = config;
  const product = products === 'own gradient' ? ownGradient : transposedFirst;
  // Matrices are kept as [in, out], which its kernels multiply fastest.
  const variables = new Map([...weights].map(([name, { shape, data }]) => {
    const stored = tf.tensor(data, [...shape]);
    return [name, tf.variable(shape.length === 2 && name !== 'model.embed_tokens.weight' ? turned(stored) : stored, true, name)] as const;
  }));
  const matrices = [...variables.values()].filter(({ rank }) => rank === 2);
  const at = (name: string): tf.Tensor => variables.get(`${name}.weight`)!;
  const optimizer = tf.train.adam(learningRate, 0.9, 0.95, 1e-8);
  let shape = { batchSize: 0, tokenCount: 0 };
  let known: ReturnType<typeof constants> | undefined;

  const rmsNorm = (x: tf.Tensor, gain: tf.Tensor) => tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), rmsNormEpsilon))), gain);

  /** [B·T, heads·D] to [B, T, heads, D], turned by position. */
  const rope = (x: tf.Tensor, heads: number) => {
    const { batchSize, tokenCount } = shape;
    const [first, second] = tf.split(tf.reshape(x, [batchSize, tokenCount, heads, headSize]), 2, 3) as [tf.Tensor, tf.Tensor];
    const { cosines, sines } = known!;
    return tf.concat([tf.sub(tf.mul(first, cosines), tf.mul(second, sines)), tf.add(tf.mul(second, cosines), tf.mul(first, sines))], 3);
  };

  const attention = (x: tf.Tensor, layer: string) => {
    const { batchSize, tokenCount } = shape;
    const group = headCount / kvHeadCount;
    const byHead = (y: tf.Tensor) => tf.transpose(y, [0, 2, 1, 3]);
    const q = byHead(rope(product(x, at(`${layer}.self_attn.q_proj`)), headCount));
    const k = byHead(rope(product(x, at(`${layer}.self_attn.k_proj`)), kvHeadCount));
    const v = byHead(tf.reshape(product(x, at(`${layer}.self_attn.v_proj`)), [batchSize, tokenCount, kvHeadCount, headSize]));
    // The queries of one group lie below each other, so that keys and values are not repeated.
    const queries = tf.reshape(q, [batchSize, kvHeadCount, group * tokenCount, headSize]);
    const scores = tf.mul(product(queries, turned(k)), 1 / Math.sqrt(headSize));
    const weights = tf.softmax(tf.add(tf.reshape(scores, [batchSize, headCount, tokenCount, tokenCount]), known!.mask));
    const mixed = product(tf.reshape(weights, [batchSize, kvHeadCount, group * tokenCount, tokenCount]), v);
    const joined = tf.reshape(tf.transpose(tf.reshape(mixed, [batchSize, headCount, tokenCount, headSize]), [0, 2, 1, 3]), [batchSize * tokenCount, headCount * headSize]);
    return product(joined, at(`${layer}.self_attn.o_proj`));
  };

  const swiglu = (x: tf.Tensor, layer: string) => {
    const gate = product(x, at(`${layer}.mlp.gate_proj`));
    return product(tf.mul(tf.mul(gate, tf.sigmoid(gate)), product(x, at(`${layer}.mlp.up_proj`))), at(`${layer}.mlp.down_proj`));
  };

  const loss = (tokens: tf.Tensor, targets: tf.Tensor): tf.Scalar => {
    let x = embed(at('model.embed_tokens'), tokens);
    for (let i = 0; i < layerCount; i++) {
      const layer = `model.layers.${i}`;
      x = tf.add(x, attention(rmsNorm(x, at(`${layer}.input_layernorm`)), layer));
      x = tf.add(x, swiglu(rmsNorm(x, at(`${layer}.post_attention_layernorm`)), layer));
    }
    const normed = tf.reshape(rmsNorm(x, at('model.norm')), [-1, d]);
    const logits = product(normed, config.tiedEmbeddings ? turned(at('model.embed_tokens')) : at('lm_head'));
    return tf.mean(tf.sub(tf.logSumExp(logits, -1), tf.sum(tf.mul(logits, targets), -1)));
  };

  return {
    /** One step on rows of T + 1 tokens; the loss before it, in nats per token. */
    async train(rows: readonly (readonly number[])[]): Promise<number> {
      const sizes = { batchSize: rows.length, tokenCount: rows[0]!.length - 1 };
      if (sizes.tokenCount !== shape.tokenCount) {
        if (known) tf.dispose({ ...known });
        known = constants(config, sizes.tokenCount);
      }
      shape = sizes;
      const result = tf.tidy(() => {
        const ids = (from: number) => tf.tensor1d(rows.flatMap((row) => row.slice(from, from + sizes.tokenCount)), 'int32');
        const [tokens, targets] = [ids(0), oneHot(ids(1), vocabularySize)];
        const { value, grads } = tf.variableGrads(() => loss(tokens, targets));
        const norm = tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)))));
        const scale = tf.minimum(1, tf.div(1, tf.add(norm, 1e-6)));
        for (const matrix of matrices) matrix.assign(tf.mul(matrix, 1 - learningRate * 0.1));
        optimizer.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, scale)])));
        return value;
      });
      const lossNats = (await result.data())[0]!;
      result.dispose();
      return lossNats;
    },
    dispose() {
      optimizer.dispose();
      for (const variable of variables.values()) variable.dispose();
      if (known) tf.dispose({ ...known });
    },
  };
}
