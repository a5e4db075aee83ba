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

/** Task 1. The exact number of parameters. */
export function countParameters(c: Config): number {
  return 12 * c.layers * c.width ** 2;
}

/** Task 2. Names of the rows whose numbers contradict one another. */
export function inconsistentRows(table: Row[]): string[] {
  return table.map((row) => row.name);
}

/** Task 3. FLOP of all matrix products of one forward pass over one sequence, logits at every token, whole squares. */
export function forwardFlops(c: Config, tokens: number): number {
  return 2 * tokens;
}

/** Task 4. What it costs to read `promptTokens` and write `newTokens` (at least 1), counting only scores that the mask keeps. */
export function phases(c: Config, promptTokens: number, newTokens: number): Phases {
  return { prefill: 0, decode: 0, cacheBytes: 0 };
}
