import { expect, it } from 'vitest';
import { defaults, race } from './model';

it('the still: a bf16 sum of 4,096 numbers between 0 and 1 stalls, and four other ways do not', () => {
  const { errors, sums, exact } = race(defaults);
  expect(sums.inOrder).toBe(256);
  expect(exact).toBeGreaterThan(1900);
  for (const id of ['runs', 'pairwise', 'kahan', 'fp32'] as const) expect(errors[id].at(-1)).toBeLessThan(0.02);
  expect(errors.stochastic.at(-1)).toBeLessThan(0.2);
});
it('ones: 256 in bf16, 2,048 in fp16, 16 in E4M3', () => {
  expect(race({ ...defaults, terms: 'ones' }).sums.inOrder).toBe(256);
  expect(race({ ...defaults, terms: 'ones', format: 'fp16', length: 13 }).sums.inOrder).toBe(2048);
  expect(race({ ...defaults, terms: 'ones', format: 'e4m3' }).sums.inOrder).toBe(16);
});
it('terms of mean 0 do not stall: the error stays below a hundredth of the sum of sizes', () => {
  expect(Math.max(...race({ ...defaults, terms: 'normal', length: 14 }).errors.inOrder)).toBeLessThan(0.02);
});
it('has an error for every count', () => {
  const { counts, errors } = race({ ...defaults, length: 6 });
  for (const list of Object.values(errors)) expect(list).toHaveLength(counts.length);
});
