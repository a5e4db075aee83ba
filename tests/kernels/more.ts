// npx tsx tests/kernels/more.ts [random|texts] [--runs N] [--seed S]: more of what webgpu.spec.ts tries: random programs on both machines,
// or near-miss texts that both must judge alike. Prints what differs; ends with 1 where something does.

import { parseArgs } from 'node:util';
import { openGpu, type Gpu } from './chromium';
import { loadCorpus } from './corpus';
import { refusalOf } from './microscope';
import { nearMisses } from './random/mutations';
import { assertAlike } from './random/property';

/** Programs that go to the GPU together. */
const batch = 50;

async function random(gpu: Gpu, runs: number, seed: number): Promise<number> {
  for (let done = 0; done < runs; done += batch) {
    try {
      await assertAlike(gpu, seed + done, Math.min(batch, runs - done));
    } catch (error) {
      console.log(`seed ${seed + done}: ${(error as Error).message}`);
      return 1;
    }
  }
  console.log(`${runs} programs alike`);
  return 0;
}

async function texts(gpu: Gpu, runs: number, seed: number): Promise<number> {
  const sources = (await loadCorpus()).filter(({ features }) => features?.includes('shader-f16') !== true).map(({ source }) => source);
  const made = nearMisses(sources, seed, runs);
  let [differing, refused] = [0, 0];
  for (let start = 0; start < made.length; start += 200) {
    const batch = made.slice(start, start + 200);
    for (const [i, theirs] of (await gpu.compile(batch)).entries()) {
      const ours = refusalOf(batch[i]!);
      if (theirs !== null) refused++;
      if ((ours === null) === (theirs === null)) continue;
      differing++;
      console.log(`WebGPU: ${theirs ?? 'takes it'}\nmicroscope: ${ours ?? 'takes it'}\n${batch[i]}`);
    }
  }
  console.log(`${made.length} texts, of which WebGPU refuses ${refused}: ${differing} judged differently`);
  return differing > 0 ? 1 : 0;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } } });
const [runs, seed] = [Number(values.runs), Number(values.seed)];
console.log(`seed ${seed}`);
const gpu = await openGpu();
try {
  process.exitCode = await (positionals[0] === 'texts' ? texts : random)(gpu, runs, seed);
} finally {
  await gpu.close();
}
