// Counts the floating-point operations that tensor operations do: the same on every machine, unlike a clock.
// A matmul counts 2mkn, everything elementwise one for each element; comparisons and copies count nothing.

let flops = 0;

/** For the tensor operations alone. */
export function countFlops(count: number): void {
  flops += count;
}

/** Runs `work` and says how many FLOPs it did. */
export function measureFlops<T>(work: () => T): { result: T; flops: number } {
  const before = flops;
  const result = work();
  return { result, flops: flops - before };
}
