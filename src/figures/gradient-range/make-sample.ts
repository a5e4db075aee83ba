// Writes sample.json: gradients of the 0.8 M model as shipped and with new weights, by the book's own backward pass. Run after the model changes:
//   npx tsx src/figures/gradient-range/make-sample.ts

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTypeScriptBackend } from '@site/src/engine/backend';
import { configFromJson, readSafetensors } from '@site/src/engine/llama';
import { createRng } from '@site/src/engine/random';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { createTrainer, initialTensors, type NamedTensors } from '@site/src/engine/training';
import { generateDocument } from '@site/src/storyworld';
import type { Sample, Samples } from './model';

const MODEL = 'storyworld-0.8m';
const [ROWS, LENGTH, DRAWN] = [4, 128, 3000];
const folder = join('static/models', MODEL);
const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const config = configFromJson(json('config.json'));
const tokenizer = fromTokenizerJson(json('tokenizer.json'));

/** Rows of held-out text, documents one after the other as in training. */
function rows(): number[][] {
  const ids: number[] = [];
  for (let seed = 1_000_000_000; ids.length < ROWS * (LENGTH + 1); seed++) ids.push(tokenizer.endOfTextId, ...tokenizer.encode(generateDocument(seed).text));
  return Array.from({ length: ROWS }, (_, i) => ids.slice(i * (LENGTH + 1), (i + 1) * (LENGTH + 1)));
}

async function sample(weights: NamedTensors): Promise<Sample> {
  const trainer = createTrainer({ config, backend: createTypeScriptBackend(), weights, learningRate: () => 0 });
  const { gradients } = await trainer.gradients(rows());
  await trainer.dispose();
  const all = [...gradients.values()].flatMap(({ data }) => Array.from(data));
  const rng = createRng(10);
  const values = Float32Array.from({ length: DRAWN }, () => {
    for (;;) {
      const value = all[rng.integer(0, all.length - 1)]!;
      if (value !== 0) return value;
    }
  });
  return { model: MODEL, count: all.length, zeros: all.filter((x) => x === 0).length, values: Buffer.from(values.buffer).toString('base64') };
}

const trained = await sample(readSafetensors(new Uint8Array(readFileSync(join(folder, 'model.safetensors'))).buffer));
const start = await sample(initialTensors(config, 1));
const samples: Samples = { tokens: ROWS * LENGTH, trained, start };
writeFileSync('src/figures/gradient-range/sample.json', `${JSON.stringify(samples, null, 1)}\n`);
