// Kernels on a real WebGPU: headless Chromium on an empty page of localhost (SwiftShader where there is no GPU).
// Throws, and never skips, where there is no Chromium or no adapter. Send it nothing that does not end: a hung shader wedges the GPU process.

import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import type { Dispatch, GpuArray } from '@site/src/gpu/kernel';
import { reflect } from '@site/src/gpu/wgsl/reflect';
import { chromiumArgs, chromiumMissing, findChromium } from '../../scripts/chromium';
import type { Buffers } from './compare';
import type { GpuJob } from './gpu-page';

export interface Gpu {
  features: string[];
  subgroupSize: number;
  /** The writable buffers of each dispatch, or why WebGPU refused it. */
  run(jobs: readonly { source: string; dispatch: Dispatch }[]): Promise<(Buffers | { error: string })[]>;
  /** The first error of each text, null where it is accepted. */
  compile(sources: readonly string[]): Promise<(string | null)[]>;
  close(): Promise<void>;
}

export const isRefused = (answer: Buffers | { error: string }): answer is { error: string } => typeof answer.error === 'string';

const bits = (data: GpuArray): number[] => [...new Uint32Array(data.buffer, data.byteOffset, data.length)];

function likeGiven(given: GpuArray, words: number[]): GpuArray {
  const { buffer } = Uint32Array.from(words);
  return given instanceof Float32Array ? new Float32Array(buffer) : given instanceof Int32Array ? new Int32Array(buffer) : new Uint32Array(buffer);
}

function jobOf(source: string, { entry, workgroups, buffers, constants = {} }: Dispatch): GpuJob {
  const bindings = new Map(reflect(source).bindings.map((binding) => [binding.name, binding]));
  return {
    source,
    entry,
    workgroups,
    constants,
    buffers: Object.entries(buffers).map(([name, data]) => {
      const binding = bindings.get(name);
      if (!binding) throw new Error(`the text declares no buffer "${name}"`);
      return { name, group: binding.group, binding: binding.binding, uniform: binding.space === 'uniform', writable: binding.writable, words: bits(data) };
    }),
  };
}

async function pageScript(): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [join(process.cwd(), 'tests/kernels/gpu-page.ts')], bundle: true, write: false, format: 'iife', target: 'es2022', tsconfigRaw: {} });
  return outputFiles[0]!.text;
}

export async function openGpu(): Promise<Gpu> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumMissing);
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  try {
    const page = await browser.newPage();
    // localhost counts as secure, which WebGPU asks for; nothing has to listen there.
    await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Kernels</title>' }));
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: await pageScript() });
    const opened = await page.evaluate(() => window.gpuOnPage.open());
    if ('error' in opened) throw new Error(`No WebGPU to compare with: ${opened.error}.`);
    return {
      ...opened,
      async run(jobs) {
        const answers = await page.evaluate((given) => window.gpuOnPage.run(given), jobs.map(({ source, dispatch }) => jobOf(source, dispatch)));
        return answers.map((answer, i) =>
          'error' in answer ? answer : Object.fromEntries(Object.entries(answer.buffers).map(([name, words]) => [name, likeGiven(jobs[i]!.dispatch.buffers[name]!, words)])),
        );
      },
      compile: (sources) => page.evaluate((given) => window.gpuOnPage.compile(given), [...sources]),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
