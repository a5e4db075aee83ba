import { attentionWeights, mixValues } from '@site/src/engine/llama';
import { expect, it } from 'vitest';
import { attend, defaults, HEAD_SIZE, KEYS, QUERIES, VALUES } from './model';

const flat = (rows: number[][]) => Float32Array.from(rows.flat());
const shape = { headCount: 1, kvHeadCount: 1, headSize: HEAD_SIZE };

it('is the engine’s attention when mask and scale are on', () => {
  for (const stretch of [0.5, 1, 3]) {
    const { pairs, outputs } = attend({ ...defaults, stretch });
    const weights = attentionWeights(flat(QUERIES).map((x) => x * stretch), flat(KEYS), shape);
    const mixed = mixValues(weights, flat(VALUES), shape);
    pairs.flat().forEach(({ weight }, i) => expect(weight).toBeCloseTo(weights[i]!, 6));
    outputs.flat().forEach((value, i) => expect(value).toBeCloseTo(mixed[i]!, 5));
  }
});
it('shows the numbers of the text', () => {
  const { pairs, outputs } = attend(defaults);
  expect(pairs[2]!.map((pair) => pair.dot)).toEqual([6, 2, 4]);
  expect(pairs[2]!.map((pair) => Number(pair.weight.toFixed(3)))).toEqual([0.665, 0.09, 0.245]);
  expect(outputs[2]![0]).toBeCloseTo(4.725, 2);
});
it('rows sum to 1 under every switch', () => {
  for (const masked of [true, false]) for (const scaled of [true, false])
    for (const row of attend({ ...defaults, masked, scaled, stretch: 5 }).pairs) expect(row.reduce((sum, pair) => sum + pair.weight, 0)).toBeCloseTo(1, 12);
});
