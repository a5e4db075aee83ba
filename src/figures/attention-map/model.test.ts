import { expect, it } from 'vitest';
import { defaults, mostSeen, packMap, rowOf, SENTENCE } from './model';
import { computeStill } from './still';

it('the still has a row for every token, each a distribution over what came before', async () => {
  const still = await computeStill();
  expect(still.text).toBe(SENTENCE);
  expect(still.tokens.slice(1).join('')).toBe(SENTENCE);
  expect(defaults.token).toBeLessThan(still.tokens.length);
  for (let layer = 0; layer < still.layers; layer++)
    for (let head = 0; head < still.heads; head++)
      for (let query = 0; query < still.tokens.length; query++) {
        const row = rowOf(still, layer, head, query);
        expect(row).toHaveLength(query + 1);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 1);
      }
});
it('packs and reads back what it was given', () => {
  const layer = Float32Array.of(1, 0, 0.25, 0.75, 1, 0, 0.5, 0.5);
  const map = packMap('x', ['a', 'b'], [layer], { headCount: 2 });
  expect(rowOf(map, 0, 0, 1)).toEqual([0.25, 0.75]);
  expect(rowOf(map, 0, 1, 1)).toEqual([0.5, 0.5]);
  expect(mostSeen([0.1, 0.7, 0.2], 2).map((s) => s.key)).toEqual([1, 2]);
});
