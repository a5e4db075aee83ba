// f16 against a reference that knows only the list of all f16 values: the nearest one, ties to the even pattern.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halves, roundHalf, toHalf } from './half';

/** Value of a pattern by the definition of binary16, written apart from half.ts. */
function valueOf(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const field = Math.floor((bits % 0x8000) / 1024);
  const fraction = (bits % 1024) / 1024;
  if (field === 31) return fraction > 0 ? NaN : sign * Infinity;
  return field === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (field - 15);
}

/** Patterns 0 to 0x7bff ascend; 65536 stands for the next step, which is infinity. */
function reference(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  let low = 0;
  let high = 0x7c00;
  const at = (i: number) => (i === 0x7c00 ? 65536 : valueOf(i));
  if (size >= 65536) return x < 0 ? -Infinity : Infinity;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(middle) <= size) low = middle;
    else high = middle;
  }
  // Differences of neighbours are exact in double, also to a double between them where it matters: at the midpoint.
  const middle = (at(low) + at(high)) / 2;
  const nearest = size < middle ? low : size > middle ? high : low % 2 === 0 ? low : high;
  const result = nearest === 0x7c00 ? Infinity : at(nearest);
  return x < 0 || Object.is(x, -0) ? -result : result;
}

describe('f16', () => {
  it('has every pattern and gives it back', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = valueOf(bits);
      expect(Object.is(halves[bits], value)).toBe(true);
      if (Number.isNaN(value)) expect(Number.isNaN(halves[toHalf(NaN)])).toBe(true);
      else if (toHalf(value) !== bits || !Object.is(roundHalf(value), value)) expect([bits, toHalf(value), roundHalf(value)]).toEqual([bits, bits, value]);
    }
  });

  it('rounds doubles to the nearest, ties to even', () => {
    const same = (x: number) => {
      if (!Object.is(roundHalf(x), reference(x))) expect(`${x}: ${roundHalf(x)}`).toBe(`${x}: ${reference(x)}`);
    };
    // Every value, every midpoint, and the doubles beside each midpoint.
    for (let bits = 0; bits < 0x7c00; bits++) {
      const low = valueOf(bits);
      const high = bits === 0x7bff ? 65536 : valueOf(bits + 1);
      const middle = (low + high) / 2;
      for (const x of [low, middle, middle * (1 + 2 ** -52), middle * (1 - 2 ** -53)]) {
        if (!Object.is(roundHalf(x), reference(x)) || !Object.is(roundHalf(-x), reference(-x))) same(x);
      }
    }
    fc.assert(fc.property(fc.double(), same), { numRuns: 2000 });
    fc.assert(fc.property(fc.double({ min: -70000, max: 70000 }), same), { numRuns: 2000 });
    for (const x of [0, -0, Infinity, -Infinity, NaN, 65504, 65519.999, 65520, 2 ** -25, 2 ** -25 + 2 ** -60, 5e-324]) same(x);
  });
});
