import { defineKernel, f32, i32 } from '../case';
import { half } from '../half';

export default defineKernel({
  title: 'frexp, ldexp, modf and quantizeToF16: structures that WGSL has no name for',
  source: /* wgsl */ `
struct Parts { fraction: f32, exponent: i32, again: f32, whole: f32, rest: f32, quantized: f32, pair: vec2f }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Parts>;

@compute @workgroup_size(7)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let f = frexp(v);
  let m = modf(v);
  let both = modf(vec2f(v, -v));
  y[id.x] = Parts(f.fract, f.exp, ldexp(f.fract, f.exp), m.whole, m.fract, quantizeToF16(v), both.fract + ldexp(both.whole, vec2i(1, -1)));
}
`,
  runs: ({ ints }) => {
    const x = Float32Array.from([0, 1, -1, 0.5, 1024, 65504, ...Array.from(ints(25, -999, 999), (n) => n / 32)]);
    const expected = Array.from(x, (v) => {
      let exponent = 0;
      while (v !== 0 && Math.abs(v) / 2 ** exponent >= 1) exponent++;
      while (v !== 0 && Math.abs(v) / 2 ** exponent < 0.5) exponent--;
      const whole = Math.trunc(v);
      return [f32(v / 2 ** exponent), i32(exponent), f32(v), f32(whole), f32(v - whole), f32(half(v)), f32(v - whole + 2 * whole), f32(whole - v - whole / 2)];
    });
    // −0 and 0 are equal: the bits of a zero may differ, so zeros are left to the float comparison.
    const words = expected.flat().map((bits) => (bits === 0x80000000 || bits === 0 ? null : bits));
    return [{ workgroups: [5], buffers: { x, y: new Uint32Array(words.length) }, expected: { y: words } }];
  },
});
