import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'matmul with register tiles: 2 × 2 results an invocation, vec4 loads of one operand, overridable tile',
  source: /* wgsl */ `
override side: u32 = 4u;
const per = 2u;
struct Sizes { m: u32, n: u32, k: u32 }
@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
var<workgroup> b_tile: array<f32, 4u * side * per>;

@compute @workgroup_size(side, side)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u, @builtin(local_invocation_index) lane: u32) {
  let columns = side * per;
  let row0 = (group.y * side + local.y) * per;
  let column0 = (group.x * side + local.x) * per;
  var acc: array<array<f32, per>, per>;
  for (var k4 = 0u; k4 < sizes.k / 4u; k4++) {
    for (var t = lane; t < 4u * columns; t += side * side) {
      let column = group.x * columns + t % columns;
      b_tile[t] = 0.0;
      if (column < sizes.n) { b_tile[t] = b[(k4 * 4u + t / columns) * sizes.n + column]; }
    }
    workgroupBarrier();
    for (var i = 0u; i < per; i++) {
      if (row0 + i >= sizes.m) { break; }
      let v = a[(row0 + i) * (sizes.k / 4u) + k4];
      for (var j = 0u; j < per; j++) {
        for (var q = 0u; q < 4u; q++) { acc[i][j] += v[q] * b_tile[q * columns + local.x * per + j]; }
      }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < per; i++) {
    for (var j = 0u; j < per; j++) {
      if (row0 + i < sizes.m && column0 + j < sizes.n) { c[(row0 + i) * sizes.n + column0 + j] = acc[i][j]; }
    }
  }
}
`,
  runs: ({ floats }) =>
    [4, 3].map((side) => {
      const [m, n, k] = [11, 9, 12];
      const [a, b] = [floats(m * k), floats(k * n)];
      const expected = list(m * n, (at) => r.dot(list(k, (t) => a[Math.floor(at / n) * k + t]!), list(k, (t) => b[t * n + (at % n)]!)));
      const groups = (length: number) => Math.ceil(length / (2 * side));
      return { workgroups: [groups(n), groups(m)], constants: { side }, buffers: { sizes: Uint32Array.of(m, n, k), a, b, c: new Float32Array(m * n) }, expected: { c: expected } };
    }),
});
