import { defineKernel } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GPU puzzle: dot product, one number from a workgroup by one invocation',
  source: /* wgsl */ `
var<workgroup> products: array<f32, 16>;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32, 1>;

@compute @workgroup_size(16)
fn main(@builtin(local_invocation_index) i: u32) {
  if (i < arrayLength(&a)) { products[i] = a[i] * b[i]; } else { products[i] = 0.0; }
  workgroupBarrier();
  if (i == 0u) {
    var sum = 0.0;
    for (var k = 0u; k < 16u; k++) { sum += products[k]; }
    out[0] = sum;
  }
}
`,
  runs: ({ floats }) => {
    const [a, b] = [floats(13), floats(13)];
    return [{ workgroups: [1], buffers: { a, b, out: new Float32Array(1) }, expected: { out: [r.dot(Array.from(a), Array.from(b))] } }];
  },
});
