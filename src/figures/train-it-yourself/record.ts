// Makes recorded.json: the run that the figure shows before the reader starts one of their own. The same code, seed and settings, in Node.
//   npx tsx src/figures/train-it-yourself/record.ts [--steps 3000]
// Run it where nothing else runs: the file says how long the machine took.

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { countParameters } from '@site/src/engine/llama';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { openProcessor } from './device';
import type { RecordedRun } from './model';
import { createRun } from './run';
import { configOf, defaults, ROW_TOKENS } from './settings';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '3000' } } });
const file = (path: string) => new URL(path, import.meta.url);

const tokenizer = fromTokenizerJson(JSON.parse(readFileSync(file('../../../static/models/storyworld-0.8m/tokenizer.json'), 'utf8')));
const backend = await openProcessor();
const run = await createRun(backend, tokenizer, defaults);
const seconds: number[] = [];
const stepMs: number[] = [];
const from = performance.now();
while (run.step < Number(values.steps)) {
  stepMs.push((await run.advance()).stepMs);
  if (run.record.measurements.length === seconds.length) continue;
  seconds.push(Math.round((performance.now() - from) / 1000));
  const { heldOutNats } = run.record.measurements.at(-1)!;
  console.log(run.step, heldOutNats.toFixed(3), `${seconds.at(-1)} s`, JSON.stringify(run.record.samples.at(-1)!.text.slice(0, 120)));
}
const median = stepMs.sort((a, b) => a - b)[stepMs.length >> 1]!;
const { uniformNats, frequencyNats, heldOut } = run.corpus;
const rounded = (value: number) => Number(value.toPrecision(6));
const recorded: RecordedRun = {
  settings: run.record.settings,
  points: run.record.points.map(({ step, trainNats }) => ({ step, trainNats: rounded(trainNats) })),
  measurements: run.record.measurements.map(({ step, heldOutNats }) => ({ step, heldOutNats: rounded(heldOutNats) })),
  samples: run.record.samples,
  uniformNats: rounded(uniformNats),
  frequencyNats: rounded(frequencyNats),
  floorNats: rounded(heldOut.floorNats),
  vocabularySize: tokenizer.vocabularySize,
  parameters: countParameters(configOf(defaults.size, tokenizer.vocabularySize)),
  seconds,
  tokensPerSecond: Math.round((1000 * defaults.batchSize * ROW_TOKENS) / median),
  backend: backend.name,
  machine: `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'an unnamed processor'}, Node ${process.versions.node}`,
};
writeFileSync(file('recorded.json'), `${JSON.stringify(recorded)}\n`);
await run.dispose();
backend.dispose();
