/**
 * The shape of a decoder-only transformer, GPT or Llama family, as numbers: enough to count
 * every parameter and every floating-point operation. No weights, no tensors.
 */

export interface TransformerConfig {
  name: string;
  layerCount: number;
  /** Width d of the residual stream. */
  width: number;
  headCount: number;
  /** Key and value heads; equal to headCount without grouped-query attention. */
  kvHeadCount: number;
  headSize: number;
  /** Width inside the feed-forward network (of one expert). */
  innerWidth: number;
  vocabularySize: number;
  /** Rows of a learned position table; 0 where positions are rotations (RoPE). */
  positionRows: number;
  /** `gelu`: two matrices, up and down. `swiglu`: three, gate, up and down. */
  feedForward: 'gelu' | 'swiglu';
  /** `layernorm` has a gain and a shift, `rmsnorm` a gain alone. */
  norm: 'layernorm' | 'rmsnorm';
  /** Whether each linear layer of a block adds a bias. */
  biases: boolean;
  /** Whether the output matrix is the embedding matrix. */
  tiedEmbeddings: boolean;
  /** Mixture of experts: how many feed-forward networks a layer has, and how many a token visits. */
  experts?: { count: number; active: number };
}

type GptShape = Pick<TransformerConfig, 'name' | 'layerCount' | 'width' | 'headCount' | 'vocabularySize'> & { contextLength: number };

/** A GPT-2 or GPT-3 style model: learned positions, LayerNorm, biases, GELU of 4d, tied embeddings. */
export function gpt({ contextLength, ...shape }: GptShape): TransformerConfig {
  return {
    ...shape,
    kvHeadCount: shape.headCount,
    headSize: shape.width / shape.headCount,
    innerWidth: 4 * shape.width,
    positionRows: contextLength,
    feedForward: 'gelu',
    norm: 'layernorm',
    biases: true,
    tiedEmbeddings: true,
  };
}

type LlamaShape = Pick<TransformerConfig, 'name' | 'layerCount' | 'width' | 'headCount' | 'innerWidth' | 'vocabularySize'> &
  Partial<Pick<TransformerConfig, 'kvHeadCount' | 'headSize' | 'tiedEmbeddings' | 'experts'>>;

/** A Llama style model: RoPE, RMSNorm, no biases, SwiGLU; an output matrix of its own unless `tiedEmbeddings`. */
export function llama(shape: LlamaShape): TransformerConfig {
  return {
    kvHeadCount: shape.headCount,
    headSize: shape.width / shape.headCount,
    tiedEmbeddings: false,
    ...shape,
    positionRows: 0,
    feedForward: 'swiglu',
    norm: 'rmsnorm',
    biases: false,
  };
}
