import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'int4 matmul: eight weights to a word, a scale and zero point per group of 16, dequantised on the fly',
  source: /* wgsl */ `
struct Shape { rows: u32, columns: u32, depth: u32 }
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<u32>;
@group(0) @binding(3) var<storage, read> scales: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
const per_group = 16u;

@compute @workgroup_size(4, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  let column = id.x;
  if (row >= shape.rows || column >= shape.columns) { return; }
  var sum = 0.0;
  for (var word = 0u; word < shape.depth / 8u; word++) {
    let packed = weights[column * (shape.depth / 8u) + word];
    let scale = scales[column * (shape.depth / per_group) + word * 8u / per_group];
    for (var j = 0u; j < 8u; j++) {
      let w = (f32((packed >> (4u * j)) & 0xfu) - scale.y) * scale.x;
      sum = fma(x[row * shape.depth + word * 8u + j], w, sum);
    }
  }
  y[row * shape.columns + column] = sum;
}
`,
  runs: ({ floats, uints, rng }) => {
    const [rows, columns, depth] = [3, 5, 32];
    const [x, weights] = [floats(rows * depth), uints((columns * depth) / 8, 0, 0xffffffff)];
    const scales = Float32Array.from(list((columns * depth) / 16, () => [rng.uniform() * 0.1, rng.integer(6, 9)]).flat());
    const expected = list(rows * columns, (at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const w = list(depth, (k) => {
        const nibble = (weights[(column * depth + k) >> 3]! >>> (4 * (k % 8))) & 15;
        const group = 2 * Math.floor((column * depth + k) / 16);
        return r.mul(nibble - scales[group + 1]!, scales[group]!);
      });
      return r.dot(list(depth, (k) => x[row * depth + k]!), w);
    });
    return [{ workgroups: [2, 1], buffers: { shape: Uint32Array.of(rows, columns, depth), x, weights, scales, y: new Float32Array(rows * columns) }, expected: { y: expected } }];
  },
});
