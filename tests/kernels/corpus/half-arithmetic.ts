import { defineKernel, list } from '../case';
import { half, packHalves } from '../half';
import * as r from '../real';

export default defineKernel({
  title: 'f16: + - * /, conversions from and to f32 and integers, vectors, comparisons; rounded after each operation',
  features: ['shader-f16'],
  source: /* wgsl */ `
enable f16;
@group(0) @binding(0) var<storage, read> x: array<vec2<f16>>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4h>;
@group(0) @binding(2) var<storage, read_write> wide: array<f32>;

@compute @workgroup_size(5)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&x)) { return; }
  let a = x[k].x;
  let b = x[k].y;
  var v = vec4h(a + b, a - b, a * b, f16(i32(a)));
  v.w += 0.5h;
  y[2 * k] = v;
  y[2 * k + 1] = vec4<f16>(f16(f32(a) * 1.5), max(a, b), abs(-a), select(1h, 0h, a < b));
  wide[k] = f32(a) + f32(b) * 1024.0;
}
`,
  runs: ({ floats }) => {
    const n = 23;
    const values = Array.from(floats(2 * n, -90, 90), half);
    const expected = list(n, (k) => {
      const [a, b] = [values[2 * k]!, values[2 * k + 1]!];
      return [half(a + b), half(a - b), half(a * b), half(half(Math.trunc(a)) + 0.5), half(a * 1.5), Math.max(a, b), Math.abs(a), a < b ? 0 : 1];
    });
    const wide = list(n, (k) => r.add(values[2 * k]!, 1024 * values[2 * k + 1]!));
    return [{ workgroups: [5], buffers: { x: packHalves(values), y: new Uint32Array(4 * n), wide: new Float32Array(n) }, expected: { y: packHalves(expected.flat()), wide } }];
  },
});
