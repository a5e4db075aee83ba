import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'batched matmul of strided tensors: strides and offsets in a uniform, the batch along z',
  source: /* wgsl */ `
struct Tensor { offset: u32, batch: u32, row: u32, column: u32 }
struct Job { m: u32, n: u32, k: u32, batches: u32, a: Tensor, b: Tensor, c: Tensor }
@group(0) @binding(0) var<uniform> job: Job;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

fn at(t: Tensor, batch: u32, row: u32, column: u32) -> u32 {
  return t.offset + batch * t.batch + row * t.row + column * t.column;
}

@compute @workgroup_size(4, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= job.n || id.y >= job.m || id.z >= job.batches) { return; }
  var sum = 0.0;
  for (var k = 0u; k < job.k; k++) { sum += a[at(job.a, id.z, id.y, k)] * b[at(job.b, id.z, k, id.x)]; }
  c[at(job.c, id.z, id.y, id.x)] = sum;
}
`,
  runs: ({ floats }) => {
    const [m, n, k, batches] = [5, 6, 7, 3];
    // b is stored transposed and shared by all batches; c has two columns of padding.
    const tensors = { a: [0, m * k, k, 1], b: [1, 0, 1, k], c: [3, m * (n + 2), n + 2, 1] } as const;
    const [a, b] = [floats(batches * m * k), floats(n * k + 1)];
    const c = new Float32Array(3 + batches * m * (n + 2)).fill(9);
    const expected: r.Term[] = Array.from(c);
    for (let batch = 0; batch < batches; batch++)
      for (let row = 0; row < m; row++)
        for (let column = 0; column < n; column++)
          expected[3 + (batch * m + row) * (n + 2) + column] = r.dot(list(k, (t) => a[(batch * m + row) * k + t]!), list(k, (t) => b[1 + t + column * k]!));
    return [{ workgroups: [2, 2, 3], buffers: { job: Uint32Array.of(m, n, k, batches, ...tensors.a, ...tensors.b, ...tensors.c), a, b, c }, expected: { c: expected } }];
  },
});
