import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'a block sum: subgroupAdd within each subgroup, shared memory across them, for any subgroup size',
  features: ['subgroups'],
  source: /* wgsl */ `
enable subgroups;
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;
var<workgroup> partials: array<i32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(subgroup_invocation_id) inner: u32, @builtin(subgroup_size) size: u32, @builtin(workgroup_id) group: vec3u) {
  let sum = subgroupAdd(select(0, x[min(id.x, arrayLength(&x) - 1u)], id.x < arrayLength(&x)));
  if (inner == 0u) { partials[lane / size] = sum; }
  workgroupBarrier();
  if (lane == 0u) {
    var total = 0;
    for (var k = 0u; k < 64u / size; k++) { total += partials[k]; }
    y[group.x] = total;
  }
}
`,
  runs: ({ ints }) => {
    const x = ints(150, -1000, 1000);
    const expected = list(3, (g) => Array.from(x.subarray(64 * g, 64 * g + 64)).reduce((s, z) => s + z, 0));
    return [{ workgroups: [3], buffers: { x, y: new Int32Array(3) }, expected: { y: expected } }];
  },
});
