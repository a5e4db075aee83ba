import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'GPU puzzle: broadcast, a row and a column make a matrix',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> row: array<f32>;
@group(0) @binding(1) var<storage, read> column: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(3, 3)
fn main(@builtin(local_invocation_id) local: vec3u) {
  let width = arrayLength(&row);
  let height = arrayLength(&column);
  if (local.x < width && local.y < height) {
    out[local.y * width + local.x] = row[local.x] + column[local.y];
  }
}
`,
  runs: ({ ints }) => {
    const [row, column] = [Float32Array.from(ints(2, 0, 9)), Float32Array.from(ints(3, 0, 9))];
    return [{ workgroups: [1], buffers: { row, column, out: new Float32Array(6) }, expected: { out: list(6, (k) => row[k % 2]! + column[Math.floor(k / 2)]!) } }];
  },
});
