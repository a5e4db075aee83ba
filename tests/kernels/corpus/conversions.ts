import { defineKernel, list } from '../case';
import * as r from '../real';

const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);

export default defineKernel({
  title: 'conversions: f32 to integers truncates and saturates, integers to f32 round, bool to numbers, vectors',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> reals: array<f32>;
@group(0) @binding(1) var<storage, read> integers: array<i32>;
@group(0) @binding(2) var<storage, read_write> fromReal: array<i32>;
@group(0) @binding(3) var<storage, read_write> fromInteger: array<f32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k < arrayLength(&reals)) {
    let x = reals[k];
    fromReal[4 * k] = i32(x);
    fromReal[4 * k + 1] = bitcast<i32>(u32(x));
    fromReal[4 * k + 2] = i32(bool(x));
    fromReal[4 * k + 3] = vec2i(vec2f(x, -x)).y;
  }
  if (k < arrayLength(&integers)) {
    let n = integers[k];
    fromInteger[3 * k] = f32(n);
    fromInteger[3 * k + 1] = f32(u32(n));
    fromInteger[3 * k + 2] = vec3f(vec3<bool>(vec3i(n))).z;
  }
}
`,
  findings: ['numeric-conversion'],
  runs: ({ floats, rng }) => {
    const reals = Float32Array.of(0, -0, 0.99, -0.99, 1.5, -1.5, 2147483520, 2147483648, -2147483648, 4294967040, 4294967296, 1e20, -1e20, -3, ...floats(10, -1e5, 1e5));
    // Exact in f32, so that any rounding gives the same; the last are ties and others that round to nearest on every machine we know.
    const integers = Int32Array.from([0, 1, -1, 16777216, -16777216, 2147483520, -2147483648, ...list(9, () => rng.integer(-(2 ** 23), 2 ** 23)), 123456789, 16777217, -2147483647]);
    const fromReal = Array.from(reals, (x) => [clamp(Math.trunc(x), -2147483648, 2147483647) | 0, clamp(Math.trunc(x), 0, 4294967295) | 0, x ? 1 : 0, clamp(Math.trunc(-x), -2147483648, 2147483647) | 0]).flat();
    // The largest f32 in i32 and u32 is what WGSL saturates to: clamped in the float type first.
    const saturated = fromReal.map((n) => (n === 2147483647 ? 2147483520 : n));
    for (let k = 0; k < reals.length; k++) if (reals[k]! >= 4294967040) saturated[4 * k + 1] = 4294967040 | 0;
    const rounded = (n: number) => (Math.fround(n) === n ? n : r.within(n, r.ulp(n)));
    return [
      {
        workgroups: [6],
        buffers: { reals, integers, fromReal: new Int32Array(4 * reals.length), fromInteger: new Float32Array(3 * integers.length) },
        expected: { fromReal: saturated, fromInteger: Array.from(integers, (n) => [rounded(n), rounded(n >>> 0), n ? 1 : 0]).flat() },
      },
    ];
  },
});
