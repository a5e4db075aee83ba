import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, HIDDEN } from './model';

const size = fc.integer({ min: 1, max: 16 });

/** Edges of y = W₂ tanh(W₁ x): a product has one, a sum of k terms 2(k − 1), tanh one. */
const edges = (n: number, m: number) => HIDDEN * (n + 2 * (n - 1) + 1) + m * (HIDDEN + 2 * (HIDDEN - 1));

test('counts equal the closed form: n walks of all edges, m walks of what one output uses', () => {
  fc.assert(
    fc.property(size, size, (n, m) => {
      const { forward, reverse } = compare({ n, m });
      expect([forward.passes, reverse.passes]).toEqual([n, m]);
      expect(forward.work).toBe(n * edges(n, m));
      expect(reverse.work).toBe(m * edges(n, 1));
    }),
    { numRuns: 30 },
  );
});

test('both modes agree to rounding; differences do not', () => {
  const { disagreement, differenceError } = compare({ n: 12, m: 5 });
  expect(disagreement).toBeLessThan(1e-14);
  expect(differenceError).toBeGreaterThan(1e-10);
  expect(differenceError).toBeLessThan(1e-5);
});
