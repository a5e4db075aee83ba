import { defineKernel } from '../case';

export default defineKernel({
  title: 'reduction: a grid-stride loop, a tree in shared memory, one atomic on fixed-point integers per workgroup',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> total: array<atomic<i32>, 2>;
var<workgroup> s: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) t: u32, @builtin(num_workgroups) groups: vec3u) {
  var mine = 0.0;
  var high = -1000000.0;
  for (var k = id.x; k < arrayLength(&x); k += 64u * groups.x) {
    mine += x[k];
    high = max(high, x[k]);
  }
  s[t] = mine;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half >>= 1u) {
    if (t < half) { s[t] += s[t + half]; }
    workgroupBarrier();
  }
  if (t == 0u) { atomicAdd(&total[0], i32(s[0] * 4.0)); }
  atomicMax(&total[1], i32(high * 4.0));
}
`,
  runs: ({ ints }) => {
    const x = Float32Array.from(ints(501, -400, 400), (n) => n / 4);
    const sum = x.reduce((s, z) => s + z, 0);
    return [{ workgroups: [3], buffers: { x, total: Int32Array.of(0, -4000000) }, expected: { total: [4 * sum, 4 * Math.max(...x)] } }];
  },
});
