import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'RMS norm over vec4 loads, as Llama has it',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;
var<workgroup> sums: array<f32, 4>;

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let quads = arrayLength(&weight);
  var sum = 0.0;
  for (var k = lane; k < quads; k += 4u) {
    let v = x[group.x * quads + k];
    sum += dot(v, v);
  }
  sums[lane] = sum;
  workgroupBarrier();
  let mean = (sums[0] + sums[1] + sums[2] + sums[3]) / f32(4u * quads);
  let scale = 1.0 / sqrt(mean + 1e-6);
  for (var k = lane; k < quads; k += 4u) {
    y[group.x * quads + k] = x[group.x * quads + k] * scale * weight[k];
  }
}
`,
  runs: ({ floats }) => {
    const [rows, width] = [3, 28];
    const [x, weight] = [floats(rows * width, -2, 2), floats(width, 0.5, 1.5)];
    const expected = list(rows, (row) => {
      const v = Array.from(x.subarray(row * width, (row + 1) * width));
      const scale = r.div(1, r.sqrt(r.add(r.div(r.dot(v, v), width), Math.fround(1e-6))));
      return v.map((z, k) => r.mul(r.mul(z, scale), weight[k]!));
    });
    return [{ workgroups: [rows], buffers: { x, weight, y: new Float32Array(x.length) }, expected: { y: expected.flat() } }];
  },
});
