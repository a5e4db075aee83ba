import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'newer words: workgroup_index, global_invocation_index, assignment to several components, arrays of scalars in uniforms',
  features: ['linear_indexing', 'swizzle_assignment', 'uniform_buffer_standard_layout'],
  source: /* wgsl */ `
requires linear_indexing, swizzle_assignment, uniform_buffer_standard_layout;
@group(0) @binding(0) var<uniform> weights: array<u32, 5>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;

@compute @workgroup_size(2, 3)
fn main(@builtin(global_invocation_index) at: u32, @builtin(workgroup_index) group: u32, @builtin(local_invocation_index) lane: u32) {
  var v = vec4u(lane, group, at, weights[at % 5u]);
  v.yx = v.xy;
  v.zw += vec2u(1u, 10u);
  y[group * 6u + lane] = v;
}
`,
  runs: () => {
    const [across, down] = [3, 2];
    const weights = Uint32Array.of(5, 8, 13, 21, 34);
    const expected = list(across * down * 6, (k) => {
      const [group, lane] = [Math.floor(k / 6), k % 6];
      const [x, y] = [(group % across) * 2 + (lane % 2), Math.floor(group / across) * 3 + Math.floor(lane / 2)];
      const at = y * across * 2 + x;
      return [group, lane, at + 1, weights[at % 5]! + 10];
    });
    return [{ workgroups: [across, down], buffers: { weights, y: new Uint32Array(4 * expected.length) }, expected: { y: expected.flat() } }];
  },
});
