import { defineKernel } from '../case';

export default defineKernel({
  title: 'labelled wrong: the square root of a negative number and a division of zero by zero',
  comparable: false,
  findings: ['not-a-number'],
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&x)) { y[id.x] = sqrt(x[id.x]) / (x[id.x] - 1.0); }
}
`,
  runs: () => [{ workgroups: [1], buffers: { x: Float32Array.of(4, -4, 9), y: new Float32Array(3) }, expected: {} }],
});
