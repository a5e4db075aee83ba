import { defineKernel } from '../case';

export default defineKernel({
  title: 'GPU puzzle: map over a matrix with a 2-D workgroup',
  source: /* wgsl */ `
@group(0) @binding(0) var<uniform> size: vec2u;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(4, 4)
fn main(@builtin(local_invocation_id) local: vec3u) {
  if (all(local.xy < size)) {
    let at = local.y * size.x + local.x;
    out[at] = a[at] + 10.0;
  }
}
`,
  runs: ({ ints }) => {
    const a = Float32Array.from(ints(6, -9, 9));
    return [{ workgroups: [1], buffers: { size: Uint32Array.of(3, 2), a, out: new Float32Array(6) }, expected: { out: a.map((x) => x + 10) } }];
  },
});
