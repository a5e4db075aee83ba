// What masked attention is, once more and in another way: double precision, full score matrices, einsum-like index
// functions. `Variant` also gives what each known mistake computes, so that a wrong answer can be told what it is.

export interface Shape {
  tokenCount: number;
  headCount: number;
  kvHeadCount: number;
  headSize: number;
}

export interface Variant {
  /** Which keys a query sees. Default: itself and what is before it. */
  sees?: (query: number, key: number) => boolean;
  /** What the dot product is divided by. Default √D. */
  divisor?: (headSize: number) => number;
  /** Softmax over everything, then zeros where the mask is. */
  maskAfter?: boolean;
  /** Softmax down each column (over queries) instead of along each row. */
  overQueries?: boolean;
  /** Where (token, head, coordinate) lies in an input or output. Default [T, heads, D]. */
  inputAt?: Layout;
  outputAt?: Layout;
  /** Which key head a query head reads. Default floor(h·G/H). */
  kvHead?: (head: number, shape: Shape) => number;
  /** Mix with the weights transposed, or mix the keys in place of the values. */
  transposed?: boolean;
  mixesKeys?: boolean;
}

type Layout = (token: number, head: number, i: number, heads: number, shape: Shape) => number;
export const tokenMajor: Layout = (token, head, i, heads, { headSize }) => (token * heads + head) * headSize + i;
export const headMajor: Layout = (token, head, i, _heads, { headSize, tokenCount }) => (head * tokenCount + token) * headSize + i;

/** Softmax in double precision of the entries that are not -Infinity; all zero where there is none. */
export function softmax64(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((s) => (s === -Infinity ? 0 : Math.exp(s - largest)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => (sum === 0 ? 0 : p / sum));
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const transpose = (m: number[][]) => range(m.length).map((i) => m.map((row) => row[i]!));

/** Weights [query][key] of one head. */
function headWeights(q: (t: number, i: number) => number, k: (t: number, i: number) => number, shape: Shape, variant: Variant): number[][] {
  const { tokenCount, headSize } = shape;
  const sees = variant.sees ?? ((query, key) => key <= query);
  const divisor = (variant.divisor ?? Math.sqrt)(headSize);
  const raw = range(tokenCount).map((query) =>
    range(tokenCount).map((key) => range(headSize).reduce((sum, i) => sum + q(query, i) * k(key, i), 0) / divisor),
  );
  const hide = (matrix: number[][], hidden: number) => matrix.map((row, query) => row.map((x, key) => (sees(query, key) ? x : hidden)));
  if (variant.maskAfter) return hide(raw.map(softmax64), 0);
  const masked = hide(raw, -Infinity);
  return variant.overQueries ? transpose(transpose(masked).map(softmax64)) : masked.map(softmax64);
}

/** Weights of one head on [T, D] arrays, flat [T, T]. */
export function weights64(q: Float32Array, k: Float32Array, tokenCount: number, headSize: number, variant: Variant = {}): number[] {
  const shape = { tokenCount, headCount: 1, kvHeadCount: 1, headSize };
  return headWeights((t, i) => q[t * headSize + i]!, (t, i) => k[t * headSize + i]!, shape, variant).flat();
}

/** Grouped attention, flat, in the layout that `variant.outputAt` gives. */
export function attention64(q: Float32Array, k: Float32Array, v: Float32Array, shape: Shape, variant: Variant = {}): number[] {
  const { tokenCount, headCount, kvHeadCount, headSize } = shape;
  const at = variant.inputAt ?? tokenMajor;
  const outputAt = variant.outputAt ?? tokenMajor;
  const kvHeadOf = variant.kvHead ?? ((head) => Math.floor((head * kvHeadCount) / headCount));
  const output = new Array<number>(tokenCount * headCount * headSize).fill(0);
  for (const head of range(headCount)) {
    const kvHead = kvHeadOf(head, shape);
    const read = (x: Float32Array, own: number, heads: number) => (t: number, i: number) => x[at(t, own, i, heads, shape)]!;
    const value = read(variant.mixesKeys ? k : v, kvHead, kvHeadCount);
    let weights = headWeights(read(q, head, headCount), read(k, kvHead, kvHeadCount), shape, variant);
    if (variant.transposed) weights = transpose(weights);
    for (const t of range(tokenCount))
      for (const i of range(headSize))
        output[outputAt(t, head, i, headCount, shape)] = range(tokenCount).reduce((sum, key) => sum + weights[t]![key]! * value(key, i), 0);
  }
  return output;
}
