import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'const: abstract numbers, tables, constant functions, structures, hexadecimal floats, const_assert, literals',
  source: /* wgsl */ `
const pi = 3.14159265358979;
const half_turn = pi / 1;
const big = 1 << 20;
const table = array(1, 1, 2, 3, 5, 8, 13, 21);
const weights = array<vec2f, 3>(vec2f(1, 2), vec2f(0x1p-2, 1e1f), vec2(-.5f, 2.));
const m = mat2x2f(1, 2, 3, 4);
struct Config { steps: u32, scale: f32 }
const config = Config(max(3u, 2), sqrt(16.0));
const mask = 0xFFu & ~0x0Fu;
const_assert table[6] == 13;
const_assert big / 1024 == 1024 && config.steps == 3u;
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> z: array<i32>;

@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) lane: u32) {
  const local = table[3] * 2;
  const_assert local == 6;
  z[lane] = table[lane] * local + i32(mask) + select(0, 1, half_turn > 3);
  let w = weights[lane % 3];
  y[lane] = m[1][lane & 1] + w.x * config.scale + w.y + f32(big) * 0x0.8p0 + 1e-1;
}
`,
  runs: () => {
    const table = [1, 1, 2, 3, 5, 8, 13, 21];
    const weights = [[1, 2], [0.25, 10], [-0.5, 2]] as const;
    const y = list(8, (k) => r.sum([3 + (k & 1), 4 * weights[k % 3]![0], weights[k % 3]![1], 2 ** 19, Math.fround(0.1)]));
    return [{ workgroups: [1], buffers: { y: new Float32Array(8), z: new Int32Array(8) }, expected: { y, z: table.map((t) => 6 * t + 0xf0 + 1) } }];
  },
});
