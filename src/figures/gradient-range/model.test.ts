import { expect, it } from 'vitest';
import { decodeSample, defaults, gradientRange } from './model';
import samples from './sample.json';

const values = decodeSample(samples.trained);

it('the samples are finite, drawn without zeros, and of one model', () => {
  for (const sample of [samples.trained, samples.start]) {
    const list = decodeSample(sample);
    expect(list).toHaveLength(3000);
    expect(list.every((x) => Number.isFinite(x) && x !== 0)).toBe(true);
    expect(sample.count).toBeGreaterThan(sample.zeros);
  }
});
it('the still: unscaled, fp16 loses some gradients to zero and some bits of others; a scale keeps them', () => {
  const { losses, bins, largestSafeScale } = gradientRange(values, defaults);
  expect(bins.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  expect(losses.overflow).toBe(0);
  expect(losses.underflow).toBeGreaterThan(0);
  expect(losses.subnormal).toBeGreaterThan(0.02);
  const scaled = gradientRange(values, { ...defaults, scale: Math.min(16, largestSafeScale) }).losses;
  expect(scaled.overflow).toBe(0);
  expect(scaled.underflow).toBeLessThan(losses.underflow);
});
it('one step past the largest safe scale something overflows', () => {
  const { largestSafeScale } = gradientRange(values, defaults);
  expect(gradientRange(values, { ...defaults, scale: largestSafeScale }).losses.overflow).toBe(0);
  expect(gradientRange(values, { ...defaults, scale: largestSafeScale + 1 }).losses.overflow).toBeGreaterThan(0);
});
it('bf16 loses none at any scale of the slider', () => {
  for (const scale of [0, 12, 24]) expect(gradientRange(values, { format: 'bf16', scale }).losses).toMatchObject({ underflow: 0, overflow: 0 });
});
