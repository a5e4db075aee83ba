// The same list added up in six ways in a narrow format; the relative error of each after 1, 2, 4, … terms.

import { createRng } from '@site/src/engine/random';
import { formats, roundAll, stochastic, sumExact, sumInRuns, sumKahan, sumPairwise, sumSequential } from '@site/src/engine/numerics';

export interface State {
  format: string;
  terms: string;
  /** 2 to this power is the length of the list. */
  length: number;
  seed: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { format: 'bf16', terms: 'uniform', length: 12, seed: 1 };
export const RUN = 128;

export const methods = [
  { id: 'inOrder', label: 'in order' },
  { id: 'stochastic', label: 'in order, stochastic' },
  { id: 'runs', label: `runs of ${RUN}, then fp32` },
  { id: 'pairwise', label: 'pairwise' },
  { id: 'kahan', label: 'Kahan' },
  { id: 'fp32', label: 'in order, fp32' },
] as const;
export type MethodId = (typeof methods)[number]['id'];

export const termKinds = [
  { value: 'ones', label: 'ones' },
  { value: 'uniform', label: 'between 0 and 1' },
  { value: 'normal', label: 'normal, mean 0' },
] as const;

export function termsOf({ terms, length, seed, format }: State): Float64Array {
  const rng = createRng(seed);
  const draw = terms === 'ones' ? () => 1 : terms === 'normal' ? rng.normal : rng.uniform;
  return roundAll(formatOf(format), Float64Array.from({ length: 2 ** length }, draw));
}
export const formatOf = (id: string) => (id === 'fp16' ? formats.fp16 : id === 'e4m3' ? formats.e4m3 : formats.bf16);

export interface Race {
  /** 2, 4, …, the whole list. */
  counts: number[];
  /** |sum − exact| over Σ|x|, by method and count. */
  errors: Record<MethodId, number[]>;
  /** Of the whole list. */
  sums: Record<MethodId, number>;
  exact: number;
}

export function race(state: State): Race {
  const values = termsOf(state);
  const format = formatOf(state.format);
  const counts = Array.from({ length: state.length }, (_, i) => 2 ** (i + 1));
  const sizes = counts.map((n) => values.subarray(0, n).reduce((sum, x) => sum + Math.abs(x), 0));
  const exact = counts.map((n) => sumExact(values.subarray(0, n)));
  /** Sums after each count, by a method that goes through the list once. */
  const running = (sum: (watch: (partial: number, index: number) => void) => void): number[] => {
    const seen: number[] = [];
    sum((partial, index) => {
      if (counts.includes(index + 1)) seen.push(partial);
    });
    return seen;
  };
  const anew = (sum: (part: Float64Array) => number): number[] => counts.map((n) => sum(values.subarray(0, n)));
  const sumsBy: Record<MethodId, number[]> = {
    inOrder: running((watch) => sumSequential(values, format, {}, watch)),
    stochastic: running((watch) => sumSequential(values, format, { rule: stochastic(createRng(state.seed + 1)) }, watch)),
    runs: anew((part) => sumInRuns(part, RUN, { inner: format, outer: formats.fp32 })),
    pairwise: anew((part) => sumPairwise(part, format)),
    kahan: running((watch) => sumKahan(values, format, {}, watch)),
    fp32: running((watch) => sumSequential(values, formats.fp32, {}, watch)),
  };
  const by = <T>(make: (id: MethodId) => T) => Object.fromEntries(methods.map(({ id }) => [id, make(id)])) as Record<MethodId, T>;
  return {
    counts,
    errors: by((id) => sumsBy[id].map((sum, i) => Math.abs(sum - exact[i]!) / sizes[i]!)),
    sums: by((id) => sumsBy[id].at(-1)!),
    exact: exact.at(-1)!,
  };
}
