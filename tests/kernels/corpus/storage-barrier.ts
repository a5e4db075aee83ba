import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'storageBarrier: a workgroup reads what its own invocations wrote to storage before',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> data: array<u32>;

@compute @workgroup_size(10)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let start = group.x * 10u;
  for (var round = 0u; round < 4u; round++) {
    let next = data[start + (lane + 1u) % 10u];
    storageBarrier();
    data[start + lane] = data[start + lane] * 3u + next;
    storageBarrier();
  }
}
`,
  runs: ({ uints }) => {
    const data = uints(30, 0, 100);
    const expected = list(3, (g) => {
      let v = [...data.subarray(10 * g, 10 * g + 10)];
      for (let round = 0; round < 4; round++) v = v.map((z, k) => 3 * z + v[(k + 1) % 10]!);
      return v;
    });
    return [{ workgroups: [3], buffers: { data }, expected: { data: expected.flat() } }];
  },
});
