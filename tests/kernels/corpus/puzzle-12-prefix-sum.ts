import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GPU puzzle: sum of each block by halving strides',
  source: /* wgsl */ `
const block = 8u;
var<workgroup> cache: array<f32, block>;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(block)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  cache[lane] = 0.0;
  if (id.x < arrayLength(&a)) { cache[lane] = a[id.x]; }
  for (var stride = 1u; stride < block; stride *= 2u) {
    workgroupBarrier();
    if (lane % (2u * stride) == 0u) { cache[lane] += cache[lane + stride]; }
  }
  if (lane == 0u) { out[group.x] = cache[0]; }
}
`,
  runs: ({ floats }) => {
    const a = floats(27);
    return [{ workgroups: [4], buffers: { a, out: new Float32Array(4) }, expected: { out: list(4, (g) => r.sum(Array.from(a.subarray(8 * g, 8 * g + 8)))) } }];
  },
});
