import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'softmax of rows: maximum and sum by tree reductions in shared memory',
  source: /* wgsl */ `
override threads: u32 = 16;
@group(0) @binding(0) var<uniform> width: u32;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
var<workgroup> scratch: array<f32, 16>;

fn reduce_max(lane: u32, value: f32) -> f32 {
  scratch[lane] = value;
  workgroupBarrier();
  for (var s = threads / 2u; s > 0u; s /= 2u) {
    if (lane < s) { scratch[lane] = max(scratch[lane], scratch[lane + s]); }
    workgroupBarrier();
  }
  let result = scratch[0];
  workgroupBarrier();
  return result;
}
fn reduce_sum(lane: u32, value: f32) -> f32 {
  scratch[lane] = value;
  workgroupBarrier();
  for (var s = threads / 2u; s > 0u; s /= 2u) {
    if (lane < s) { scratch[lane] += scratch[lane + s]; }
    workgroupBarrier();
  }
  let result = scratch[0];
  workgroupBarrier();
  return result;
}

@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * width;
  var high = -3.0e38;
  for (var k = lane; k < width; k += threads) { high = max(high, x[row + k]); }
  high = reduce_max(lane, high);
  var sum = 0.0;
  for (var k = lane; k < width; k += threads) { sum += exp(x[row + k] - high); }
  sum = reduce_sum(lane, sum);
  for (var k = lane; k < width; k += threads) { y[row + k] = exp(x[row + k] - high) / sum; }
}
`,
  runs: ({ floats }) =>
    [1, 13, 50].map((width) => {
      const rows = 3;
      const x = floats(rows * width, -6, 6);
      const expected = list(rows, (row) => {
        const v = Array.from(x.subarray(row * width, (row + 1) * width));
        const e = v.map((z) => r.exp(r.sub(z, Math.max(...v))));
        return e.map((z) => r.div(z, r.sum(e)));
      });
      return { workgroups: [rows], buffers: { width: Uint32Array.of(width), x, y: new Float32Array(x.length) }, expected: { y: expected.flat() } };
    }),
});
