import { defineKernel } from '../case';

export default defineKernel({
  title: 'GPU puzzle: map, one invocation an element',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_id) local: vec3<u32>) {
  let i = local.x;
  out[i] = a[i] + 10.0;
}
`,
  runs: ({ ints }) => {
    const a = Float32Array.from(ints(5, -50, 50));
    return [{ workgroups: [1], buffers: { a, out: new Float32Array(5) }, expected: { out: a.map((x) => x + 10) } }];
  },
});
