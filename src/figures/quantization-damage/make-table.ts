// Writes table.json: the damage of every tabulated setting to every shipped StoryWorld model. Run after the models change:
//   npx tsx src/figures/quantization-damage/make-table.ts

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countParameters, readLlama } from '@site/src/engine/llama';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { bitsPerWeight, damaged, heldOutIds, lossOf, modelIds, tabulated, type ModelTable, type Table } from './model';

export function readModel(id: string) {
  const file = (name: string) => join('static/models', id, name);
  const json = (name: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'));
  return { model: readLlama(json('config.json'), new Uint8Array(readFileSync(file('model.safetensors'))).buffer), tokenizer: fromTokenizerJson(json('tokenizer.json')) };
}

async function tableFor(id: string): Promise<ModelTable> {
  const { model, tokenizer } = readModel(id);
  const documents = heldOutIds(tokenizer, model.config.contextLength);
  const lossNats = await lossOf(model, documents);
  const cells = [];
  for (const state of tabulated) {
    const damageNats = (await lossOf(damaged(model, state), documents)) - lossNats;
    cells.push({ codes: state.codes, bits: state.bits, granularity: state.granularity, bitsPerWeight: Number(bitsPerWeight(model, state).toPrecision(6)), damageNats: Number(damageNats.toFixed(6)) });
  }
  return { id, parameters: countParameters(model.config), tokens: documents.reduce((sum, ids) => sum + ids.length - 1, 0), lossNats: Number(lossNats.toFixed(6)), cells };
}

if (process.argv[1]?.endsWith('make-table.ts')) {
  const models: ModelTable[] = [];
  for (const id of modelIds.filter((known) => existsSync(join('static/models', known)))) {
    models.push(await tableFor(id));
    console.log(`${id}: loss ${models.at(-1)!.lossNats}`);
  }
  const table: Table = { models };
  writeFileSync('src/figures/quantization-damage/table.json', `${JSON.stringify(table, null, 1)}\n`);
}
