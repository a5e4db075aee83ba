import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bitsPerWeight, cellOf, damaged, defaults, heldOutIds, lossOf, modelIds, tableOf, tabulated } from './model';
import { readModel } from './make-table';
import table from './table.json';

const remake = 'run: npx tsx src/figures/quantization-damage/make-table.ts';
const smallest = table.models[0]!.id;

it('the table has every shipped model and every setting', () => {
  expect(table.models.map((m) => m.id), remake).toEqual(modelIds.filter((id) => existsSync(`static/models/${id}`)));
  for (const model of table.models) expect(model.cells, remake).toHaveLength(tabulated.length);
});
it('the table is of the shipped weights: the loss of each, and two settings of the smallest, computed anew', async () => {
  for (const { id, lossNats, cells } of table.models) {
    const { model, tokenizer } = readModel(id);
    const [first] = heldOutIds(tokenizer, model.config.contextLength, 1);
    expect(first!.length).toBeGreaterThan(10);
    if (id !== smallest) continue;
    const documents = heldOutIds(tokenizer, model.config.contextLength);
    expect(await lossOf(model, documents), remake).toBeCloseTo(lossNats, 4);
    for (const state of [{ ...defaults, granularity: 'group' }, { ...defaults, codes: 'mxfp4', bits: 0, granularity: 'block' }]) {
      const cell = cellOf({ id, lossNats, cells, parameters: 0, tokens: 0 }, state)!;
      expect((await lossOf(damaged(model, state), documents)) - lossNats, remake).toBeCloseTo(cell.damageNats, 4);
      expect(bitsPerWeight(model, state)).toBeCloseTo(cell.bitsPerWeight, 4);
    }
  }
}, 60_000);
it('what the chapter says of the shape holds for every model', () => {
  for (const model of table.models) {
    const damage = (bits: number, granularity: string) => cellOf(model, { codes: 'symmetric', bits, granularity })!.damageNats;
    // At 3 bits one scale for a tensor loses more than one for a row, and that more than one for 32 weights.
    expect(damage(3, 'tensor')).toBeGreaterThan(damage(3, 'row'));
    expect(damage(3, 'row')).toBeGreaterThan(damage(3, 'group'));
    expect(damage(4, 'tensor')).toBeGreaterThan(damage(4, 'group'));
    // Eight bits lose less than a thousandth of a nat; two bits lose more than a whole one, but for groups.
    for (const granularity of ['tensor', 'row', 'group']) expect(Math.abs(damage(8, granularity))).toBeLessThan(0.001);
    expect(damage(2, 'tensor')).toBeGreaterThan(1);
    for (const codes of ['mxfp4', 'nvfp4']) expect(cellOf(model, { codes, bits: 0, granularity: 'block' })!.damageNats).toBeLessThan(damage(3, 'group'));
  }
});
it('with a scale for each row at 3 bits, a larger model loses less', () => {
  const lost = table.models.map((model) => cellOf(model, { codes: 'symmetric', bits: 3, granularity: 'row' })!.damageNats);
  expect(lost).toEqual([...lost].sort((a, b) => b - a));
});
it('finds a table by id, and the first where there is none', () => {
  expect(tableOf(table, 'storyworld-0.8m').id).toBe('storyworld-0.8m');
  expect(tableOf(table, '?').id).toBe(smallest);
});
