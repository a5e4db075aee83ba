import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GPU puzzle: tiled matmul whose sizes fit no tile',
  source: /* wgsl */ `
const tile = 4u;
struct Sizes { m: u32, n: u32, k: u32 }
@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
var<workgroup> a_tile: array<array<f32, tile>, tile>;
var<workgroup> b_tile: array<array<f32, tile>, tile>;

@compute @workgroup_size(tile, tile)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = id.y;
  let column = id.x;
  var sum = 0.0;
  for (var start = 0u; start < sizes.k; start += tile) {
    a_tile[local.y][local.x] = 0.0;
    b_tile[local.y][local.x] = 0.0;
    if (row < sizes.m && start + local.x < sizes.k) { a_tile[local.y][local.x] = a[row * sizes.k + start + local.x]; }
    if (column < sizes.n && start + local.y < sizes.k) { b_tile[local.y][local.x] = b[(start + local.y) * sizes.n + column]; }
    workgroupBarrier();
    for (var k = 0u; k < tile; k++) { sum += a_tile[local.y][k] * b_tile[k][local.x]; }
    workgroupBarrier();
  }
  if (row < sizes.m && column < sizes.n) { c[row * sizes.n + column] = sum; }
}
`,
  runs: ({ floats }) =>
    ([[1, 1, 1], [5, 6, 7], [9, 3, 11]] as const).map(([m, n, k]) => {
      const [a, b] = [floats(m * k), floats(k * n)];
      const expected = list(m * n, (at) => r.dot(list(k, (t) => a[Math.floor(at / n) * k + t]!), list(k, (t) => b[t * n + (at % n)]!)));
      return { workgroups: [Math.ceil(n / 4), Math.ceil(m / 4)], buffers: { sizes: Uint32Array.of(m, n, k), a, b, c: new Float32Array(m * n) }, expected: { c: expected } };
    }),
});
