import { expect, it } from 'vitest';
import { runOnce } from '@site/src/gpu/microscope/once';
import type { TreeOrder } from '@site/src/gpu/simt';
import { measure as measureBy } from './measure';
import { costAt256, defaults, kernelOf, orderOf, smallTree } from './model';

const measure = (order: TreeOrder) => measureBy(order, runOnce);

const orders = ['halving', 'interleaved', 'packed'] as const;

it('ends at n (n + 1) / 2 in every order', () => {
  for (const order of orders) for (const n of [0, 1, 7, 13, 16]) expect(smallTree({ ...defaults, n, order }).sum).toBe((n * (n + 1)) / 2);
});
it('shows the still: after two steps of 13 values', () => {
  expect(smallTree(defaults).steps[1]!.slots.slice(0, 4)).toEqual([28, 18, 21, 24]);
});
it('halving keeps fewer warps busy than interleaving; packed lanes wait at the banks', () => {
  expect(orders.map((order) => costAt256(order).warpSteps)).toEqual([12, 47, 12]);
  expect(orders.map((order) => costAt256(order).bankPasses)).toEqual([12, 47, 47]);
});
it('the microscope measures what the model predicts, in every order', () => {
  for (const order of orders) {
    const { sum, work, warpSteps, bankPasses, barriers } = costAt256(order);
    expect(measure(order), order).toEqual({ sum, additions: work, warpSteps, bankPasses, barriers });
    expect(runOnce(kernelOf(order)).findings).toEqual([]);
  }
});
it('takes any link: what is outside the controls is brought inside', () => {
  expect(orderOf('}')).toBe('halving');
  expect(smallTree({ n: 1e9, order: '', step: 0 }).sum).toBe(136);
});
