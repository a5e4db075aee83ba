import { defineKernel, f32, i32, list, u32 } from '../case';

export default defineKernel({
  title: 'every compound assignment on scalars, vectors, elements of storage and through pointers',
  source: /* wgsl */ `
struct Cell { a: i32, b: u32, c: vec2f }
@group(0) @binding(0) var<storage, read_write> cells: array<Cell>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&cells)) { return; }
  let cell = &cells[id.x];
  cell.a += 7; cell.a -= 2; cell.a *= 3; cell.a /= 2; cell.a %= 50;
  cell.a &= 0x3f; cell.a |= 0x40; cell.a ^= 0x15; cell.a <<= 2u; cell.a >>= 1u;
  cell.a++;
  cells[id.x].b--;
  cells[id.x].b >>= 1;
  cells[id.x].b <<= 3u;
  (*cell).c *= 2.0;
  (*cell).c += vec2f(1, -1);
  (*cell).c.y -= 4.0;
  cells[id.x].c /= vec2f(2, 4);
  cells[id.x].c = cells[id.x].c * mat2x2f(0, 1, 1, 0);
}
`,
  runs: ({ ints }) => {
    const n = 9;
    const values = ints(4 * n, 1, 40);
    const inputs = list(n, (k) => [...values.subarray(4 * k, 4 * k + 4)] as [number, number, number, number]);
    const expected = inputs.flatMap(([a, b, x, y]) => {
      let z = Math.trunc(((a + 5) * 3) / 2) % 50;
      z = (((((z & 0x3f) | 0x40) ^ 0x15) << 2) >> 1) + 1;
      return [i32(z), ((b - 1) >>> 1) << 3, f32((2 * y - 5) / 4), f32((2 * x + 1) / 2)];
    });
    return [{ workgroups: [3], buffers: { cells: Uint32Array.from(inputs.flatMap(([a, b, x, y]) => [i32(a), u32(b), f32(x), f32(y)])) }, expected: { cells: expected } }];
  },
});
