import { defineKernel, f32, list, u32 } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'sparse matrix times vector, compressed rows, one row an invocation, some rows empty',
  source: /* wgsl */ `
struct Entry { column: u32, value: f32 }
@group(0) @binding(0) var<storage, read> starts: array<u32>;
@group(0) @binding(1) var<storage, read> entries: array<Entry>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(6)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row + 1u >= arrayLength(&starts)) { return; }
  var sum = 0.0;
  for (var k = starts[row]; k < starts[row + 1u]; k++) {
    let entry = entries[k];
    sum += entry.value * x[entry.column];
  }
  y[row] = sum;
}
`,
  runs: ({ rng, floats }) => {
    const [rows, columns] = [17, 23];
    const x = floats(columns);
    const matrix = list(rows, () => list(rng.integer(0, 6), () => ({ column: rng.integer(0, columns - 1), value: Math.fround(rng.uniform() - 0.5) })));
    const starts = matrix.reduce<number[]>((s, row) => [...s, s.at(-1)! + row.length], [0]);
    const entries = Uint32Array.from(matrix.flat().flatMap(({ column, value }) => [u32(column), f32(value)]));
    const expected = matrix.map((row) => r.sum(row.map(({ column, value }) => r.mul(value, x[column]!))));
    return [{ workgroups: [3], buffers: { starts: Uint32Array.from(starts), entries, x, y: new Float32Array(rows) }, expected: { y: expected } }];
  },
});
