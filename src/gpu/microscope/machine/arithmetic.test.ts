// The functions behind WGSL's builtins, each beside its definition written another way: with BigInt, strings of bits, exact fractions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as R from './arithmetic';

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const bits = (x: number) => (x >>> 0).toString(2).padStart(32, '0');
const signed = (text: string) => parseInt(text || '0', 2) | 0;
const forAll = (check: (a: number, b: number) => void) => fc.assert(fc.property(int, int, check), { numRuns: 500, examples: [[0, 0], [-1, -1], [-(2 ** 31), 1], [2 ** 31 - 1, -1], [1, 2 ** 31 - 1]] });

describe('bits', () => {
  it('count and find', () =>
    forAll((a) => {
      const text = bits(a);
      expect(R.countOneBits(a)).toBe([...text].filter((b) => b === '1').length);
      expect(R.countTrailingZeros(a)).toBe(a === 0 ? 32 : 31 - text.lastIndexOf('1'));
      expect(R.firstTrailingBit(a)).toBe(a === 0 ? -1 : 31 - text.lastIndexOf('1'));
      expect(R.firstLeadingBit(a)).toBe(a === 0 ? -1 : 31 - text.indexOf('1'));
      // The highest bit that differs from the sign bit.
      const other = text.indexOf(text[0] === '1' ? '0' : '1');
      expect(R.firstLeadingBitSigned(a)).toBe(other < 0 ? -1 : 31 - other);
      expect(R.reverseBits(a)).toBe(signed([...text].reverse().join('')));
    }));

  it('are taken out and put in, with offset and count cut to the word', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 40 }), int);
    fc.assert(
      fc.property(int, int, count, count, (x, y, offset, n) => {
        const o = Math.min(offset >>> 0, 32);
        const c = Math.min(n >>> 0, 32 - o);
        const text = bits(x);
        const field = text.slice(32 - o - c, 32 - o);
        expect(R.extractBits(x, offset, n)).toBe(signed(field));
        expect(R.extractBitsSigned(x, offset, n)).toBe(c === 0 ? 0 : signed(field.padStart(32, field[0])));
        expect(R.insertBits(x, y, offset, n)).toBe(signed(text.slice(0, 32 - o - c) + bits(y).slice(32 - c) + text.slice(32 - o)));
      }),
      { numRuns: 1000, examples: [[-1, 0, 0, 32], [-1, 5, 32, 1], [3, 9, 31, 1], [-2, 7, 0, 0]] },
    );
  });

  it('of four bytes are multiplied', () =>
    forAll((a, b) => {
      const bytes = (x: number) => [...new Uint8Array(Int32Array.of(x).buffer)];
      const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
      expect(R.dot4U8Packed(a, b)).toBe(dot(bytes(a), bytes(b)));
      expect(R.dot4I8Packed(a, b)).toBe(dot(bytes(a).map((x) => (x << 24) >> 24), bytes(b).map((x) => (x << 24) >> 24)));
    }));
});

describe('packing', () => {
  const unit = fc.float({ min: -2, max: 2, noNaN: true });
  it('goes there and back', () => {
    fc.assert(
      fc.property(unit, unit, unit, unit, (a, b, c, d) => {
        const values = [a, b, c, d];
        const snorm = new Int8Array(Int32Array.of(R.pack4x8snorm(a, b, c, d)).buffer);
        const unorm = new Uint8Array(Int32Array.of(R.pack4x8unorm(a, b, c, d)).buffer);
        values.forEach((x, i) => {
          expect(snorm[i]).toBe(Math.floor(0.5 + 127 * Math.min(1, Math.max(-1, x))));
          expect(unorm[i]).toBe(Math.floor(0.5 + 255 * Math.min(1, Math.max(0, x))));
          expect(R.unpack8snorm(R.pack4x8snorm(a, b, c, d), i)).toBe(Math.fround(Math.max(snorm[i]! / 127, -1)));
          expect(R.unpack8unorm(R.pack4x8unorm(a, b, c, d), i)).toBe(Math.fround(unorm[i]! / 255));
        });
        const wide = new Int16Array(Int32Array.of(R.pack2x16snorm(a, b)).buffer);
        expect([R.unpack16snorm(R.pack2x16snorm(a, b), 0), R.unpack16snorm(R.pack2x16snorm(a, b), 1)]).toEqual([...wide].map((x) => Math.fround(Math.max(x / 32767, -1))));
        const positive = new Uint16Array(Int32Array.of(R.pack2x16unorm(a, b)).buffer);
        expect([R.unpack16unorm(R.pack2x16unorm(a, b), 0), R.unpack16unorm(R.pack2x16unorm(a, b), 1)]).toEqual([...positive].map((x) => Math.fround(x / 65535)));
        expect([R.unpack16float(R.pack2x16float(a, b), 0), R.unpack16float(R.pack2x16float(a, b), 1)]).toEqual([R.roundHalf(a), R.roundHalf(b)]);
      }),
      { numRuns: 500 },
    );
  });

  it('of integers keeps or clamps the low bytes', () => {
    fc.assert(
      fc.property(int, int, int, int, (a, b, c, d) => {
        const values = [a, b, c, d];
        expect([0, 1, 2, 3].map((i) => R.unpackU8(R.pack4x8(a, b, c, d), i))).toEqual(values.map((x) => x & 255));
        expect([0, 1, 2, 3].map((i) => R.unpackI8(R.pack4xI8Clamp(a, b, c, d), i))).toEqual(values.map((x) => Math.max(-128, Math.min(127, x))));
        expect([0, 1, 2, 3].map((i) => R.unpackU8(R.pack4xU8Clamp(a, b, c, d), i))).toEqual(values.map((x) => Math.min(255, x >>> 0)));
      }),
    );
  });
});

describe('floats', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });

  /** An f32 as an integer times 2^-149 · 2^-149: enough for a product and a sum to be exact. */
  const scale = 298n;
  const exact = (x: number): bigint => {
    let shift = 0;
    let y = x;
    while (!Number.isInteger(y)) {
      y *= 2;
      shift++;
    }
    return (BigInt(y) << scale) >> BigInt(shift);
  };
  /** Nearest f32 of value · 2^-scale, ties to even, by comparison with neighbours. */
  const nearest = (value: bigint): number => {
    const guess = Math.fround(Number(value) / 2 ** 149 / 2 ** 149);
    if (!Number.isFinite(guess)) return guess;
    const view = new Float32Array([guess]);
    const word = new Int32Array(view.buffer);
    const candidates = [-1, 0, 1].map((step) => {
      const other = new Float32Array(Int32Array.of(word[0]! + step).buffer)[0]!;
      return Number.isFinite(other) ? other : guess;
    });
    const distance = (x: number) => {
      const d = exact(x) - value;
      return d < 0n ? -d : d;
    };
    const even = (x: number) => (new Int32Array(Float32Array.of(x).buffer)[0]! & 1) === 0;
    return candidates.reduce((best, x) => (distance(x) < distance(best) || (distance(x) === distance(best) && even(x) && !even(best)) ? x : best), guess);
  };

  it('fma rounds once', () => {
    const moderate = fc.float({ noNaN: true, min: -65536, max: 65536 });
    const close = (a: number, b: number, c: number) => {
      const want = nearest(exact(a) * exact(b) / (1n << scale) + exact(c));
      const got = Math.fround(R.fma(a, b, c));
      // + 0 makes zeros alike.
      expect(got + 0, `fma(${a}, ${b}, ${c})`).toBe(want + 0);
    };
    fc.assert(fc.property(moderate, moderate, moderate, close), { numRuns: 1500 });
    // Sums that nearly cancel, and products that fall beside a midpoint of f32.
    fc.assert(fc.property(moderate, moderate, (a, b) => close(a, b, Math.fround(-a * b))), { numRuns: 500 });
    close(1 + 2 ** -23, 1 + 2 ** -23, 2 ** -60);
    close(1 + 2 ** -12, 1 + 2 ** -12, 2 ** -55);
    close(1, 1 + 2 ** -23, 2 ** -24);
  });

  it('frexp and ldexp are inverse, by definition', () => {
    fc.assert(
      fc.property(float, (x) => {
        const [fraction, exponent] = [R.fraction(x), R.exponent(x)];
        expect(fraction * 2 ** exponent).toBe(x);
        if (x !== 0) expect(Math.abs(fraction) >= 0.5 && Math.abs(fraction) < 1).toBe(true);
        expect(R.ldexp(fraction, exponent)).toBe(x);
      }),
      { numRuns: 1000, examples: [[1], [-0.5], [1e-45], [3.4028234663852886e38]] },
    );
    expect(R.ldexp(1, -149)).toBe(2 ** -149);
    expect(R.ldexp(2 ** -149, 270)).toBe(2 ** 121);
    expect(R.ldexp(1, 2 ** 31 - 1)).toBe(Infinity);
    expect(R.ldexp(1, -(2 ** 31))).toBe(0);
  });

  it('round ties to even', () => {
    for (const [x, want] of [[0.5, 0], [1.5, 2], [2.5, 2], [-0.5, -0], [-1.5, -2], [-2.5, -2], [0.49999997, 0], [-0.3, -0], [-0.7, -1], [8388607.5, 8388608], [7, 7], [-3, -3]] as const) expect(R.roundEven(x), String(x)).toBe(want);
  });

  it('convert to integers by truncation, clamped to what both types hold', () => {
    fc.assert(
      fc.property(float, (x) => {
        const [low, high] = [-(2 ** 31), 2147483520];
        expect(R.toI32(x)).toBe(Math.trunc(Math.max(low, Math.min(high, x))) + 0);
        expect(R.toU32(x) >>> 0).toBe(Math.trunc(Math.max(0, Math.min(4294967040, x))));
      }),
      { examples: [[2147483520], [2147483648], [-2147483648], [4294967040], [4294967296], [1e30], [-1e30], [3000000000]] },
    );
    expect([R.toI32(NaN), R.toU32(NaN), R.toI32(Infinity), R.toU32(Infinity) >>> 0]).toEqual([0, 0, 2147483520, 4294967040]);
    expect([R.halfToI32(Infinity), R.halfToU32(-Infinity), R.halfToI32(-3.5)]).toEqual([65504, 0, -3]);
  });

  it('pow has no value for a negative base', () => {
    expect(R.pow(-2, 2)).toBeNaN();
    expect([R.pow(2, 0.5), R.pow(0, 2), R.exp2(10)]).toEqual([Math.SQRT2, 0, 1024]);
  });
});
