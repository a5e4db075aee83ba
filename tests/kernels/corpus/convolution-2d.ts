import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: '2-D convolution, several channels in and out, stride 2, zero padding',
  source: /* wgsl */ `
struct Shape { channels: u32, filters: u32, height: u32, width: u32, out_height: u32, out_width: u32 }
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(4, 4, 2)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.out_width || id.y >= shape.out_height || id.z >= shape.filters) { return; }
  var sum = bias[id.z];
  for (var c = 0u; c < shape.channels; c++) {
    for (var ky = 0u; ky < 3u; ky++) {
      let row = i32(id.y * 2u + ky) - 1;
      if (row < 0 || row >= i32(shape.height)) { continue; }
      for (var kx = 0u; kx < 3u; kx++) {
        let column = i32(id.x * 2u + kx) - 1;
        if (column < 0 || column >= i32(shape.width)) { continue; }
        sum += x[(c * shape.height + u32(row)) * shape.width + u32(column)] * w[((id.z * shape.channels + c) * 3u + ky) * 3u + kx];
      }
    }
  }
  y[(id.z * shape.out_height + id.y) * shape.out_width + id.x] = max(sum, 0.0);
}
`,
  runs: ({ floats }) => {
    const [channels, filters, height, width] = [2, 3, 9, 10];
    const [oh, ow] = [5, 5];
    const [x, w, bias] = [floats(channels * height * width), floats(filters * channels * 9), floats(filters)];
    const expected = list(filters * oh * ow, (at) => {
      const [f, oy, ox] = [Math.floor(at / (oh * ow)), Math.floor(at / ow) % oh, at % ow];
      const terms: r.Term[] = [bias[f]!];
      for (let c = 0; c < channels; c++)
        for (let k = 0; k < 9; k++) {
          const [row, column] = [2 * oy + Math.floor(k / 3) - 1, 2 * ox + (k % 3) - 1];
          if (row >= 0 && row < height && column >= 0 && column < width) terms.push(r.mul(x[(c * height + row) * width + column]!, w[(f * channels + c) * 9 + k]!));
        }
      return r.max(r.sum(terms), 0);
    });
    return [{ workgroups: [2, 2, 2], buffers: { shape: Uint32Array.of(channels, filters, height, width, oh, ow), x, w, bias, y: new Float32Array(expected.length) }, expected: { y: expected } }];
  },
});
