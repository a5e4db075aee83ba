// The microscope beside a real WebGPU in headless Chromium: the whole corpus, random programs, and which texts are refused.
// Fails, never skips, where WebGPU cannot be had. `npx tsx tests/kernels/more.ts` runs more.

import { test as base, expect } from '@playwright/test';
import { verdicts } from '@site/src/gpu/wgsl/verdicts';
import type { KernelCase } from './case';
import { differencesBetween, differencesFromExpected, type Buffers } from './compare';
import { isRefused, openGpu, type Gpu } from './chromium';
import { loadCorpus, runsOf } from './corpus';
import { refusalOf, runOnMicroscope } from './microscope';
import { nearMisses } from './random/mutations';
import { assertAlike } from './random/property';
import { accepted, refused } from './texts';

const test = base.extend<object, { gpu: Gpu }>({
  gpu: [
    async ({}, provide) => {
      const gpu = await openGpu();
      await provide(gpu);
      await gpu.close();
    },
    { scope: 'worker' },
  ],
});

const runsOn = (gpu: Gpu, { features = [] }: KernelCase): boolean => features.every((feature) => gpu.features.includes(feature));

test('the corpus gives the same on the microscope and on WebGPU', async ({ gpu }) => {
  const kernels = (await loadCorpus()).filter((kernel) => kernel.comparable !== false && runsOn(gpu, kernel));
  expect(kernels.length, 'only kernels with f16 may be left out').toBeGreaterThan(90);
  const jobs = kernels.flatMap((kernel) => runsOf(kernel, gpu.subgroupSize).map(({ expected, entry = 'main', ...rest }) => ({ kernel, source: kernel.source, expected, dispatch: { ...rest, entry } })));
  // What takes longer than this has no end, or is too large for the corpus: it must not reach the GPU.
  const ours = jobs.map(({ source, dispatch }) => runOnMicroscope(source, dispatch, { watch: 'none', subgroupSize: gpu.subgroupSize, budget: { steps: 5_000_000 } }).buffers);
  const theirs = await gpu.run(jobs);
  const problems = jobs.flatMap(({ kernel, expected }, i) => {
    const answer = theirs[i]!;
    if (isRefused(answer)) return [`${kernel.id}: WebGPU refuses it: ${answer.error}`];
    const inOrder = (buffers: Buffers) => kernel.canonical?.(buffers) ?? buffers;
    const named = (who: string, differences: string[]) => differences.map((text) => `${kernel.id} on ${who}: ${text}`);
    return [...named('the microscope', differencesFromExpected(inOrder(ours[i]!), expected)), ...named('WebGPU', differencesFromExpected(inOrder(answer), expected))];
  });
  expect(problems).toEqual([]);
  // Where nothing is rounded, both give the same bits, expected or not.
  const exact = jobs.filter(({ expected }) => Object.values(expected).every((words) => Array.from(words).every((word) => typeof word === 'number')));
  expect(exact.length).toBeGreaterThan(40);
  for (const job of exact) {
    const i = jobs.indexOf(job);
    expect(differencesBetween(ours[i]!, theirs[i] as Buffers).length === 0 || job.kernel.canonical !== undefined, job.kernel.id).toBe(true);
  }
});

test('random programs give the same on the microscope and on WebGPU', async ({ gpu }) => {
  await assertAlike(gpu, 20261121, 80);
});

test('texts that WebGPU refuses are refused, and those it takes are taken', async ({ gpu }) => {
  const texts = [...Object.entries(accepted), ...Object.entries(refused)];
  const theirs = await gpu.compile(texts.map(([, source]) => source));
  const verdictsOfTexts = texts.map(([name, source], i) => ({ name, microscope: refusalOf(source) === null, webgpu: theirs[i] === null, said: refusalOf(source) ?? theirs[i] }));
  expect(verdictsOfTexts.filter(({ microscope, webgpu }) => microscope !== webgpu)).toEqual([]);
  expect(verdictsOfTexts.filter(({ name, webgpu }) => webgpu !== name in accepted)).toEqual([]);
  // The checker's own tests hold it to these verdicts; here WebGPU is held to them.
  const recorded = await gpu.compile(verdicts.map(({ source }) => source));
  expect(verdicts.filter(({ accepted: taken }, i) => taken !== (recorded[i] === null))).toEqual([]);
});

test('near misses are judged alike', async ({ gpu }) => {
  const kernels = (await loadCorpus()).filter((kernel) => runsOn(gpu, kernel));
  const texts = nearMisses(kernels.map(({ source }) => source), 20261121, 400);
  const theirs = await gpu.compile(texts);
  const differing = texts.flatMap((source, i) => ((refusalOf(source) === null) === (theirs[i] === null) ? [] : [{ source, microscope: refusalOf(source), webgpu: theirs[i] }]));
  expect(differing).toEqual([]);
});
