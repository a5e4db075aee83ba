import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentsFor } from './arguments';
import type { SingleAnswer } from './public';

const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 3, maxLength: 6 }).filter((list) => !list.includes('__proto__'));
const itemOf = (options: string[], right: string): Pick<SingleAnswer, 'id' | 'options'> => ({
  id: 'item',
  options: Object.fromEntries(options.map((id) => [id, { correct: id === right, whyHtml: '' }])),
});
/** An item, one of its options as the vote, and a seed. */
const votes = ids.chain((options) => fc.record({ options: fc.constant(options), right: fc.constantFrom(...options), chosen: fc.constantFrom(...options), seed: fc.integer() }));

describe('argumentsFor', () => {
  it('gives two different options, never the chosen one', () => {
    fc.assert(
      fc.property(votes, ({ options, right, chosen, seed }) => {
        const pair = argumentsFor(itemOf(options, right), chosen, seed);
        expect(new Set([...pair, chosen]).size).toBe(3);
        expect(options).toEqual(expect.arrayContaining(pair));
      }),
    );
  });
  it('has the voter meet the right option, and after a right vote wrong ones alone', () => {
    fc.assert(
      fc.property(votes, ({ options, right, chosen, seed }) => {
        const pair = argumentsFor(itemOf(options, right), chosen, seed);
        expect([chosen, ...pair]).toContain(right);
        expect(pair.includes(right)).toBe(chosen !== right);
      }),
    );
  });
  it('is the same for the same seed, in whatever order the options stand', () => {
    fc.assert(
      fc.property(votes, fc.integer(), ({ options, right, chosen, seed }, order) => {
        const moved = options.map((id, i) => ({ id, key: (i * 7919 + order) % 101 })).sort((a, b) => a.key - b.key).map(({ id }) => id);
        expect(argumentsFor(itemOf(moved, right), chosen, seed)).toEqual(argumentsFor(itemOf(options, right), chosen, seed));
      }),
    );
  });
  it('tells nothing by the order, and takes each wrong option as often', () => {
    const runs = 3000;
    const pairs = Array.from({ length: runs }, (_, seed) => argumentsFor(itemOf(['a', 'b', 'c', 'd'], 'a'), 'd', seed));
    // Four standard deviations of a fair coin.
    const slack = 4 * Math.sqrt(runs / 4);
    expect(Math.abs(pairs.filter(([first]) => first === 'a').length - runs / 2)).toBeLessThan(slack);
    expect(Math.abs(pairs.filter((pair) => pair.includes('b')).length - runs / 2)).toBeLessThan(slack);
  });
  it('refuses an item with fewer than two other options', () => expect(() => argumentsFor(itemOf(['a', 'b'], 'a'), 'a', 1)).toThrow(RangeError));
});
