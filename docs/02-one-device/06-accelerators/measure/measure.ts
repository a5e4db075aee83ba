// Measures what the chapter's miss reports: sums of 1,048,576 floats by three kernels that the counting model tells apart, and copies
// at two strides, in headless Chromium's WebGPU. Where Chromium has no GPU it runs SwiftShader, on the CPU; the adapter's name is stored.
//   npx tsx docs/02-one-device/06-accelerators/measure/measure.ts > docs/02-one-device/06-accelerators/measure/measured.json

import { mkdtempSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '@site/scripts/chromium';

const N = 1 << 20;
const BLOCK = 256;
const RUNS = 15;

const header = `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
var<workgroup> scratch: array<f32, ${BLOCK}>;
`;
const load = `scratch[lane] = a[group.x * ${BLOCK}u + lane]; workgroupBarrier();`;
const store = `if (lane == 0u) { result[group.x] = scratch[0]; }`;
const kernel = (body: string) => `${header}
@compute @workgroup_size(${BLOCK})
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) { let lane = local.x; ${body} }`;

const kernels: Record<string, string> = {
  // Depth 8, 255 additions, 9 barriers.
  tree: kernel(`${load}
    for (var s = ${BLOCK / 2}u; s > 0u; s /= 2u) { if (lane < s) { scratch[lane] += scratch[lane + s]; } workgroupBarrier(); }
    ${store}`),
  // The same tree with neighbours first.
  interleaved: kernel(`${load}
    for (var s = 1u; s < ${BLOCK}u; s *= 2u) { if (lane % (2u * s) == 0u) { scratch[lane] += scratch[lane + s]; } workgroupBarrier(); }
    ${store}`),
  // Depth 255, 255 additions, 1 barrier: lane 0 does all.
  serial: kernel(`${load}
    if (lane == 0u) { var sum = 0.0; for (var i = 0u; i < ${BLOCK}u; i++) { sum += scratch[i]; } result[group.x] = sum; }`),
  // Barriers alone: what remains of serial and of tree without their additions.
  oneBarrier: kernel(`${load} ${store}`),
  nineBarriers: kernel(`${load} for (var s = 0u; s < 8u; s++) { workgroupBarrier(); } ${store}`),
  copyStride1: kernel(`let i = group.x * ${BLOCK}u + lane; result[i] = a[i];`),
  // The same elements, each lane 1,024 elements from its neighbour, both read and written there.
  copyStride1024: kernel(`let i = group.x * ${BLOCK}u + lane; let j = (i % 1024u) * 1024u + i / 1024u; result[j] = a[j];`),
};

const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArgs] });
const blank = join(mkdtempSync(join(tmpdir(), 'measure-')), 'blank.html');
writeFileSync(blank, '<!doctype html><title>blank</title>');
const page = await browser.newPage();
await page.goto(`file://${blank}`);
// tsx names functions through a helper that the page does not have.
await page.addScriptTag({ content: 'globalThis.__name = (f) => f;' });

const measured = await page.evaluate(
  async ({ kernels, N, BLOCK, RUNS }) => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no WebGPU adapter');
    const device = await adapter.requestDevice();
    const input = Float32Array.from({ length: N }, (_, i) => i % 7);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const [a, result] = [0, 1].map(() => device.createBuffer({ size: 4 * N, usage })) as [GPUBuffer, GPUBuffer];
    device.queue.writeBuffer(a, 0, input);
    const read = async () => {
      const target = device.createBuffer({ size: 4 * N, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(result, 0, target, 0, 4 * N);
      device.queue.submit([encoder.finish()]);
      await target.mapAsync(GPUMapMode.READ);
      return new Float32Array(target.getMappedRange().slice(0));
    };
    const pipelines = await Promise.all(
      Object.entries(kernels).map(async ([name, code]) => ({ name, pipeline: await device.createComputePipelineAsync({ layout: 'auto', compute: { module: device.createShaderModule({ code }), entryPoint: 'main' } }) })),
    );
    const times: Record<string, number[]> = {};
    for (let run = -2; run < RUNS; run++)
      for (const { name, pipeline } of pipelines) {
        const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [a, result].map((buffer, binding) => ({ binding, resource: { buffer } })) });
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(N / BLOCK);
        pass.end();
        await device.queue.onSubmittedWorkDone();
        const start = performance.now();
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
        const ms = performance.now() - start;
        if (run >= 0) (times[name] ??= []).push(ms);
        if (run === -1) {
          const out = await read();
          const right = name.endsWith('Barriers') || name.endsWith('Barrier') ? out[1] === input[BLOCK] : name.startsWith('copy') ? out.every((v, i) => v === input[i]) : out.slice(0, N / BLOCK).reduce((s, v) => s + v, 0) === input.reduce((s, v) => s + v, 0);
          if (!right) throw new Error(`${name} computes something else`);
        }
      }
    const { vendor, architecture, description } = adapter.info;
    return { times, adapter: { vendor, architecture, description } };
  },
  { kernels, N, BLOCK, RUNS },
);
const version = browser.version();
await browser.close();

const median = (values: number[]) => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)]!;
const round = (value: number) => Number(value.toPrecision(3));
const summary = Object.fromEntries(
  Object.entries(measured.times).map(([name, ms]) => [name, { medianMs: round(median(ms)), fastestMs: round(Math.min(...ms)), slowestMs: round(Math.max(...ms)) }]),
);
const environment = { date: new Date().toISOString().slice(0, 10), chromium: version, adapter: measured.adapter, cpu: `${cpus().length} × ${cpus()[0]!.model}`, system: `${process.platform} ${release()}` };
console.log(JSON.stringify({ elements: N, block: BLOCK, runs: RUNS, environment, summary }, null, 2));
