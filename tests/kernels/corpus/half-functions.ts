import { defineKernel } from '../case';
import { packHalves } from '../half';
import * as r from '../real';

/** Distance between neighbouring f16 numbers at x. */
const halfUlp = (x: number): number => 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x) || 2 ** -14)), -14) - 10);
const ulps = (value: number, n: number): r.Real => r.within(value, n * halfUlp(value));

export default defineKernel({
  title: 'numeric builtin functions on f16, each within the accuracy that WGSL grants f16',
  features: ['shader-f16'],
  source: /* wgsl */ `
enable f16;
@group(0) @binding(0) var<storage, read> x: array<f16>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 13>>;

@compute @workgroup_size(6)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let p = abs(v) + 0.25h;
  let bent = vec2h(exp(v), log(p));
  let m = modf(v);
  let f = frexp(v);
  y[id.x] = array<f32, 13>(
    f32(bent.x), f32(bent.y), f32(sqrt(p)), f32(inverseSqrt(p)), f32(sin(v)), f32(cos(v)), f32(floor(v) + fract(v)), f32(clamp(v, -1h, 0.5h)),
    f32(mix(v, p, 0.5h)), f32(m.whole), f32(m.fract), f32(ldexp(f.fract, f.exp)), f32(dot(vec3h(v, 2h, 1h), vec3h(2h, 0.5h, -1h))),
  );
}
`,
  runs: ({ ints }) => {
    // Eighths up to 3: sums and products of a few of them are exact in f16.
    const values = Array.from(ints(26, -24, 24), (n) => (n || 1) / 8);
    const expected = values.map((v) => {
      const p = Math.abs(v) + 0.25;
      const log = p >= 0.5 && p <= 2 ? r.within(Math.log(p), 2 ** -7) : ulps(Math.log(p), 3);
      return [
        ulps(Math.exp(v), 1 + 2 * Math.abs(v)), log, ulps(Math.sqrt(p), 4.5), ulps(1 / Math.sqrt(p), 2), r.within(Math.sin(v), 2 ** -7), r.within(Math.cos(v), 2 ** -7),
        v, Math.min(0.5, Math.max(-1, v)), (v + p) / 2, Math.trunc(v), v - Math.trunc(v), v, 2 * v,
      ];
    });
    return [{ workgroups: [5], buffers: { x: packHalves(values), y: new Float32Array(13 * values.length) }, expected: { y: expected.flat() } }];
  },
});
