import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'GPU puzzle: shared memory, written, waited for and read from the other end',
  source: /* wgsl */ `
const block = 4u;
var<workgroup> shared_block: array<f32, block>;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(block)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let n = arrayLength(&a);
  if (id.x < n) { shared_block[local.x] = a[id.x]; }
  workgroupBarrier();
  if (id.x < n) { out[id.x] = shared_block[block - 1u - local.x] + 10.0; }
}
`,
  runs: ({ ints }) => {
    const a = Float32Array.from(ints(10, -50, 50));
    return [{ workgroups: [3], buffers: { a, out: new Float32Array(10) }, expected: { out: list(10, (k) => (a[k - (k % 4) + 3 - (k % 4)] ?? 0) + 10) } }];
  },
});
