import { expect, it } from 'vitest';
import { furthestLook, mostSeen, packMap, rowOf, SENTENCE } from './model';
import { computeStill } from './still';

it('the still has a row for every token, each a distribution over what came before', async () => {
  const { map, start, models } = await computeStill();
  expect(map.text).toBe(SENTENCE);
  expect(map.tokens.slice(1).join('')).toBe(SENTENCE);
  expect(start).toEqual(furthestLook(map));
  expect(models.map(({ id }) => id)).toContain(map.modelId);
  for (const { bytes, parameters } of models) expect(bytes).toBeGreaterThan(2 * parameters);
  for (let layer = 0; layer < map.layers; layer++)
    for (let head = 0; head < map.heads; head++)
      for (let query = 0; query < map.tokens.length; query++) {
        const row = rowOf(map, layer, head, query);
        expect(row).toHaveLength(query + 1);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 1);
      }
});

it('packs and reads back what it was given', () => {
  const layer = Float32Array.of(1, 0, 0.25, 0.75, 1, 0, 0.5, 0.5);
  const map = packMap('m', 'x', ['a', 'b'], [layer], { headCount: 2 });
  expect(rowOf(map, 0, 0, 1)).toEqual([0.25, 0.75]);
  expect(rowOf(map, 0, 1, 1)).toEqual([0.5, 0.5]);
  expect(mostSeen([0.1, 0.7, 0.2], 2).map((s) => s.key)).toEqual([1, 2]);
});

it('begins where one token looks back furthest, past its neighbour and the start', () => {
  const rows = [[1], [0, 1], [0, 0, 1], [0.9, 0, 0, 0.1], [0, 0.6, 0.1, 0.3, 0]];
  const layer = Float32Array.from(rows.flatMap((row) => [...row, ...new Array<number>(5 - row.length).fill(0)]));
  expect(furthestLook(packMap('m', 'x', [...'abcde'], [layer], { headCount: 1 }))).toEqual({ layer: 0, head: 0, token: 4 });
});
