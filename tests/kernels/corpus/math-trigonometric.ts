import { defineKernel } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'sin, cos, tan, asin, acos, atan, atan2, and degrees and radians',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 9>>;

@compute @workgroup_size(12)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let unit = v * 0.25;
  let steep = v * 0.375;
  y[id.x] = array<f32, 9>(sin(v), cos(v), tan(steep), asin(unit), acos(unit), atan(v), atan2(v, -0.75), degrees(v), radians(vec3f(v)).z);
}
`,
  runs: ({ ints }) => {
    const x = Float32Array.from(ints(60, -50, 50), (n) => (n || 1) / 16);
    const expected = Array.from(x, (v) => [
      r.sin(v), r.cos(v), r.tan(v * 0.375), r.asin(v / 4), r.acos(v / 4), r.atan(v), r.atan2(v, -0.75),
      r.mul(v, r.within(180 / Math.PI, r.ulp(57))), r.mul(v, r.within(Math.PI / 180, r.ulp(0.017))),
    ]);
    return [{ workgroups: [5], buffers: { x, y: new Float32Array(9 * x.length) }, expected: { y: expected.flat() } }];
  },
});
