import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GPU puzzle: 1-D convolution with a halo in shared memory',
  source: /* wgsl */ `
const block = 8;
const taps = 4;
var<workgroup> signal: array<f32, block + taps - 1>;
var<workgroup> filter_taps: array<f32, taps>;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(block)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = arrayLength(&a);
  signal[lane] = select(0.0, a[min(id.x, n - 1)], id.x < n);
  if (lane < taps - 1) {
    let far = id.x + block;
    signal[lane + block] = select(0.0, a[min(far, n - 1)], far < n);
  }
  if (lane < taps) { filter_taps[lane] = weights[lane]; }
  workgroupBarrier();
  if (id.x < n) {
    var sum = 0.0;
    for (var k = 0u; k < taps; k++) { sum += signal[lane + k] * filter_taps[k]; }
    out[id.x] = sum;
  }
}
`,
  runs: ({ floats }) => {
    const [a, weights] = [floats(21), floats(4)];
    const expected = list(21, (k) => r.dot(list(4, (t) => a[k + t] ?? 0), Array.from(weights)));
    return [{ workgroups: [3], buffers: { a, weights, out: new Float32Array(21) }, expected: { out: expected } }];
  },
});
