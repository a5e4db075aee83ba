import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'matrix times vector: a workgroup of 2-D shape, partials sums along x reduced in shared memory',
  source: /* wgsl */ `
const across = 8u;
const down = 4u;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
var<workgroup> partials: array<array<f32, across>, down>;

@compute @workgroup_size(across, down)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = group.x * down + local.y;
  let columns = arrayLength(&x);
  var sum = 0.0;
  if (row < arrayLength(&y)) {
    for (var k = local.x; k < columns; k += across) { sum += a[row * columns + k] * x[k]; }
  }
  partials[local.y][local.x] = sum;
  for (var half = across / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local.x < half) { partials[local.y][local.x] += partials[local.y][local.x + half]; }
  }
  if (local.x == 0u && row < arrayLength(&y)) { y[row] = partials[local.y][0]; }
}
`,
  runs: ({ floats }) => {
    const [rows, columns] = [14, 29];
    const [a, x] = [floats(rows * columns), floats(columns)];
    return [{ workgroups: [4], buffers: { a, x, y: new Float32Array(rows) }, expected: { y: list(rows, (row) => r.dot(Array.from(a.subarray(row * columns, (row + 1) * columns)), Array.from(x))) } }];
  },
});
