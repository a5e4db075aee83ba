import { defineKernel } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GELU (the tanh form), SiLU and leaky ReLU element by element',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<vec3f>;
const root = 0.7978845608;

fn gelu(v: f32) -> f32 { return 0.5 * v * (1.0 + tanh(root * (v + 0.044715 * v * v * v))); }
fn silu(v: f32) -> f32 { return v / (1.0 + exp(-v)); }
fn leaky(v: f32) -> f32 { return select(0.125 * v, v, v > 0.0); }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  y[id.x] = vec3(gelu(v), silu(v), leaky(v));
}
`,
  runs: ({ floats }) => {
    const x = floats(70, -4, 4);
    const expected = Array.from(x, (v) => {
      const cube = r.mul(r.mul(r.mul(Math.fround(0.044715), v), v), v);
      const inner = r.mul(Math.fround(0.7978845608), r.add(v, cube));
      return [r.mul(r.mul(0.5, v), r.add(1, r.tanh(inner))), r.div(v, r.add(1, r.exp(-v))), v > 0 ? v : r.mul(0.125, v), null];
    });
    return [{ workgroups: [2], buffers: { x, y: new Float32Array(4 * x.length) }, expected: { y: expected.flat() } }];
  },
});
