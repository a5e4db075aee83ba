import { defineKernel, list } from '../case';
import { half, packHalves } from '../half';
import * as r from '../real';

export default defineKernel({
  title: 'f16 storage with f32 accumulation: the dot products of a mixed-precision matmul',
  features: ['shader-f16'],
  source: /* wgsl */ `
enable f16;
struct Size { rows: u32, columns: u32, depth: u32 }
@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> a: array<f16>;
@group(0) @binding(2) var<storage, read> b: array<f16>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(4, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.y >= size.rows || id.x >= size.columns) { return; }
  var sum = 0f;
  for (var k = 0u; k < size.depth; k++) { sum += f32(a[id.y * size.depth + k]) * f32(b[k * size.columns + id.x]); }
  c[id.y * size.columns + id.x] = sum;
}
`,
  runs: ({ floats }) => {
    const [rows, columns, depth] = [5, 7, 13];
    const [a, b] = [Array.from(floats(rows * depth + 1), half), Array.from(floats(columns * depth + 1), half)];
    const expected = list(rows * columns, (at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return r.dot(list(depth, (k) => a[row * depth + k]!), list(depth, (k) => b[k * columns + column]!));
    });
    return [{ workgroups: [2, 2], buffers: { size: Uint32Array.of(rows, columns, depth), a: packHalves(a), b: packHalves(b), c: new Float32Array(rows * columns) }, expected: { c: expected } }];
  },
});
