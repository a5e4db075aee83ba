import { defineKernel } from '../case';

export default defineKernel({
  title: 'inclusive scan after Hillis and Steele, two buffers in shared memory taking turns',
  source: /* wgsl */ `
const n = 16u;
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;
var<workgroup> buffers: array<array<i32, n>, 2>;

@compute @workgroup_size(n)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  buffers[0][lane] = 0;
  if (id.x < arrayLength(&x)) { buffers[0][lane] = x[id.x]; }
  var current = 0u;
  for (var offset = 1u; offset < n; offset *= 2u) {
    workgroupBarrier();
    let mine = buffers[current][lane];
    if (lane >= offset) {
      buffers[1u - current][lane] = mine + buffers[current][lane - offset];
    } else {
      buffers[1u - current][lane] = mine;
    }
    current = 1u - current;
  }
  if (id.x < arrayLength(&y)) { y[id.x] = buffers[current][lane]; }
}
`,
  runs: ({ ints }) => {
    const x = ints(41, -100, 100);
    const expected = Array.from(x, (_, k) => Array.from(x.subarray(k - (k % 16), k + 1)).reduce((s, z) => s + z, 0));
    return [{ workgroups: [3], buffers: { x, y: new Int32Array(41) }, expected: { y: expected } }];
  },
});
