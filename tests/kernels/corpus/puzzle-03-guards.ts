import { defineKernel } from '../case';

export default defineKernel({
  title: 'GPU puzzle: guards, more invocations than elements',
  source: /* wgsl */ `
struct Params { size: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(8, 1, 1)
fn main(@builtin(local_invocation_id) local: vec3u) {
  if (local.x < params.size) {
    out[local.x] = 10.0 * a[local.x];
  }
}
`,
  runs: ({ ints }) =>
    [1, 5, 8].map((n) => {
      const a = Float32Array.from(ints(n, -9, 9));
      return { workgroups: [1], buffers: { params: Uint32Array.of(n), a, out: new Float32Array(n) }, expected: { out: a.map((x) => 10 * x) } };
    }),
});
