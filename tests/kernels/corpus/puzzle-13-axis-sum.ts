import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GPU puzzle: axis sum, a batch of rows, one workgroup a row',
  source: /* wgsl */ `
const block = 16u;
var<workgroup> cache: array<f32, block>;
@group(0) @binding(0) var<uniform> width: u32;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(block)
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let row = group.y;
  var mine = 0.0;
  for (var k = local.x; k < width; k += block) { mine += a[row * width + k]; }
  cache[local.x] = mine;
  workgroupBarrier();
  for (var half = block / 2u; half > 0u; half >>= 1u) {
    if (local.x < half) { cache[local.x] = cache[local.x] + cache[local.x + half]; }
    workgroupBarrier();
  }
  if (local.x == 0u) { out[row] = cache[0]; }
}
`,
  runs: ({ floats }) => {
    const [rows, width] = [5, 37];
    const a = floats(rows * width);
    return [{ workgroups: [1, rows], buffers: { width: Uint32Array.of(width), a, out: new Float32Array(rows) }, expected: { out: list(rows, (row) => r.sum(Array.from(a.subarray(row * width, row * width + width)))) } }];
  },
});
