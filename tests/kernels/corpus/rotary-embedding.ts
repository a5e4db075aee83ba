import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'rotary position embedding: pairs of a head turned by position times frequency',
  source: /* wgsl */ `
const pairs = 4u;
const two_pi = 6.2831853;
@group(0) @binding(0) var<storage, read_write> x: array<vec2f>;

@compute @workgroup_size(pairs, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let position = id.y;
  if (position * pairs + id.x >= arrayLength(&x)) { return; }
  let frequency = pow(0.5, f32(id.x));
  let angle = f32(position) * 0.25 * frequency;
  let turn = mat2x2f(cos(angle), sin(angle), -sin(angle), cos(angle));
  x[position * pairs + id.x] = turn * x[position * pairs + id.x];
}
`,
  runs: ({ floats }) => {
    const positions = 11;
    const x = floats(8 * positions);
    const expected = list(4 * positions, (k) => {
      const angle = r.mul(Math.floor(k / 4) * 0.25, r.pow(0.5, k % 4));
      const [a, b] = [x[2 * k]!, x[2 * k + 1]!];
      const [c, s] = [r.cos(angle), r.sin(angle)];
      return [r.sub(r.mul(c, a), r.mul(s, b)), r.add(r.mul(s, a), r.mul(c, b))];
    });
    return [{ workgroups: [1, 3], buffers: { x }, expected: { x: expected.flat() } }];
  },
});
