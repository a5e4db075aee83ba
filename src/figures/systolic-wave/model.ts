// An output-stationary systolic array on small whole numbers, run cycle by cycle.

import { runSystolic } from '@site/src/gpu/simt';

export interface State {
  n: number;
  inner: number;
  cycle: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { n: 4, inner: 4, cycle: 5 };

/** A[i][k] = i + k + 1 and B[k][j] = 1 + (k + 2j) mod 3: small and easy to follow. */
export function wave({ n, inner }: Pick<State, 'n' | 'inner'>) {
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: inner }, (_, k) => i + k + 1));
  const b = Array.from({ length: inner }, (_, k) => Array.from({ length: n }, (_, j) => 1 + ((k + 2 * j) % 3)));
  return { a, b, ...runSystolic(a, b) };
}
