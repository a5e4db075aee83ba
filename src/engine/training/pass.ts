/**
 * A Llama forward and backward on a backend: which operation follows which, and where their results lie. The
 * activations of one shape of batch are allocated once and used again. N = B·T rows; the rest as in backend/types.ts.
 */
import type { Backend, FloatBuffer, TokenBuffer } from '../backend';
import type { LlamaConfig } from '../llama';
import type { LayerSlices, ModelSlices } from './parameters';

/** What the backward pass of one layer needs of its forward pass. */
interface LayerActivations {
  /** Residual stream at the layer's start and between its halves, [N, d]. */
  x: FloatBuffer;
  middle: FloatBuffer;
  /** Each normed, [N, d]. */
  attentionInput: FloatBuffer;
  mlpInput: FloatBuffer;
  /** Turned by their positions, [N, H·D] and [N, G·D]. */
  q: FloatBuffer;
  k: FloatBuffer;
  v: FloatBuffer;
  /** [N, H·D]. */
  attended: FloatBuffer;
  /** [N, intermediate]. */
  gate: FloatBuffer;
  up: FloatBuffer;
  inside: FloatBuffer;
}

/** Gradients that one layer after the other uses. */
interface BackwardBuffers {
  /** Of the residual stream: one buffer from the last layer to the first. */
  dX: FloatBuffer;
  dNormed: FloatBuffer;
  dQ: FloatBuffer;
  dK: FloatBuffer;
  dV: FloatBuffer;
  dAttended: FloatBuffer;
  dGate: FloatBuffer;
  dUp: FloatBuffer;
  dInside: FloatBuffer;
}

export interface Pass {
  readonly batchSize: number;
  readonly tokenCount: number;
  /** [N]: written before forward() and backward(). */
  readonly tokens: TokenBuffer;
  readonly targets: TokenBuffer;
  /** [N, V]: of forward(); afterwards their gradient. */
  readonly logits: FloatBuffer;
  /** [N]: of loss(). */
  readonly losses: FloatBuffer;
  /** From `tokens` to `logits`. */
  forward(): Promise<void>;
  /** From `logits` and `targets` to `losses`; the logits become the gradient of the mean loss. */
  loss(): Promise<void>;
  /** From the logits' gradient to the parameters': adds to `gradients`. */
  backward(gradients: ModelSlices): Promise<void>;
  free(): void;
}

export function createPass(backend: Backend, config: LlamaConfig, weights: ModelSlices, batchSize: number, tokenCount: number): Pass {
  const { hiddenSize: d, intermediateSize, headCount, kvHeadCount, headSize, vocabularySize, rmsNormEpsilon: epsilon, ropeTheta: theta } = config;
  const rows = batchSize * tokenCount;
  const [queryWidth, keyWidth] = [headCount * headSize, kvHeadCount * headSize];
  const attentionSizes = { batchSize, tokenCount, headCount, kvHeadCount, headSize };

  const owned: (FloatBuffer | TokenBuffer)[] = [];
  const own = <Buffer extends FloatBuffer | TokenBuffer>(buffer: Buffer): Buffer => (owned.push(buffer), buffer);
  const alloc = (width: number) => own(backend.alloc(rows * width));

  const tokens = own(backend.allocTokens(rows));
  const targets = own(backend.allocTokens(rows));
  const layers = weights.layers.map(
    (): LayerActivations => ({
      x: alloc(d),
      middle: alloc(d),
      attentionInput: alloc(d),
      mlpInput: alloc(d),
      q: alloc(queryWidth),
      k: alloc(keyWidth),
      v: alloc(keyWidth),
      attended: alloc(queryWidth),
      gate: alloc(intermediateSize),
      up: alloc(intermediateSize),
      inside: alloc(intermediateSize),
    }),
  );
  const last = alloc(d);
  const lastNormed = alloc(d);
  const logits = alloc(vocabularySize);
  const losses = alloc(1);
  let backwardBuffers: BackwardBuffers | undefined;
  const allocBackward = (): BackwardBuffers => ({
    dX: alloc(d),
    dNormed: alloc(d),
    dQ: alloc(queryWidth),
    dK: alloc(keyWidth),
    dV: alloc(keyWidth),
    dAttended: alloc(queryWidth),
    dGate: alloc(intermediateSize),
    dUp: alloc(intermediateSize),
    dInside: alloc(intermediateSize),
  });

  /** out [N, outSize] = x [N, inSize] · weightᵀ, weight [outSize, inSize]. */
  const linear = (x: FloatBuffer, weight: FloatBuffer, out: FloatBuffer, inSize: number, outSize: number) =>
    backend.matmul({ a: x, b: weight, out, m: rows, n: outSize, k: inSize, transposeB: true });

  /** Gradients of linear(): dWeight += dOutᵀ·x; dX = dOut·weight, or += where `accumulate`. */
  const linearBackward = async (x: FloatBuffer, weight: FloatBuffer, dOut: FloatBuffer, dX: FloatBuffer, dWeight: FloatBuffer, inSize: number, outSize: number, accumulate = false) => {
    await backend.matmul({ a: dOut, b: x, out: dWeight, m: outSize, n: inSize, k: rows, transposeA: true, accumulate: true });
    await backend.matmul({ a: dOut, b: weight, out: dX, m: rows, n: inSize, k: outSize, accumulate });
  };

  const rope = (x: FloatBuffer, heads: number, inverse = false) => backend.rope({ x, tokenCount, headCount: heads, headSize, theta, inverse });

  const layerForward = async (a: LayerActivations, w: LayerSlices, out: FloatBuffer) => {
    await backend.rmsNorm({ x: a.x, gain: w.inputNorm, out: a.attentionInput, epsilon });
    await linear(a.attentionInput, w.q, a.q, d, queryWidth);
    await linear(a.attentionInput, w.k, a.k, d, keyWidth);
    await linear(a.attentionInput, w.v, a.v, d, keyWidth);
    await rope(a.q, headCount);
    await rope(a.k, kvHeadCount);
    await backend.attention({ q: a.q, k: a.k, v: a.v, out: a.attended, ...attentionSizes });
    await linear(a.attended, w.o, a.middle, queryWidth, d);
    await backend.add({ x: a.x, out: a.middle });
    await backend.rmsNorm({ x: a.middle, gain: w.postAttentionNorm, out: a.mlpInput, epsilon });
    await linear(a.mlpInput, w.gate, a.gate, d, intermediateSize);
    await linear(a.mlpInput, w.up, a.up, d, intermediateSize);
    await backend.swiglu({ gate: a.gate, up: a.up, out: a.inside });
    await linear(a.inside, w.down, out, intermediateSize, d);
    await backend.add({ x: a.middle, out });
  };

  /** `b.dX` holds the gradient of the layer's output before and of its input after. */
  const layerBackward = async (a: LayerActivations, w: LayerSlices, g: LayerSlices, b: BackwardBuffers) => {
    await linearBackward(a.inside, w.down, b.dX, b.dInside, g.down, intermediateSize, d);
    await backend.swigluBackward({ gate: a.gate, up: a.up, dOut: b.dInside, dGate: b.dGate, dUp: b.dUp });
    await linearBackward(a.mlpInput, w.gate, b.dGate, b.dNormed, g.gate, d, intermediateSize);
    await linearBackward(a.mlpInput, w.up, b.dUp, b.dNormed, g.up, d, intermediateSize, true);
    await backend.rmsNormBackward({ x: a.middle, gain: w.postAttentionNorm, dOut: b.dNormed, dX: b.dX, dGain: g.postAttentionNorm, epsilon });
    await linearBackward(a.attended, w.o, b.dX, b.dAttended, g.o, queryWidth, d);
    await backend.attentionBackward({ q: a.q, k: a.k, v: a.v, dOut: b.dAttended, dQ: b.dQ, dK: b.dK, dV: b.dV, ...attentionSizes });
    await rope(b.dQ, headCount, true);
    await rope(b.dK, kvHeadCount, true);
    await linearBackward(a.attentionInput, w.q, b.dQ, b.dNormed, g.q, d, queryWidth);
    await linearBackward(a.attentionInput, w.k, b.dK, b.dNormed, g.k, d, keyWidth, true);
    await linearBackward(a.attentionInput, w.v, b.dV, b.dNormed, g.v, d, keyWidth, true);
    await backend.rmsNormBackward({ x: a.x, gain: w.inputNorm, dOut: b.dNormed, dX: b.dX, dGain: g.inputNorm, epsilon });
  };

  return {
    batchSize,
    tokenCount,
    tokens,
    targets,
    logits,
    losses,
    async forward() {
      const starts = [...layers.map(({ x }) => x), last];
      await backend.embed({ table: weights.embedding, tokens, out: starts[0]!, width: d });
      for (const [i, layer] of layers.entries()) await layerForward(layer, weights.layers[i]!, starts[i + 1]!);
      await backend.rmsNorm({ x: last, gain: weights.finalNorm, out: lastNormed, epsilon });
      await linear(lastNormed, weights.output, logits, d, vocabularySize);
    },
    async loss() {
      await backend.crossEntropy({ logits, targets, losses, vocabularySize });
    },
    async backward(gradients) {
      const b = (backwardBuffers ??= allocBackward());
      await linearBackward(lastNormed, weights.output, logits, b.dNormed, gradients.output, d, vocabularySize);
      await backend.zero({ out: b.dX });
      await backend.rmsNormBackward({ x: last, gain: weights.finalNorm, dOut: b.dNormed, dX: b.dX, dGain: gradients.finalNorm, epsilon });
      for (let i = layers.length - 1; i >= 0; i--) await layerBackward(layers[i]!, weights.layers[i]!, gradients.layers[i]!, b);
      await backend.embedBackward({ dOut: b.dX, tokens, dTable: gradients.embedding, width: d });
    },
    free() {
      for (const buffer of owned.splice(0)) backend.free(buffer);
    },
  };
}
