import { defineKernel } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'sinh, cosh, tanh, asinh, acosh, atanh',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 6>>;

@compute @workgroup_size(12)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  y[id.x] = array<f32, 6>(sinh(v), cosh(v), tanh(v), asinh(v), acosh(abs(v) + 1.125), atanh(v * 0.125));
}
`,
  runs: ({ ints }) => {
    const x = Float32Array.from(ints(40, -63, 63), (n) => (n || 1) / 16);
    const expected = Array.from(x, (v) => [r.sinh(v), r.cosh(v), r.tanh(v), r.asinh(v), r.acosh(Math.abs(v) + 1.125), r.atanh(v / 8)]);
    return [{ workgroups: [4], buffers: { x, y: new Float32Array(6 * x.length) }, expected: { y: expected.flat() } }];
  },
});
