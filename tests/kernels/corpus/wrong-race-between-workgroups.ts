import { defineKernel } from '../case';

export default defineKernel({
  title: 'labelled wrong: workgroups add to one counter without an atomic',
  comparable: false,
  findings: ['race-between-workgroups'],
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> count: array<u32, 1>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) lane: u32) {
  if (lane == 0u) { count[0] += 1u; }
}
`,
  runs: () => [{ workgroups: [4], buffers: { count: new Uint32Array(1) }, expected: {} }],
});
