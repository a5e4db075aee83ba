// Counting transformers. Nothing here runs a model: shapes go in, numbers come out.

export interface Config {
  /** gpt: learned positions, two feed-forward matrices, biases, norms with gain and shift. llama: none, three, none, gain alone. */
  family: 'gpt' | 'llama';
  layers: number;
  width: number;
  heads: number;
  /** Key and value heads. */
  kvHeads: number;
  headSize: number;
  /** Inner width of the feed-forward network. */
  inner: number;
  vocabulary: number;
  /** Rows of the table of positions; 0 for llama. */
  positions: number;
  /** Whether the output matrix is the embedding table. */
  tied: boolean;
}

export interface Row {
  name: string;
  width: number;
  heads: number;
  headSize: number;
}

export interface Phases {
  /** FLOP of the prefill, and of all decode steps together. */
  prefill: number;
  decode: number;
  /** Bytes of the cache at the end, at two bytes a number. */
  cacheBytes: number;
}

/** Weights of one block's matrices, without biases. */
function blockMatrices(c: Config): number {
  const attention = c.width * c.headSize * (2 * c.heads + 2 * c.kvHeads);
  const feedForward = c.width * c.inner * (c.family === 'gpt' ? 2 : 3);
  return attention + feedForward;
}

/** Biases of one block: as long as the output of each of its matrices. */
function blockBiases(c: Config): number {
  if (c.family === 'llama') return 0;
  return c.headSize * (c.heads + 2 * c.kvHeads) + c.width + c.inner + c.width;
}

/** The exact number of parameters. */
export function countParameters(c: Config): number {
  const norm = c.width * (c.family === 'gpt' ? 2 : 1);
  const tables = c.width * (c.vocabulary + c.positions + (c.tied ? 0 : c.vocabulary));
  return c.layers * (blockMatrices(c) + blockBiases(c) + 2 * norm) + norm + tables;
}

/** Names of the rows whose numbers contradict one another. */
export function inconsistentRows(table: Row[]): string[] {
  return table.filter((row) => row.heads * row.headSize !== row.width).map((row) => row.name);
}

/** FLOP of QKᵀ and of the mix of values for one pair of query and key, in all heads and layers. */
const flopsPerPair = (c: Config) => 4 * c.headSize * c.heads * c.layers;

/** FLOP of all matrix products of one forward pass over one sequence, logits at every token, whole squares. */
export function forwardFlops(c: Config, tokens: number): number {
  const weights = c.layers * blockMatrices(c) + c.vocabulary * c.width;
  return 2 * weights * tokens + flopsPerPair(c) * tokens ** 2;
}

/** What it costs to read `promptTokens` and write `newTokens` (at least 1), counting only scores that the mask keeps. */
export function phases(c: Config, promptTokens: number, newTokens: number): Phases {
  const token = 2 * c.layers * blockMatrices(c);
  const logits = 2 * c.vocabulary * c.width;
  const prefill = token * promptTokens + logits + flopsPerPair(c) * ((promptTokens * (promptTokens + 1)) / 2);
  // The prefill gives the first new token, so one step fewer is left, and the last token drawn never goes through the model.
  let decode = 0;
  for (let position = promptTokens; position < promptTokens + newTokens - 1; position++) {
    decode += token + logits + flopsPerPair(c) * (position + 1);
  }
  const cacheBytes = 2 * 2 * c.layers * c.kvHeads * c.headSize * (promptTokens + newTokens - 1);
  return { prefill, decode, cacheBytes };
}
