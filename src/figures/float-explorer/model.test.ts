import { expect, it } from 'vitest';
import { formats } from '@site/src/engine/numerics';
import { bitsOf, defaults, explore, flip, store, ticksUpTo } from './model';

it('the still: 0.3 in E4M3 is 0.3125, bits 0 0101 010', () => {
  const { stored, format } = explore(defaults);
  expect(stored?.value).toBe(0.3125);
  expect(bitsOf(stored!.code, format).join('')).toBe('00101010');
  expect(stored?.absoluteError).toBeCloseTo(0.0125, 12);
  expect(stored?.step).toBe(2 ** -5);
});
it('flipping a bit and flipping it back gives the number again', () => {
  for (const format of [formats.fp16, formats.e5m2, formats.e2m1]) {
    const { code } = store('1.5', format)!;
    for (let bit = 0; bit < bitsOf(code, format).length; bit++) {
      const flipped = store(flip(code, bit, format), format)!;
      // A NaN has many codes, so it does not come back.
      if (!Number.isNaN(flipped.value)) expect(flip(flipped.code, bit, format)).toBe('1.5');
    }
  }
});
it('FP4 has 7 numbers up to 8, and E4M3 eight in each doubling', () => {
  expect(ticksUpTo(8, formats.e2m1).values).toEqual([0.5, 1, 1.5, 2, 3, 4, 6]);
  for (const end of [1, 2, 16, 256]) expect(ticksUpTo(end, formats.e4m3).count - ticksUpTo(end / 2, formats.e4m3).count).toBe(8);
  expect(ticksUpTo(2, formats.fp32).values).toBeUndefined();
  expect(ticksUpTo(2, formats.fp32).count).toBe(2 ** 30);
});
it('says what it cannot store', () => {
  expect(store('half', formats.fp16)).toBeUndefined();
  expect(store('', formats.fp16)).toBeUndefined();
  expect(store('NaN', formats.e2m1)).toBeUndefined();
  expect(store('NaN', formats.fp16)?.kind).toBe('nan');
  expect(store('1e9', formats.fp16)).toMatchObject({ value: Infinity, absoluteError: undefined });
  expect(store('-0', formats.fp16)?.fields.sign).toBe(1);
});
