// Measures what the chapter's miss and scale bridge report: products of square fp32 matrices on one CPU core, by loops in JavaScript
// (Node's V8) and by onnxruntime-web's WebAssembly kernel with one thread. CPU time, not elapsed time: the machine had other work.
//   npx tsx docs/02-one-device/07-matmul-and-layout/measure/measure.ts > docs/02-one-device/07-matmul-and-layout/measure/measured.json

import { readFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import * as ort from 'onnxruntime-web/wasm';
import { matmulModel } from './onnx';

const RUNS = 5;
const TILE = 32;

/** Square matrices of side n; a row of b begins `stride` words after the one before it. */
type Multiply = (a: Float32Array, b: Float32Array, c: Float32Array, n: number, stride: number) => void;
/** Words between the end of a row of b and the next, in the padded variants. */
const PADDING = 8;

/** The three loops by the definition: the innermost goes down a column of b. */
const naive: Multiply = (a, b, c, n, stride) => {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * stride + j]!;
      c[i * n + j] = sum;
    }
};

/** The same sums in tiles of TILE: no word more is loaded than the formula says. */
const tiled: Multiply = (a, b, c, n, stride) => {
  c.fill(0);
  for (let ii = 0; ii < n; ii += TILE)
    for (let jj = 0; jj < n; jj += TILE)
      for (let kk = 0; kk < n; kk += TILE) {
        const [iEnd, jEnd, kEnd] = [Math.min(ii + TILE, n), Math.min(jj + TILE, n), Math.min(kk + TILE, n)];
        for (let i = ii; i < iEnd; i++)
          for (let j = jj; j < jEnd; j++) {
            let sum = c[i * n + j]!;
            for (let k = kk; k < kEnd; k++) sum += a[i * n + k]! * b[k * stride + j]!;
            c[i * n + j] = sum;
          }
      }
};

/** Rows of c at a time: the innermost loop goes along rows of b and c. */
const rows: Multiply = (a, b, c, n, stride) => {
  c.fill(0);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k]!;
      for (let j = 0; j < n; j++) c[i * n + j]! += x * b[k * stride + j]!;
    }
};

const variants: Record<string, { multiply: Multiply; padding: number }> = {
  naive: { multiply: naive, padding: 0 },
  tiled: { multiply: tiled, padding: 0 },
  rows: { multiply: rows, padding: 0 },
  tiledPadded: { multiply: tiled, padding: PADDING },
};

function padded(matrix: Float32Array, n: number, stride: number): Float32Array {
  const out = new Float32Array(n * stride);
  for (let row = 0; row < n; row++) out.set(matrix.subarray(row * n, (row + 1) * n), row * stride);
  return out;
}

function operands(n: number): { a: Float32Array; b: Float32Array } {
  // Whole numbers: every order of adding gives the same sums.
  const fill = (seed: number) => Float32Array.from({ length: n * n }, (_, i) => ((i * 37 + seed) % 7) - 3);
  return { a: fill(1), b: fill(2) };
}

const median = (values: number[]) => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)]!;
/** CPU time of this process since `start`, in ms. */
const cpuMs = (start: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3;
};
const round = (value: number) => Number(value.toPrecision(3));

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmBinary = readFileSync('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm').buffer as ArrayBuffer;

const sizes = [512, 1000, 1024];
const times: Record<string, number[]> = {};
for (const n of sizes) {
  const { a, b } = operands(n);
  const expected = new Float32Array(n * n);
  rows(a, b, expected, n, n);
  const session = await ort.InferenceSession.create(matmulModel(n, n, n), { executionProviders: ['wasm'] });
  const feeds = { a: new ort.Tensor('float32', a, [n, n]), b: new ort.Tensor('float32', b, [n, n]) };
  const library = async () => (await session.run(feeds)).result!.data as Float32Array;
  const time = (name: string, ms: number) => (times[`${name}-${n}`] ??= []).push(ms);
  const same = (name: string, c: Float32Array) => {
    if (c.some((v, i) => v !== expected[i])) throw new Error(`${name} at ${n} computes something else`);
  };
  for (let run = -1; run < RUNS; run++) {
    for (const [name, { multiply, padding }] of Object.entries(variants)) {
      const c = new Float32Array(n * n);
      const rowsOfB = padding === 0 ? b : padded(b, n, n + padding);
      const start = process.cpuUsage();
      multiply(a, rowsOfB, c, n, n + padding);
      const ms = cpuMs(start);
      if (run < 0) same(name, c);
      else time(name, ms);
    }
    const start = process.cpuUsage();
    const c = await library();
    const ms = cpuMs(start);
    if (run < 0) same('library', c);
    else time('library', ms);
  }
  await session.release();
}

const summary = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, { medianMs: round(median(ms)), fastestMs: round(Math.min(...ms)), slowestMs: round(Math.max(...ms)) }]));
const { version } = JSON.parse(readFileSync('node_modules/onnxruntime-web/package.json', 'utf8')) as { version: string };
const cache = (file: string) => readFileSync(`/sys/devices/system/cpu/cpu0/cache/index0/${file}`, 'utf8').trim();
const l1 = { size: cache('size'), ways: Number(cache('ways_of_associativity')), sets: Number(cache('number_of_sets')), lineBytes: Number(cache('coherency_line_size')) };
const environment = { date: new Date().toISOString().slice(0, 10), node: process.version, onnxruntimeWeb: version, cpu: `${cpus().length} × ${cpus()[0]!.model}`, l1, load: round(loadavg()[0]!), system: `${process.platform} ${release()}` };
console.log(JSON.stringify({ tile: TILE, padding: PADDING, runs: RUNS, environment, summary }, null, 2));
