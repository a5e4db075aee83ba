/**
 * The shape of a Llama-like model as its `config.json` gives it, the exact shapes of its
 * matrices, and their count. Numbers only: no weights, no tensors.
 */

export interface LlamaConfig {
  vocabularySize: number;
  /** Width d of the residual stream. */
  hiddenSize: number;
  /** Width of the SwiGLU's inside. */
  intermediateSize: number;
  layerCount: number;
  /** Query heads H. */
  headCount: number;
  /** Key and value heads; headCount is a multiple of it (grouped-query attention). */
  kvHeadCount: number;
  headSize: number;
  contextLength: number;
  rmsNormEpsilon: number;
  ropeTheta: number;
  /** True: the output matrix is the embedding matrix. */
  tiedEmbeddings: boolean;
}

/** Reads Hugging Face's `config.json`; throws if it is no Llama or lacks a number. */
export function configFromJson(json: unknown): LlamaConfig {
  const raw = (json ?? {}) as Record<string, unknown>;
  if (raw.model_type !== 'llama') throw new Error(`config.json: model_type "llama" was expected, not ${JSON.stringify(raw.model_type)}`);
  const number = (key: string): number => {
    const value = raw[key];
    if (typeof value !== 'number' || !(value > 0)) throw new Error(`config.json: "${key}" must be a positive number`);
    return value;
  };
  const headCount = number('num_attention_heads');
  const kvHeadCount = number('num_key_value_heads');
  if (headCount % kvHeadCount !== 0) throw new Error('config.json: query heads must be a multiple of key/value heads');
  return {
    vocabularySize: number('vocab_size'),
    hiddenSize: number('hidden_size'),
    intermediateSize: number('intermediate_size'),
    layerCount: number('num_hidden_layers'),
    headCount,
    kvHeadCount,
    headSize: number('head_dim'),
    contextLength: number('max_position_embeddings'),
    rmsNormEpsilon: number('rms_norm_eps'),
    ropeTheta: number('rope_theta'),
    tiedEmbeddings: raw.tie_word_embeddings === true,
  };
}

export interface MatrixShape {
  /** Hugging Face's name, as in `model.safetensors`. */
  name: string;
  /** `[out, in]` of a matrix, `[n]` of a norm's gain. */
  shape: readonly number[];
}

/** Every parameter of the model with its exact shape, in the order of the forward pass. */
export function matrixShapes(config: LlamaConfig): MatrixShape[] {
  const { hiddenSize: d, intermediateSize, headCount, kvHeadCount, headSize, vocabularySize } = config;
  const shapes: MatrixShape[] = [{ name: 'model.embed_tokens.weight', shape: [vocabularySize, d] }];
  for (let layer = 0; layer < config.layerCount; layer++) {
    const add = (name: string, ...shape: number[]) => shapes.push({ name: `model.layers.${layer}.${name}.weight`, shape });
    add('input_layernorm', d);
    add('self_attn.q_proj', headCount * headSize, d);
    add('self_attn.k_proj', kvHeadCount * headSize, d);
    add('self_attn.v_proj', kvHeadCount * headSize, d);
    add('self_attn.o_proj', d, headCount * headSize);
    add('post_attention_layernorm', d);
    add('mlp.gate_proj', intermediateSize, d);
    add('mlp.up_proj', intermediateSize, d);
    add('mlp.down_proj', d, intermediateSize);
  }
  shapes.push({ name: 'model.norm.weight', shape: [d] });
  if (!config.tiedEmbeddings) shapes.push({ name: 'lm_head.weight', shape: [vocabularySize, d] });
  return shapes;
}

/** The exact number of parameters; a tied embedding counts once. */
export function countParameters(config: LlamaConfig): number {
  return matrixShapes(config).reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
