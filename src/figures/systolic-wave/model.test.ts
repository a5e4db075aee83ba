import { expect, it } from 'vitest';
import { defaults, wave } from './model';

it('shows the still: 4 × 4 with inner length 4 takes 10 cycles and is busy 40 % of them', () => {
  const run = wave(defaults);
  expect([run.cycles, run.utilization]).toEqual([10, 0.4]);
});
it('ends with A × B', () => {
  for (const n of [1, 2, 5]) {
    const { a, b, result } = wave({ n, inner: 7 });
    expect(result).toEqual(a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0))));
  }
});
it('cell (i, j) works on inner index k in cycle i + j + k', () => {
  const { cells } = wave({ n: 3, inner: 5 });
  cells.forEach((frame, cycle) => frame.forEach((row, i) => row.forEach((cell, j) => expect(cell.inner).toBe(cycle - i - j >= 0 && cycle - i - j < 5 ? cycle - i - j : undefined))));
});
