import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pressed, sorted } from './sorting';

it('sorts numbers as numbers and names as people do; what is missing comes last either way', () => {
  const values = [3, undefined, 10, -1];
  expect(sorted(values, (v) => v, false)).toEqual([-1, 3, 10, undefined]);
  expect(sorted(values, (v) => v, true)).toEqual([10, 3, -1, undefined]);
  expect(sorted(['Öz', 'zoe', 'P10', 'P9', 'adam'], (v) => v, false)).toEqual(['adam', 'Öz', 'P9', 'P10', 'zoe']);
});
it('keeps equals in their order', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat()));
  fc.assert(
    fc.property(rows, fc.boolean(), (pairs, descending) => {
      const numbered = pairs.map(([value], place) => ({ value, place }));
      const result = sorted(numbered, ({ value }) => value, descending);
      expect(result).toHaveLength(pairs.length);
      result.slice(1).forEach((row, i) => {
        const before = result[i]!;
        if (row.value === before.value) expect(row.place).toBeGreaterThan(before.place);
        else expect(row.value > before.value).toBe(!descending);
      });
    }),
  );
});
it('a press on the same column turns it round', () => {
  expect(pressed<'a' | 'b'>({ by: 'a', descending: false }, 'a')).toEqual({ by: 'a', descending: true });
  expect(pressed<'a' | 'b'>({ by: 'a', descending: true }, 'a')).toEqual({ by: 'a', descending: false });
  expect(pressed<'a' | 'b'>({ by: 'a', descending: true }, 'b')).toEqual({ by: 'b', descending: false });
});
