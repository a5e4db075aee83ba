import { defineKernel } from '../case';

const ties = (x: number) => {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(x);
};

export default defineKernel({
  title: 'abs, ceil, floor, round (ties to even), trunc, fract, sign, saturate, min, max, clamp, step, select on f32',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 13>>;

@compute @workgroup_size(10)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let w = vec2f(v, -v);
  y[id.x] = array<f32, 13>(
    abs(v), ceil(v), floor(v), round(v), trunc(v), fract(v), sign(v), saturate(v),
    min(v, 0.25), max(w, vec2f(0.75)).y, clamp(v, -1.5, 2.5), step(0.5, v), select(v, 9.0, v != v),
  );
}
`,
  runs: ({ ints }) => {
    // Multiples of 1/8: every result is exact.
    const x = Float32Array.from([0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, ...Array.from(ints(30, -40, 40), (n) => n / 8)]);
    const expected = Array.from(x, (v) => [
      Math.abs(v), Math.ceil(v), Math.floor(v), ties(v), Math.trunc(v), v - Math.floor(v), Math.sign(v), Math.min(1, Math.max(0, v)),
      Math.min(v, 0.25), Math.max(-v, 0.75), Math.min(2.5, Math.max(-1.5, v)), v >= 0.5 ? 1 : 0, v,
    ]);
    return [{ workgroups: [4], buffers: { x, y: new Float32Array(13 * x.length) }, expected: { y: expected.flat() } }];
  },
});
