import { defineKernel } from '../case';

export default defineKernel({
  title: 'GPU puzzle: pooling, the sum of each element and the two before it through shared memory',
  source: /* wgsl */ `
const block = 8u;
var<workgroup> window: array<f32, block + 2>;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(block)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let n = arrayLength(&a);
  if (id.x < n) { window[local.x + 2u] = a[id.x]; }
  if (local.x < 2u && id.x >= 2u && id.x - 2u < n) { window[local.x] = a[id.x - 2u]; }
  workgroupBarrier();
  if (id.x >= n) { return; }
  var sum = 0.0;
  for (var k = 0u; k < 3u; k++) { sum += window[local.x + k]; }
  out[id.x] = sum;
}
`,
  runs: ({ ints }) => {
    const a = Float32Array.from(ints(19, -50, 50));
    return [{ workgroups: [3], buffers: { a, out: new Float32Array(19) }, expected: { out: a.map((x, k) => x + (a[k - 1] ?? 0) + (a[k - 2] ?? 0)) } }];
  },
});
