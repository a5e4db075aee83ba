import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import reference from './fixtures/reference.json';
import { wilsonInterval } from './wilson';

describe('wilsonInterval', () => {
  it.each(reference.wilson)('$correct of $voters as SciPy has it', ({ correct, voters, interval }) => {
    const [low, high] = wilsonInterval(correct, voters);
    expect(low).toBeCloseTo(interval[0]!, 12);
    expect(high).toBeCloseTo(interval[1]!, 12);
  });
  it('holds the share and stays within 0 to 1', () => {
    const vote = fc.nat({ max: 5000 }).chain((voters) => fc.tuple(fc.nat({ max: voters }), fc.constant(voters)));
    fc.assert(
      fc.property(vote, ([correct, voters]) => {
        const [low, high] = wilsonInterval(correct, voters);
        const share = voters === 0 ? 0.5 : correct / voters;
        expect(low >= 0 && low <= share && share <= high && high <= 1).toBe(true);
      }),
    );
  });
  it('knows nothing of nobody', () => expect(wilsonInterval(0, 0)).toEqual([0, 1]));
  it.each([[-1, 3], [4, 3], [1.5, 3], [NaN, NaN]])('refuses %d of %d', (correct, voters) => expect(() => wilsonInterval(correct, voters)).toThrow(RangeError));
});
