// The engine's trainer on a real WebGPU in headless Chromium, beside PyTorch's stored runs and the plain TypeScript backend. Small sizes:
// SwiftShader is slow. Fails, never skips, where WebGPU cannot be had.

import { join } from 'node:path';
import { chromium, expect, test as base, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { chromiumArgs, chromiumMissing, findChromium } from '../../scripts/chromium';

const test = base.extend<object, { gpuPage: Page }>({
  gpuPage: [
    async ({}, provide) => {
      const executablePath = findChromium();
      if (!executablePath) throw new Error(chromiumMissing);
      const { outputFiles } = await build({
        entryPoints: [join(process.cwd(), 'tests/kernels/training-page.ts')],
        bundle: true,
        write: false,
        format: 'iife',
        target: 'es2022',
        tsconfig: 'tsconfig.json',
        // The stored runs are read by Node's Buffer.
        banner: { js: 'globalThis.Buffer ??= { from: (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) };' },
      });
      const browser = await chromium.launch({ executablePath, args: chromiumArgs });
      const page = await browser.newPage();
      await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Training</title>' }));
      await page.goto('http://localhost/');
      await page.addScriptTag({ content: outputFiles[0]!.text });
      await provide(page);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

test('every operation gives what the plain one gives', async ({ gpuPage }) => {
  const worst = await gpuPage.evaluate(() => window.trainingOnPage.operations([1, 2]));
  for (const [name, difference] of Object.entries(worst)) expect(difference, name).toBeLessThan(1e-5);
});

test('training on WebGPU is what PyTorch does', async ({ gpuPage }) => {
  const runs = await gpuPage.evaluate(() => window.trainingOnPage.fromPyTorch());
  expect(runs.length).toBeGreaterThan(0);
  for (const { logits, gradients, losses, norms, weights } of runs) {
    expect(logits).toBeLessThan(1e-5);
    expect(gradients).toBeLessThan(1e-4);
    expect(losses).toBeLessThan(1e-4);
    expect(norms).toBeLessThan(1e-4);
    expect(weights).toBeLessThan(1e-3);
  }
});

test('it learns as the plain backend does, and goes on where it stopped', async ({ gpuPage }) => {
  const { webgpu, typescript, weights } = await gpuPage.evaluate(() => window.trainingOnPage.besideTypeScript(6));
  webgpu.forEach((loss, step) => expect(loss).toBeCloseTo(typescript[step]!, 4));
  expect(weights).toBeLessThan(1e-3);
  expect(await gpuPage.evaluate(() => window.trainingOnPage.resumes())).toBe(true);
});

test('what cannot go on says why', async ({ gpuPage }) => {
  const [tooLarge, lost, refused, disposed] = await gpuPage.evaluate(() => window.trainingOnPage.refusals());
  expect(tooLarge).toMatch(/^RangeError: this GPU allows buffers of at most \d+ bytes/);
  expect(lost).toMatch(/^GpuFailure: The browser lost the GPU/);
  expect(refused).toMatch(/^GpuFailure: The GPU refused a step/);
  expect(disposed).toMatch(/^GpuFailure: This backend has been disposed of/);
});
