/**
 * The whole forward pass of a Llama-like model on the CPU, built from `operations.ts`: the
 * reference that labs, figures and the browser's own runtime are compared with. Plain, not
 * fast: no cache, one sequence. T tokens, d width, H query heads, V vocabulary.
 */
import { configFromJson, matrixShapes, type LlamaConfig } from './config';
import { add, attentionWeights, linear, mixValues, rmsNorm, rope, silu } from './operations';
import { readSafetensors, type NamedTensor } from './safetensors';

/** One layer's parameters; a matrix is `[out, in]`, row-major. */
export interface LayerWeights {
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

export interface LlamaModel {
  config: LlamaConfig;
  /** `[V, d]`. */
  embedding: Float32Array;
  layers: readonly LayerWeights[];
  /** `[d]`. */
  finalNorm: Float32Array;
  /** `[V, d]`; the embedding itself where they are tied. */
  output: Float32Array;
}

export interface ForwardOptions {
  /** Also return attention weights and hidden states. */
  inspect?: boolean;
}

export interface ForwardResult {
  /** `[T, V]`. */
  logits: Float32Array;
  /** By layer, each `[H, T, T]`; empty unless asked for. */
  attention: Float32Array[];
  /** Residual stream before each layer and after the last (before the final norm), each `[T, d]`; empty unless asked for. */
  hidden: Float32Array[];
}

/** Puts named tensors in their places; throws where one is missing or of another shape than `config` says. */
export function modelFromTensors(config: LlamaConfig, tensors: ReadonlyMap<string, NamedTensor>): LlamaModel {
  for (const { name, shape } of matrixShapes(config)) {
    const found = tensors.get(name);
    if (!found) throw new Error(`the weights lack "${name}"`);
    if (found.shape.join() !== shape.join()) throw new Error(`"${name}" is [${found.shape.join()}], not [${shape.join()}]`);
  }
  const data = (name: string) => tensors.get(name)!.data;
  const embedding = data('model.embed_tokens.weight');
  return {
    config,
    embedding,
    layers: Array.from({ length: config.layerCount }, (_, layer) => {
      const at = (name: string) => data(`model.layers.${layer}.${name}.weight`);
      return {
        inputNorm: at('input_layernorm'),
        q: at('self_attn.q_proj'),
        k: at('self_attn.k_proj'),
        v: at('self_attn.v_proj'),
        o: at('self_attn.o_proj'),
        postAttentionNorm: at('post_attention_layernorm'),
        gate: at('mlp.gate_proj'),
        up: at('mlp.up_proj'),
        down: at('mlp.down_proj'),
      };
    }),
    finalNorm: data('model.norm.weight'),
    output: config.tiedEmbeddings ? embedding : data('lm_head.weight'),
  };
}

/** Reads a model from the parsed `config.json` and the bytes of `model.safetensors`. */
export function readLlama(configJson: unknown, safetensors: ArrayBuffer): LlamaModel {
  return modelFromTensors(configFromJson(configJson), readSafetensors(safetensors));
}

/** Rows of the embedding matrix for token ids: `[T, d]`. */
export function embed(model: LlamaModel, ids: readonly number[]): Float32Array {
  const { hiddenSize: d, vocabularySize } = model.config;
  const x = new Float32Array(ids.length * d);
  ids.forEach((id, t) => {
    if (!(id >= 0 && id < vocabularySize)) throw new Error(`there is no token ${id}; the vocabulary has ${vocabularySize}`);
    x.set(model.embedding.subarray(id * d, (id + 1) * d), t * d);
  });
  return x;
}

/** Grouped-query causal self-attention of normed `x [T, d]`: output `[T, d]` and weights `[H, T, T]`. */
export function attention(x: Float32Array, layer: LayerWeights, config: LlamaConfig): { output: Float32Array; weights: Float32Array } {
  const { hiddenSize: d, headCount, kvHeadCount, headSize, ropeTheta } = config;
  const q = rope(linear(x, layer.q, d, headCount * headSize), headCount, headSize, ropeTheta);
  const k = rope(linear(x, layer.k, d, kvHeadCount * headSize), kvHeadCount, headSize, ropeTheta);
  const v = linear(x, layer.v, d, kvHeadCount * headSize);
  const weights = attentionWeights(q, k, config);
  return { output: linear(mixValues(weights, v, config), layer.o, headCount * headSize, d), weights };
}

/** down(silu(gate·x) * (up·x)) of normed `x [T, d]`: `[T, d]`. (Shazeer 2020, "GLU variants".) */
export function swiglu(x: Float32Array, layer: LayerWeights, config: LlamaConfig): Float32Array {
  const { hiddenSize: d, intermediateSize } = config;
  const gate = linear(x, layer.gate, d, intermediateSize);
  const up = linear(x, layer.up, d, intermediateSize);
  return linear(
    gate.map((value, i) => silu(value) * up[i]!),
    layer.down,
    intermediateSize,
    d,
  );
}

/** One pre-norm block: `x [T, d]` plus attention, plus SwiGLU: `[T, d]`, with the attention weights `[H, T, T]`. */
export function block(x: Float32Array, layer: LayerWeights, config: LlamaConfig): { output: Float32Array; weights: Float32Array } {
  const attended = attention(rmsNorm(x, layer.inputNorm, config.rmsNormEpsilon), layer, config);
  const middle = add(x, attended.output);
  const fed = swiglu(rmsNorm(middle, layer.postAttentionNorm, config.rmsNormEpsilon), layer, config);
  return { output: add(middle, fed), weights: attended.weights };
}

/** Logits `[T, V]` of a sequence of ids, and what happened on the way if asked. */
export function forward(model: LlamaModel, ids: readonly number[], options: ForwardOptions = {}): ForwardResult {
  const { config } = model;
  if (ids.length > config.contextLength) {
    throw new Error(`${ids.length} tokens do not fit the context of ${config.contextLength}`);
  }
  const attentionByLayer: Float32Array[] = [];
  const hidden: Float32Array[] = [];
  let x = embed(model, ids);
  for (const layer of model.layers) {
    if (options.inspect) hidden.push(x);
    const { output, weights } = block(x, layer, config);
    if (options.inspect) attentionByLayer.push(weights);
    x = output;
  }
  if (options.inspect) hidden.push(x);
  const normed = rmsNorm(x, model.finalNorm, config.rmsNormEpsilon);
  return {
    logits: linear(normed, model.output, config.hiddenSize, config.vocabularySize),
    attention: attentionByLayer,
    hidden,
  };
}
