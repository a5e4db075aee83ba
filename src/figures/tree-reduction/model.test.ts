import { expect, it } from 'vitest';
import { costAt256, defaults, smallTree } from './model';

it('ends at n (n + 1) / 2 in both orders', () => {
  for (const order of ['halving', 'interleaved'])
    for (const n of [0, 1, 7, 13, 16]) expect(smallTree({ ...defaults, n, order }).sum).toBe((n * (n + 1)) / 2);
});
it('shows the still: after two steps of 13 values', () => {
  expect(smallTree(defaults).steps[1]!.slots.slice(0, 4)).toEqual([28, 18, 21, 24]);
});
it('halving keeps fewer warps busy than interleaving', () => {
  expect(costAt256(defaults).warpSteps).toBe(12);
  expect(costAt256({ ...defaults, order: 'interleaved' }).warpSteps).toBe(47);
});
