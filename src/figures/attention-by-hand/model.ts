// The chapter's three tokens: scores, weights and outputs of one head, with the mask and the scale as switches.
// With both on it is the engine's attention (see the test); the switches exist to show what goes wrong without them.

export interface State {
  query: number;
  masked: boolean;
  scaled: boolean;
  /** All queries are multiplied by it. */
  stretch: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { query: 2, masked: true, scaled: true, stretch: 1 };

export const HEAD_SIZE = 4;
export const QUERIES = [[1, 1, 0, 0], [0, 2, 0, 1], [1, 0, 1, 2]];
export const KEYS = [[2, 0, 0, 2], [0, 2, 2, 0], [1, 1, 1, 1]];
export const VALUES = [[6, 0, 0, 0], [0, 3, 0, 0], [3, 3, 0, 0]];

export interface Pair {
  /** The dot product of query and key. */
  dot: number;
  /** After the scale, if there is one: what the softmax sees. */
  score: number;
  visible: boolean;
  weight: number;
}

export interface Attended {
  /** [query][key]. */
  pairs: Pair[][];
  /** [query][coordinate]. */
  outputs: number[][];
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

export function attend({ masked, scaled, stretch }: State): Attended {
  const pairs = QUERIES.map((query, q) => {
    const row = KEYS.map((key, k) => {
      const product = stretch * dot(query, key);
      return { dot: product, score: scaled ? product / Math.sqrt(HEAD_SIZE) : product, visible: !masked || k <= q };
    });
    const seen = row.filter((pair) => pair.visible).map((pair) => pair.score);
    const largest = Math.max(...seen);
    const sum = seen.reduce((total, score) => total + Math.exp(score - largest), 0);
    return row.map((pair) => ({ ...pair, weight: pair.visible ? Math.exp(pair.score - largest) / sum : 0 }));
  });
  const outputs = pairs.map((row) => VALUES[0]!.map((_, i) => row.reduce((sum, { weight }, k) => sum + weight * VALUES[k]![i]!, 0)));
  return { pairs, outputs };
}
