import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'fma, mix (scalar and vector weights), smoothstep, step on vectors, clamp on vectors, division and remainder',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec3f>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 10>>;

@compute @workgroup_size(9)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let m = mix(v.xy, v.yz, 0.25);
  let n = mix(v, v.zxy, vec3f(0.5, 0.75, 1.0));
  let c = clamp(v, vec3f(-1.0), vec3f(1.0, 0.5, 0.25));
  y[id.x] = array<f32, 10>(fma(v.x, v.y, v.z), m.x, m.y, n.y, smoothstep(-2.0, 2.0, v.x), step(v, v.yzx).z, c.z, v.x / v.y, v.x % v.y, (v / 3.0).z);
}
`,
  runs: ({ ints }) => {
    const n = 40;
    const x = Float32Array.from(ints(4 * n, -64, 64), (k) => (k || 3) / 16);
    const expected = list(n, (k) => {
      const [a, b, c] = x.subarray(4 * k) as unknown as [number, number, number];
      const t = Math.min(1, Math.max(0, (a + 2) / 4));
      const tReal = t === 0 || t === 1 ? t : r.div(a + 2, 4);
      return [
        r.add(r.mul(a, b), c), r.mix(a, b, 0.25), r.mix(b, c, 0.25), r.mix(b, a, 0.75), r.mul(r.mul(tReal, tReal), r.sub(3, r.mul(2, tReal))),
        // Exact: the quotients of sixteenths are nowhere near an integer without being one.
        a >= c ? 1 : 0, Math.min(0.25, Math.max(-1, c)), r.div(a, b), Number.isInteger(a / b) ? null : r.within(a % b, r.ulp(a)), r.div(c, 3),
      ];
    });
    return [{ workgroups: [5], buffers: { x, y: new Float32Array(10 * n) }, expected: { y: expected.flat() } }];
  },
});
