import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'reduction with interleaved addresses, divergent and slow, still right',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;
var<workgroup> s: array<f32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) t: u32, @builtin(workgroup_id) group: vec3u) {
  s[t] = select(0.0, x[min(id.x, arrayLength(&x) - 1)], id.x < arrayLength(&x));
  workgroupBarrier();
  for (var stride = 1u; stride < 32; stride *= 2) {
    let k = 2 * stride * t;
    if (k < 32) { s[k] += s[k + stride]; }
    workgroupBarrier();
  }
  if (t == 0) { sums[group.x] = s[0]; }
}
`,
  runs: ({ floats }) => {
    const x = floats(100);
    return [{ workgroups: [4], buffers: { x, sums: new Float32Array(4) }, expected: { sums: list(4, (g) => r.sum(Array.from(x.subarray(32 * g, 32 * g + 32)))) } }];
  },
});
