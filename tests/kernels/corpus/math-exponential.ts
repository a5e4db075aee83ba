import { defineKernel } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'exp, exp2, log, log2, pow, sqrt, inverseSqrt within the accuracy that WGSL grants each',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 8>>;

@compute @workgroup_size(12)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let p = abs(v) + 0.0625;
  y[id.x] = array<f32, 8>(exp(v), exp2(v), log(p), log2(p), pow(p, 2.5), sqrt(p), inverseSqrt(p), exp(-vec2f(v, p)).y);
}
`,
  runs: ({ ints }) => {
    const x = Float32Array.from(ints(90, -640, 640), (n) => n / 64);
    const expected = Array.from(x, (v) => {
      const p = Math.abs(v) + 0.0625;
      return [r.exp(v), r.exp2(v), r.log(p), r.log2(p), r.pow(p, 2.5), r.sqrt(p), r.inverseSqrt(p), r.exp(-p)];
    });
    return [{ workgroups: [8], buffers: { x, y: new Float32Array(8 * x.length) }, expected: { y: expected.flat() } }];
  },
});
