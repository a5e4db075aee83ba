import { defineKernel } from '../case';

export default defineKernel({
  title: 'labelled wrong: neighbours read shared memory with no barrier after the write',
  comparable: false,
  findings: ['race-in-workgroup'],
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> y: array<u32>;
var<workgroup> t: array<u32, 16>;

@compute @workgroup_size(16)
fn main(@builtin(local_invocation_index) lane: u32) {
  t[lane] = lane;
  y[lane] = t[(lane + 1u) % 16u];
}
`,
  runs: () => [{ workgroups: [1], buffers: { y: new Uint32Array(16) }, expected: {} }],
});
