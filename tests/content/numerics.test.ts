// What chapter 10 says in words of numbers that come from the shipped models. If a new model breaks one of these, the words must change.

import { expect, it } from 'vitest';
import { cellOf, tableOf } from '@site/src/figures/quantization-damage/model';
import table from '@site/src/figures/quantization-damage/table.json';
import measured from '@site/docs/02-one-device/10-numerics/measure/measured.json';

const damage = (bits: number, granularity: string) => cellOf(tableOf(table, 'storyworld-0.8m'), { codes: 'symmetric', bits, granularity })!.damageNats;
const at = (bits: number) => measured.noise.find((row) => row.bits === bits)!;

it('the opening: 4 bits in groups of 32 are next to nothing, 3 bits with one scale are ruin', () => {
  expect(Math.abs(damage(4, 'group'))).toBeLessThan(0.02);
  expect(damage(3, 'tensor')).toBeGreaterThan(0.3);
});
it('Measured: at 3 bits one scale loses many times what groups lose; at 8 bits the change is in the fourth decimal; three codes are not enough', () => {
  expect(damage(3, 'tensor')).toBeGreaterThan(5 * damage(3, 'group'));
  for (const granularity of ['tensor', 'row', 'group']) expect(Math.abs(damage(8, granularity))).toBeLessThan(0.002);
  expect(damage(2, 'row')).toBeGreaterThan(1);
});
it('The miss: 5 bits to 4 is fair, 4 to 3 is not; the errors have the size of the formula, and noise of that size does as much', () => {
  const steps = (a: number, b: number) => ((2 ** (a - 1) - 1) / (2 ** (b - 1) - 1)) ** 2;
  const factor = (from: number, to: number) => at(to).damageNats / at(from).damageNats / steps(from, to);
  expect(factor(5, 4)).toBeGreaterThan(0.5);
  expect(factor(5, 4)).toBeLessThan(2);
  expect(factor(4, 3)).toBeGreaterThan(3);
  expect(at(3).errorOverUniform).toBeGreaterThan(0.9);
  expect(at(3).errorOverUniform).toBeLessThan(1.1);
  expect(at(3).noiseDamageNats / at(3).damageNats).toBeGreaterThan(0.5);
  expect(at(3).noiseDamageNats / at(3).damageNats).toBeLessThan(2);
  expect(at(3).damageNats).toBeCloseTo(damage(3, 'tensor'), 4);
});
it('Sums: fp16 errs about as the formula says, and a sixteenth of the terms errs two to seven times less', () => {
  const { terms, fp16, fp16Short, fp32, bf16 } = measured.dot;
  const predicted = Math.sqrt(terms / 6) / 2048;
  expect(fp16 / predicted).toBeGreaterThan(0.4);
  expect(fp16 / predicted).toBeLessThan(1.6);
  expect(fp16 / fp16Short).toBeGreaterThan(2);
  expect(fp16 / fp16Short).toBeLessThan(7);
  expect(fp32).toBeLessThan(1e-5);
  expect(bf16).toBeGreaterThan(3 * fp16);
});
