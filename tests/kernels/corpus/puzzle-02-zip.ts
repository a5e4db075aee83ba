import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'GPU puzzle: zip, two inputs an element',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(7)
fn main(@builtin(local_invocation_index) i: u32) {
  out[i] = a[i] + b[i];
}
`,
  runs: ({ floats }) => {
    const [a, b] = [floats(7), floats(7)];
    return [{ workgroups: [1], buffers: { a, b, out: new Float32Array(7) }, expected: { out: list(7, (k) => r.add(a[k]!, b[k]!)) } }];
  },
});
