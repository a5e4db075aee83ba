import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'layer norm with scale and shift, mean and variance in two passes',
  source: /* wgsl */ `
const lanes = 8u;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> gamma: array<f32>;
@group(0) @binding(2) var<storage, read> beta: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
var<workgroup> partials: array<f32, lanes>;

fn total(lane: u32, value: f32) -> f32 {
  workgroupBarrier();
  partials[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var k = 0u; k < lanes; k++) { sum += partials[k]; }
  return sum;
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let width = arrayLength(&gamma);
  let start = group.x * width;
  var sum = 0.0;
  for (var k = lane; k < width; k += lanes) { sum += x[start + k]; }
  let mean = total(lane, sum) / f32(width);
  var squares = 0.0;
  for (var k = lane; k < width; k += lanes) { let d = x[start + k] - mean; squares += d * d; }
  let scale = inverseSqrt(total(lane, squares) / f32(width) + 1e-5);
  for (var k = lane; k < width; k += lanes) { y[start + k] = (x[start + k] - mean) * scale * gamma[k] + beta[k]; }
}
`,
  runs: ({ floats }) => {
    const [rows, width] = [4, 21];
    const [x, gamma, beta] = [floats(rows * width, -3, 3), floats(width), floats(width)];
    const expected = list(rows, (row) => {
      const v = Array.from(x.subarray(row * width, (row + 1) * width));
      const mean = r.div(r.sum(v), width);
      const centred = v.map((z) => r.sub(z, mean));
      const scale = r.inverseSqrt(r.add(r.div(r.dot(centred, centred), width), Math.fround(1e-5)));
      return centred.map((z, k) => r.add(r.mul(r.mul(z, scale), gamma[k]!), beta[k]!));
    });
    return [{ workgroups: [rows], buffers: { x, gamma, beta, y: new Float32Array(x.length) }, expected: { y: expected.flat() } }];
  },
});
