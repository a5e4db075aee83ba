import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'histogram: bins per workgroup in shared memory, then one atomic a bin to storage',
  source: /* wgsl */ `
const bins = 11u;
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>, bins>;
var<workgroup> local_counts: array<atomic<u32>, bins>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(num_workgroups) groups: vec3u) {
  for (var k = id.x; k < arrayLength(&data); k += 32u * groups.x) {
    atomicAdd(&local_counts[data[k] % bins], 1u);
  }
  workgroupBarrier();
  if (lane < bins) {
    let n = atomicLoad(&local_counts[lane]);
    if (n > 0u) { atomicAdd(&counts[lane], n); }
  }
}
`,
  runs: ({ uints }) => {
    const data = uints(333, 0, 4000000000);
    const expected = list(11, (b) => Array.from(data).filter((x) => x % 11 === b).length);
    return [{ workgroups: [3], buffers: { data, counts: new Uint32Array(11) }, expected: { counts: expected } }];
  },
});
