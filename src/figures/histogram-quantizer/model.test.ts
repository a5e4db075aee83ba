import { expect, it } from 'vitest';
import { COUNT, defaults, histogram, quantization, valuesOf } from './model';

it('the still: an outlier of 12 leaves the thousand 4-bit values few codes, and most of them 0', () => {
  const q = quantization(defaults);
  expect(q.levels).toHaveLength(15);
  expect(q.step).toBeCloseTo(12 / 7, 2);
  expect(q.usedLevels).toBeLessThan(8);
  expect(q.zeroShare).toBeGreaterThan(0.5);
  expect(q.bitsPerValue).toBe(4 + 16 / COUNT);
});
it('groups confine it, clipping gives it up, more bits pay for it', () => {
  const rest = (change: Record<string, string | number>) => quantization({ ...defaults, ...change }).restDb;
  expect(rest({ group: 32 })).toBeGreaterThan(rest({}) + 8);
  expect(rest({ clip: 'percentile' })).toBeGreaterThan(rest({}) + 8);
  expect(rest({ bits: 8 })).toBeGreaterThan(rest({}) + 20);
  expect(quantization({ ...defaults, group: 32 }).bitsPerValue).toBe(4.5);
});
it('affine codes gain a bit where all values are positive', () => {
  const relu = { ...defaults, shape: 'relu', outlier: 0, bits: 6 };
  expect(quantization({ ...relu, scheme: 'affine' }).restDb - quantization(relu).restDb).toBeGreaterThan(4);
});
it('the model of uniform noise holds at 8 bits and misses at 2', () => {
  const miss = (bits: number) => {
    const q = quantization({ ...defaults, outlier: 0, bits });
    return Math.abs(q.sqnrDb - q.modelDb);
  };
  expect(miss(8)).toBeLessThan(0.5);
  expect(miss(2)).toBeGreaterThan(1);
});
it('a histogram counts every value once', () => {
  const values = valuesOf(defaults);
  expect(histogram(values, Math.min(...values), Math.max(...values), 40).reduce((a, b) => a + b)).toBe(COUNT);
});
