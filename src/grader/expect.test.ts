import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, expectEqual, expectShape } from './expect';
import { CheckFailure, type FailureDetails } from './failure';

function failureOf(act: () => void): FailureDetails | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof CheckFailure) return error.details;
    throw error;
  }
}
const called = 'f(x)';

describe('expectClose', () => {
  it('accepts every number as close to itself, NaN and infinities too', () => {
    fc.assert(fc.property(fc.double(), (x) => failureOf(() => expectClose(x, x, { called, relative: 0 })) === undefined));
  });
  it('draws the line at the relative tolerance', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.boolean(), (x, negative) => {
        const expected = negative ? -x : x;
        expect(failureOf(() => expectClose(expected * 1.0009, expected, { called, relative: 1e-3 }))).toBeUndefined();
        expect(failureOf(() => expectClose(expected * 1.0011, expected, { called, relative: 1e-3 }))).toBeDefined();
      }),
    );
  });
  it('compares small values absolutely below the floor', () => {
    expect(failureOf(() => expectClose(1e-9, 0, { called, relative: 1e-6, floor: 1e-2 }))).toBeUndefined();
    expect(failureOf(() => expectClose(1e-7, 0, { called, relative: 1e-6, floor: 1e-2 }))).toBeDefined();
  });
  it('names the first difference, in the shape given', () => {
    const details = failureOf(() => expectClose([1, 2, 3, 9, 5, 9], [1, 2, 3, 4, 5, 6], { called, relative: 0, shape: [2, 3] }));
    expect(details).toMatchObject({ where: '[1, 0]', message: 'f(x) first differs at [1, 0]: got 9, expected 4.' });
  });
  it.each([
    [undefined, 'which is not a number'],
    ['1', 'which is not a number'],
    [{ valueOf: (): number => 1 }, 'which is not a number'],
  ])('refuses %s as a number', (value, words) => {
    expect(failureOf(() => expectClose(value, 1, { called, relative: 0 }))?.message).toContain(words);
  });
  it('says when the length is wrong, or there is no list', () => {
    expect(failureOf(() => expectClose([1], [1, 2], { called, relative: 0 }))?.message).toBe('f(x) gave 1 numbers; expected 2.');
    expect(failureOf(() => expectClose(7, [1, 2], { called, relative: 0 }))?.message).toContain('expected a list of 2 numbers');
  });
  it('recognizes a slip before it says that values differ', () => {
    const slips = [
      { misconception: 'forgot-to-halve', value: 8, says: 'That is twice as much.' },
      { misconception: 'list', value: [1], says: 'never' },
    ];
    expect(failureOf(() => expectClose(8, 4, { called, relative: 0, slips }))).toMatchObject({ misconception: 'forgot-to-halve', message: expect.stringContaining('twice as much') });
    expect(failureOf(() => expectClose(9, 4, { called, relative: 0, slips }))?.misconception).toBeUndefined();
  });
});

describe('expectEqual and expectShape', () => {
  it('compares plain data, typed arrays as lists', () => {
    expect(failureOf(() => expectEqual(Float32Array.of(1, 2), [1, 2], { called }))).toBeUndefined();
    expect(failureOf(() => expectEqual({ a: 1 }, { a: 2 }, { called, says: 'Look at a.', misconception: 'm' }))).toMatchObject({ misconception: 'm', message: 'f(x) gave {"a":1}; expected {"a":2}. Look at a.' });
  });
  it('checks the length that a shape needs', () => {
    expect(failureOf(() => expectShape([1, 2, 3, 4], [2, 2], called))).toBeUndefined();
    expect(failureOf(() => expectShape([1], [2, 2], called))?.message).toContain('expected 4 numbers, shape [2, 2]');
  });
});
