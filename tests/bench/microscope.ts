// The kernel microscope: watched beside wgsl_reflect's race detector on the same kernel, unwatched beside the same loops written by hand,
// and the size of the script that its worker loads.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createRng } from '@site/src/engine/random';
import type { Dispatch } from '@site/src/gpu/kernel';
import { openMicroscope } from '@site/src/gpu/microscope';
import { build } from 'esbuild';
import { root } from '../../scripts/steps';
import { compare, median, type Bench, type BenchOptions, type BenchResult } from './lib/result';

/** The package's entry for Node is no module that Node can import: its other file is. */
const reflectFile = join(root, 'node_modules/wgsl_reflect/wgsl_reflect.module.js');
const { detectRaces } = (await import(pathToFileURL(reflectFile).href)) as typeof import('wgsl_reflect');

const tile = 16;

/** C = A B, one workgroup a 16 × 16 tile of C. Written so that wgsl_reflect runs it too. */
const tiled = (n: number): string => `
const n: u32 = ${n}u;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
var<workgroup> a_tile: array<f32, ${tile * tile}>;
var<workgroup> b_tile: array<f32, ${tile * tile}>;

@compute @workgroup_size(${tile}, ${tile})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  var sum: f32 = 0.0;
  for (var start: u32 = 0u; start < n; start = start + ${tile}u) {
    a_tile[local.y * ${tile}u + local.x] = a[id.y * n + start + local.x];
    b_tile[local.y * ${tile}u + local.x] = b[(start + local.y) * n + id.x];
    workgroupBarrier();
    for (var k: u32 = 0u; k < ${tile}u; k = k + 1u) {
      sum = sum + a_tile[local.y * ${tile}u + k] * b_tile[k * ${tile}u + local.x];
    }
    workgroupBarrier();
  }
  c[id.y * n + id.x] = sum;
}
`;

const naive = `
@group(0) @binding(0) var<uniform> n: u32;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(${tile}, ${tile})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= n || id.y >= n) { return; }
  var sum = 0.0;
  for (var k = 0u; k < n; k++) { sum += a[id.y * n + k] * b[k * n + id.x]; }
  c[id.y * n + id.x] = sum;
}
`;

/** The peer of the unwatched run: what one would write, rounding to f32 as WGSL does. */
function byHand(a: Float32Array, b: Float32Array, c: Float32Array, n: number): void {
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum = Math.fround(sum + Math.fround(a[row * n + k]! * b[k * n + column]!));
      c[row * n + column] = sum;
    }
}

function matrices(n: number) {
  const rng = createRng(n);
  const random = () => Float32Array.from({ length: n * n }, () => rng.uniform() - 0.5);
  return { a: random(), b: random(), c: new Float32Array(n * n) };
}

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function sameNumbers(a: Float32Array, b: Float32Array): void {
  const at = a.findIndex((x, i) => x !== b[i]);
  if (at >= 0) throw new Error(`the two do not do the same work: element ${at} is ${a[at]} and ${b[at]}`);
}

/** Ours, watched: opening, checking, compiling and running count, as for the peer. */
function watchedTimes(runs: number, log: BenchOptions['log']): BenchResult {
  const n = 64;
  const source = tiled(n);
  const { a, b, c } = matrices(n);
  const expected = c.slice();
  byHand(a, b, expected, n);
  const dispatch: Dispatch = { entry: 'main', workgroups: [n / tile, n / tile], buffers: { a, b, c } };
  const [ours, peer]: [number[], number[]] = [[], []];
  const watch = () => {
    const run = openMicroscope(source).run(dispatch, { watch: 'full' });
    if (run.findings.length > 0 || run.counts?.global.loads !== 2 * (n / tile) * n * n) throw new Error('the watched run found or counted something else');
    sameNumbers(run.buffers.c as Float32Array, expected);
  };
  log(`tiled ${n}³, watched, the first time: ${milliseconds(watch).toFixed(0)} ms`);
  // The engine is warm after a few; the peer takes so long that it warms up as it goes.
  for (let i = 0; i < 4; i++) watch();
  for (let i = 0; i < runs; i++) {
    for (let j = 0; j < 3; j++) ours.push(milliseconds(watch));
    peer.push(
      milliseconds(() => {
        const { races, errors } = detectRaces(source, 'main', [n / tile, n / tile], { 0: { 0: a.slice().buffer, 1: b.slice().buffer, 2: c.slice().buffer } });
        if (races.length > 0 || errors.length > 0) throw new Error(`wgsl_reflect found ${races.length} races, ${errors.length} errors: ${errors[0] ?? ''}`);
      }),
    );
  }
  log(`tiled ${n}³, watched: ${ours.map((ms) => ms.toFixed(0)).join(' ')} ms; wgsl_reflect ${peer.map((ms) => ms.toFixed(0)).join(' ')} ms; the mark is a ratio of 100`);
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/wgsl_reflect/package.json'), 'utf8')) as { version: string };
  return compare('microscope/tiled-matmul-64-watched/time', { unit: 'ms', better: 'lower' }, ours, peer, { name: 'wgsl_reflect detectRaces', version });
}

function unwatchedTimes(runs: number, log: BenchOptions['log']): BenchResult {
  const n = 256;
  const { a, b, c } = matrices(n);
  const expected = c.slice();
  const microscope = openMicroscope(naive);
  const dispatch: Dispatch = { entry: 'main', workgroups: [n / tile, n / tile], buffers: { n: Uint32Array.of(n), a, b, c } };
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let i = 0; i <= 3 * runs; i++) {
    const peerMs = milliseconds(() => byHand(a, b, expected, n));
    const oursMs = milliseconds(() => sameNumbers(microscope.run(dispatch, { watch: 'none' }).buffers.c as Float32Array, expected));
    // The first of each warms up the engine.
    if (i === 0) continue;
    ours.push(oursMs);
    peer.push(peerMs);
  }
  log(`naive ${n}³, unwatched: ${ours.map((ms) => ms.toFixed(0)).join(' ')} ms; by hand ${peer.map((ms) => ms.toFixed(0)).join(' ')} ms; the mark is a ratio of 0.2, here ${(median(peer) / median(ours)).toFixed(2)}`);
  return compare('microscope/naive-matmul-256-unwatched/time', { unit: 'ms', better: 'lower' }, ours, peer, { name: 'the same loops in JavaScript on typed arrays', version: process.version });
}

/** Kilobytes of a minified, gzipped script. */
async function gzippedKb(contents: string): Promise<number> {
  const { outputFiles } = await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', target: 'es2022', alias: { '@site': root } });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000;
}

async function size(log: BenchOptions['log']): Promise<BenchResult> {
  const ours = await gzippedKb("import { openMicroscope } from '@site/src/gpu/microscope'; self.onmessage = ({ data }) => self.postMessage(openMicroscope(data.source).run(data.dispatch, data.options));");
  const peer = await gzippedKb("import { detectRaces } from 'wgsl_reflect'; self.onmessage = ({ data }) => self.postMessage(detectRaces(data.source, data.entry, data.workgroups, data.buffers));");
  log(`worker bundle: ${ours.toFixed(1)} kB gz; the mark is 150 kB`);
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/wgsl_reflect/package.json'), 'utf8')) as { version: string };
  return compare('microscope/worker-bundle/size', { unit: 'kB gz', better: 'lower' }, [ours], [peer], { name: 'wgsl_reflect detectRaces', version });
}

async function run({ runs, log }: BenchOptions): Promise<BenchResult[]> {
  return [watchedTimes(runs, log), unwatchedTimes(runs, log), await size(log)];
}

export default { title: 'kernels on the simulated GPU', run } satisfies Bench;
