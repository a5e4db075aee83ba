import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessOf, bankAccessOf, WarpMeter } from '.';

const lanes = (words: number[]) => Int32Array.from(words);
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const warp = (f: (lane: number) => number) => Array.from({ length: 32 }, (_, lane) => f(lane));
const meter = new WarpMeter(32, 4);

/** Words near one another, far apart, or the same: all that a warp may ask for. */
const someWords = fc.array(fc.oneof(fc.nat(40), fc.nat(5000), fc.constantFrom(7, 2 ** 28)), { minLength: 1, maxLength: 32 });

describe('sectors', () => {
  it('agrees with accessOf for any addresses and widths', () => {
    fc.assert(
      fc.property(someWords, fc.constantFrom(1, 2, 3, 4), (words, width) => {
        const expected = accessOf(words.map((w) => w * 4), width * 4).sectors.length;
        expect(meter.sectors(lanes(words), 0, words.length, width)).toBe(expected);
      }),
    );
  });
  it('neighbours share sectors, a column touches one a lane', () => {
    expect(meter.sectors(lanes(warp((i) => i)), 0, 32, 1)).toBe(4);
    expect(meter.sectors(lanes(warp((i) => i * 1024)), 0, 32, 1)).toBe(32);
  });
  it('looks at the entries asked for alone', () => expect(meter.sectors(lanes([0, 100, 200, 300]), 1, 3, 1)).toBe(2));
});

describe('bank passes', () => {
  it('agrees with bankAccessOf', () => {
    fc.assert(
      fc.property(someWords, (words) => {
        expect(meter.bankPasses(lanes(words), 0, words.length, 1, false)).toBe(bankAccessOf(words).passes);
      }),
    );
  });
  it('are gcd(stride, 32)', () => {
    for (let stride = 1; stride <= 64; stride++) expect(meter.bankPasses(lanes(warp((i) => i * stride)), 0, 32, 1, false)).toBe(gcd(stride, 32));
  });
  it('give a word to all at once, but let atomics take turns', () => {
    expect(meter.bankPasses(lanes(warp(() => 9)), 0, 32, 1, false)).toBe(1);
    expect(meter.bankPasses(lanes(warp(() => 9)), 0, 32, 1, true)).toBe(32);
    expect(meter.bankPasses(lanes(warp((i) => i)), 0, 32, 1, true)).toBe(1);
  });
  it('16 bytes a lane take four passes: 128 words over 32 banks', () => {
    expect(meter.bankPasses(lanes(warp((i) => 4 * i)), 0, 32, 4, false)).toBe(4);
  });
});
