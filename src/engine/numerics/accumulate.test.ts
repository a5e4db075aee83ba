import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../random';
import { dot, formats, limits, roundAll, sumExact, sumInRuns, sumKahan, sumPairwise, sumSequential, stochastic } from './index';
import reference from './fixtures/reference.json';

const ones = (n: number) => new Array<number>(n).fill(1);

describe('sums in order', () => {
  it('of ones stop at 256 in bf16, at 2,048 in fp16 and at 16 in E4M3, 8 in E5M2', () => {
    expect(sumSequential(ones(3000), formats.bf16)).toBe(256);
    expect(sumSequential(ones(3000), formats.fp16)).toBe(2048);
    expect(sumSequential(ones(3000), formats.e4m3)).toBe(16);
    expect(sumSequential(ones(3000), formats.e5m2)).toBe(8);
    expect(sumSequential(ones(3000), formats.fp32)).toBe(3000);
  });
  it('are PyTorch’s, addition by addition', () => {
    for (const id of ['fp16', 'bf16'] as const) expect(sumSequential(roundAll(formats[id], reference.sums.terms), formats[id])).toBe(reference.sums[id]);
  });
  it('show each partial sum', () => {
    const seen: number[] = [];
    sumSequential([1, 2, 3], formats.fp16, {}, (sum) => seen.push(sum));
    expect(seen).toEqual([1, 3, 6]);
  });
});

it('stochastic rounding keeps a long bf16 sum going', () => {
  const sums = Array.from({ length: 40 }, (_, seed) => sumSequential(ones(3000), formats.bf16, { rule: stochastic(createRng(seed)) }));
  const mean = sums.reduce((a, b) => a + b) / sums.length;
  expect(Math.abs(mean / 3000 - 1)).toBeLessThan(0.03);
});

describe('other orders', () => {
  const { epsilon } = limits(formats.bf16);
  it('pairwise and Kahan stay within their bounds where the plain sum does not', () => {
    const rng = createRng(1);
    const values = roundAll(formats.bf16, Float64Array.from({ length: 4096 }, () => rng.uniform()));
    const exact = sumExact(values);
    const error = (sum: number) => Math.abs(sum - exact) / exact;
    expect(error(sumSequential(values, formats.bf16))).toBeGreaterThan(0.5);
    expect(error(sumPairwise(values, formats.bf16))).toBeLessThan((12 * epsilon) / 2);
    expect(error(sumKahan(values, formats.bf16))).toBeLessThan(epsilon);
    expect(error(sumInRuns(values, 64, { inner: formats.bf16, outer: formats.fp32 }))).toBeLessThan((64 * epsilon) / 2);
  });
  it('agree when nothing is rounded', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (values, run) => {
        const sum = values.reduce((a, b) => a + b, 0);
        const same = (x: number) => expect(x === sum).toBe(true);
        same(sumSequential(values, formats.fp32));
        same(sumPairwise(values, formats.fp32));
        same(sumKahan(values, formats.fp32));
        same(sumInRuns(values, run, { inner: formats.fp32, outer: formats.fp32 }));
        same(sumExact(values));
      }),
    );
  });
  it('refuse a run of no terms', () => {
    expect(() => sumInRuns([1], 0, { inner: formats.fp16, outer: formats.fp32 })).toThrow('whole number of terms');
  });
});

describe('the exact sum', () => {
  it('is that of the integers, however they cancel', () => {
    const scaled = fc.tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(fc.array(scaled, { maxLength: 20 }), (terms) => {
        const exact = terms.reduce((sum, [mantissa, shift]) => sum + (BigInt(mantissa) << BigInt(shift)), 0n);
        // Number(bigint) rounds to nearest even.
        expect(sumExact(terms.map(([mantissa, shift]) => mantissa * 2 ** shift)) === Number(exact)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
  it('does not depend on order, and settles ties by what is far below', () => {
    expect(sumExact([1, 2 ** -53, 2 ** -106])).toBe(1 + 2 ** -52);
    expect(sumExact([1, 2 ** -53, -(2 ** -106)])).toBe(1);
    expect(sumExact([1e100, 1, -1e100])).toBe(1);
    expect(sumExact([])).toBe(0);
    expect(() => sumExact([1, Infinity])).toThrow('value 1 is Infinity');
    expect(() => sumExact([1e308, 1e308])).toThrow('does not fit');
  });
});

describe('dot products', () => {
  it('round once a term, or twice', () => {
    const a = [1 + 2 ** -10, 1];
    // (1 + 2^-10)² has a last bit of 2^-20, which fp16 would lose and fp32 keeps.
    expect(dot(a, a, { accumulator: formats.fp32 })).toBe((1 + 2 ** -10) ** 2 + 1);
    expect(dot(a, a, { accumulator: formats.fp32, product: formats.fp16 })).toBe(1 + 2 ** -9 + 1);
  });
  it('error grows with length in fp16 and hardly in fp32', () => {
    const rng = createRng(5);
    const error = (n: number, accumulator: (typeof formats)['fp16' | 'fp32']) => {
      const draws = Array.from({ length: 20 }, () => {
        const [a, b] = [0, 1].map(() => roundAll(formats.fp16, Float64Array.from({ length: n }, () => rng.normal()))) as [Float64Array, Float64Array];
        const exact = sumExact(a.map((x, i) => x * b[i]!));
        return ((dot(a, b, { accumulator }) - exact) / Math.sqrt(n)) ** 2;
      });
      return Math.sqrt(draws.reduce((x, y) => x + y) / draws.length);
    };
    expect(error(4096, formats.fp16)).toBeGreaterThan(3 * error(64, formats.fp16));
    expect(error(4096, formats.fp32)).toBeLessThan(1e-5);
  });
  it('refuse lists of two lengths', () => {
    expect(() => dot([1], [1, 2], { accumulator: formats.fp32 })).toThrow('one length');
  });
});
