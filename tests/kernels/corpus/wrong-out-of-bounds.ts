import { defineKernel } from '../case';

export default defineKernel({
  title: 'labelled wrong: no guard, the last workgroup reaches past both buffers',
  comparable: false,
  findings: ['out-of-bounds'],
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  y[id.x] = x[id.x] + 1.0;
}
`,
  runs: ({ floats }) => [{ workgroups: [2], buffers: { x: floats(11), y: new Float32Array(11) }, expected: {} }],
});
