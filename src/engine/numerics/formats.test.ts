// Codes and rounding against PyTorch and ml_dtypes (fixtures/), every code of 8 and 16 bits; and what must hold for any number.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../random';
import {
  allFinite, decode, decodeE8m0, encode, encodeE8m0, errorInUlps, exponentOf, fieldsOf, formatBits, formatIds, formats, kindOf, limits, round, rounder, stochastic, towardZero, ulp,
  type FloatFormat, type FormatId,
} from './index';
import reference from './fixtures/reference.json';

const digest = (data: Uint8Array | Uint16Array | Uint32Array): string => createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex');
const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);
const fromBits = (bits: number): number => ((word[0] = bits), single[0]!);
function bitsOf(value: number): number {
  if (Number.isNaN(value)) return 0x7fc00000;
  single[0] = value;
  return word[0]!;
}
const spread = Array.from({ length: 131_072 }, (_, i) => fromBits(Number((BigInt(i) * BigInt(reference.stride)) % 4294967296n)));
/** The next fp32 number up or down. */
function neighbour(value: number, direction: 1 | -1): number {
  if (value === 0) return fromBits(direction === 1 ? 1 : 0x80000001);
  return fromBits(bitsOf(value) + (value > 0 === direction > 0 ? 1 : -1));
}
function ties(format: FloatFormat): number[] {
  const finite = allFinite(format);
  const middles = finite.slice(1).map((x, i) => (x + finite[i]!) / 2);
  return [...middles.map((x) => neighbour(x, -1)), ...middles, ...middles.map((x) => neighbour(x, 1))];
}
const codes = (format: FloatFormat, values: number[], saturate = false) => {
  const all = values.map((value) => encode(format, value, { saturate }));
  return formatBits(format) > 8 ? Uint16Array.from(all) : Uint8Array.from(all);
};

describe.each(Object.keys(reference.formats) as Exclude<FormatId, 'fp32' | 'tf32'>[])('%s', (id) => {
  const format = formats[id];
  const expected: Record<string, string> = reference.formats[id];
  const numbers = format.specials === 'none' ? spread.filter((x) => !Number.isNaN(x)) : spread;

  it('decodes every code as ml_dtypes and NumPy do', () => {
    expect(digest(Uint32Array.from({ length: 2 ** formatBits(format) }, (_, code) => bitsOf(decode(format, code))))).toBe(expected.decoded);
  });
  it('rounds numbers from all over fp32, and every tie and its neighbours, as they do', () => {
    expect(digest(codes(format, numbers))).toBe(expected.spread);
    expect(digest(codes(format, ties(format)))).toBe(expected.ties);
  });
  it('encodes what it decodes', () => {
    for (let code = 0; code < 2 ** formatBits(format); code++) {
      const value = decode(format, code);
      if (!Number.isNaN(value)) expect(encode(format, value)).toBe(code);
    }
  });
});

it.each(['fp16', 'bf16', 'e5m2', 'e4m3'] as const)('%s: rounds as PyTorch does, which saturates E4M3', (id) => {
  const { spreadTorch, tiesTorch } = reference.formats[id];
  expect(digest(codes(formats[id], spread, id === 'e4m3'))).toBe(spreadTorch);
  expect(digest(codes(formats[id], ties(formats[id]), id === 'e4m3'))).toBe(tiesTorch);
});

describe('the wide formats', () => {
  it('TF32 is fp32 cut to 19 bits, to nearest even', () => {
    const finite = spread.filter(Number.isFinite);
    expect(digest(Uint32Array.from(finite, (value) => encode(formats.tf32, value)))).toBe(reference.tf32);
  });
  it('fp32 has the bits that a Float32Array has', () => {
    for (const value of spread.slice(0, 20_000)) {
      if (Number.isNaN(value)) continue;
      expect(encode(formats.fp32, value)).toBe(bitsOf(value));
      expect(decode(formats.fp32, bitsOf(value))).toBe(value);
    }
  });
  it('fp32 rounds any double as Math.fround does, by the general road too', () => {
    const general = rounder({ ...formats.fp32, id: 'fp32 by the general road' });
    fc.assert(fc.property(fc.double(), (x) => Object.is(general(x), Math.fround(x))), { numRuns: 5000 });
  });
  it('E8M0 has 255 powers of two, and NaN', () => {
    expect(digest(Uint32Array.from({ length: 256 }, (_, code) => bitsOf(decodeE8m0(code))))).toBe(reference.e8m0);
    for (let code = 0; code < 256; code++) expect(encodeE8m0(decodeE8m0(code))).toBe(code);
    expect(() => encodeE8m0(3)).toThrow('powers of two');
    expect(() => decodeE8m0(256)).toThrow('not a code');
  });
});

describe('published limits', () => {
  it.each([
    ['fp32', 3.4028234663852886e38, 2 ** -126, 2 ** -149],
    ['fp16', 65504, 2 ** -14, 2 ** -24],
    ['bf16', 3.3895313892515355e38, 2 ** -126, 2 ** -133],
    ['e5m2', 57344, 2 ** -14, 2 ** -16],
    ['e4m3', 448, 2 ** -6, 2 ** -9],
    ['e3m2', 28, 2 ** -2, 2 ** -4],
    ['e2m3', 7.5, 1, 2 ** -3],
    ['e2m1', 6, 1, 0.5],
  ] as const)('%s: largest, smallest normal, smallest', (id, maxFinite, minNormal, minSubnormal) => {
    expect(limits(formats[id])).toMatchObject({ maxFinite, minNormal, minSubnormal });
  });
  it('FP4 is 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives', () => {
    expect(allFinite(formats.e2m1)).toEqual([-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6]);
  });
  it('E4M3 has one NaN for each sign, and no infinity', () => {
    expect(Array.from({ length: 256 }, (_, code) => code).filter((code) => Number.isNaN(decode(formats.e4m3, code)))).toEqual([0x7f, 0xff]);
    expect(encode(formats.e4m3, Infinity)).toBe(0x7f);
    expect(encode(formats.e4m3, -1e9, { saturate: true })).toBe(0xfe);
    expect(allFinite(formats.e4m3)).toHaveLength(253);
  });
});

const anyFormat = fc.constantFrom(...formatIds.map((id) => formats[id] as FloatFormat));
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });

describe('rounding', () => {
  it('changes nothing the second time, keeps signs and order', () => {
    fc.assert(
      fc.property(anyFormat, anyNumber, anyNumber, (format, a, b) => {
        const to = rounder(format, { saturate: true });
        expect(to(to(a))).toBe(to(a));
        expect(to(-a)).toBe(-to(a));
        if (a <= b) expect(to(a)).toBeLessThanOrEqual(to(b));
      }),
    );
  });
  it('to nearest: at most half a unit in the last place', () => {
    fc.assert(
      fc.property(anyFormat, anyNumber, (format, x) => {
        if (Math.abs(x) <= limits(format).maxFinite) expect(errorInUlps(format, x, round(format, x))).toBeLessThanOrEqual(0.5);
      }),
    );
  });
  it('toward zero: never larger, off by less than one unit, and never infinite', () => {
    fc.assert(
      fc.property(anyFormat, anyNumber, (format, x) => {
        const rounded = round(format, x, { rule: towardZero });
        expect(Math.abs(rounded)).toBeLessThanOrEqual(Math.abs(x));
        expect(Number.isFinite(rounded)).toBe(true);
        if (Math.abs(x) <= limits(format).maxFinite) expect(errorInUlps(format, x, rounded)).toBeLessThan(1);
      }),
    );
    expect(round(formats.fp16, 1e9, { rule: towardZero })).toBe(65504);
    expect(round(formats.fp16, Infinity, { rule: towardZero })).toBe(Infinity);
  });
  it('stochastic: lands on a neighbour, and the mean of many is the number', () => {
    const rng = createRng(10);
    const to = rounder(formats.bf16, { rule: stochastic(rng) });
    const x = 1 + 2 ** -7 * 0.3;
    const landed = Array.from({ length: 40_000 }, () => to(x));
    expect(new Set(landed)).toEqual(new Set([1, 1 + 2 ** -7]));
    // The standard error of the share is 0.0023.
    expect(landed.filter((y) => y > 1).length / landed.length).toBeCloseTo(0.3, 1.9);
    expect(to(1)).toBe(1);
  });
  it('overflows to infinity from half a step beyond the largest number on', () => {
    expect(round(formats.fp16, 65519.99)).toBe(65504);
    expect(round(formats.fp16, 65520)).toBe(Infinity);
    expect(round(formats.fp16, 65520, { saturate: true })).toBe(65504);
    expect(round(formats.e4m3, 464)).toBe(448);
    expect(round(formats.e4m3, 465)).toBeNaN();
    expect(round(formats.e2m1, -1e300)).toBe(-6);
  });
  it('keeps the sign of zero, also of what underflows', () => {
    expect(encode(formats.fp16, -0)).toBe(0x8000);
    expect(encode(formats.fp16, -(2 ** -25))).toBe(0x8000);
    expect(encode(formats.fp16, 2 ** -25 * 1.0001)).toBe(1);
    expect(round(formats.fp16, 2 ** -27)).toBe(0);
    expect(round(formats.fp16, 2 ** -27 * 1024)).toBe(2 ** -17);
  });
  it('refuses NaN where there is no code for it, and codes that are none', () => {
    expect(() => round(formats.e2m1, NaN)).toThrow('FP4 E2M1 has no NaN');
    expect(encode(formats.bf16, NaN)).toBe(0x7fc0);
    expect(() => decode(formats.e2m1, 16)).toThrow('has 4 bits');
    expect(() => fieldsOf(formats.fp16, 1.5)).toThrow('not a code');
  });
});

it('fields, kinds and exponents of −6.5 in fp16 by hand: 1 10001 1010000000', () => {
  const code = encode(formats.fp16, -6.5);
  expect(code.toString(2)).toBe('1100011010000000');
  const fields = fieldsOf(formats.fp16, code);
  expect(fields).toEqual({ sign: 1, exponent: 17, mantissa: 640 });
  expect(kindOf(formats.fp16, fields)).toBe('normal');
  expect(exponentOf(6.5)).toBe(2);
  expect(ulp(formats.fp16, 6.5)).toBe(2 ** -8);
  expect(kindOf(formats.fp16, { exponent: 0, mantissa: 3 })).toBe('subnormal');
  expect(kindOf(formats.fp16, { exponent: 31, mantissa: 0 })).toBe('infinite');
  expect(kindOf(formats.e4m3, { exponent: 15, mantissa: 6 })).toBe('normal');
});
