import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'exclusive scan after Blelloch: up-sweep, down-sweep, block sums beside',
  source: /* wgsl */ `
const n = 32u;
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;
var<workgroup> t: array<u32, n>;

fn load(k: u32) -> u32 { if (k < arrayLength(&x)) { return x[k]; } return 0u; }

@compute @workgroup_size(n / 2u)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let start = group.x * n;
  t[2u * lane] = load(start + 2u * lane);
  t[2u * lane + 1u] = load(start + 2u * lane + 1u);
  var offset = 1u;
  for (var d = n >> 1u; d > 0u; d >>= 1u) {
    workgroupBarrier();
    if (lane < d) {
      let a = offset * (2u * lane + 1u) - 1u;
      t[a + offset] += t[a];
    }
    offset *= 2u;
  }
  workgroupBarrier();
  if (lane == 0u) {
    sums[group.x] = t[n - 1u];
    t[n - 1u] = 0u;
  }
  for (var d = 1u; d < n; d *= 2u) {
    offset >>= 1u;
    workgroupBarrier();
    if (lane < d) {
      let a = offset * (2u * lane + 1u) - 1u;
      let b = a + offset;
      let old = t[a];
      t[a] = t[b];
      t[b] += old;
    }
  }
  workgroupBarrier();
  for (var k = 2u * lane; k < 2u * lane + 2u; k++) {
    if (start + k < arrayLength(&y)) { y[start + k] = t[k]; }
  }
}
`,
  runs: ({ uints }) => {
    const x = uints(75, 0, 4000000000);
    const sum = (v: Uint32Array) => v.reduce((s, z) => (s + z) >>> 0, 0);
    const expected = { y: Array.from(x, (_, k) => sum(x.subarray(k - (k % 32), k))), sums: list(3, (g) => sum(x.subarray(32 * g, 32 * g + 32))) };
    return [{ workgroups: [3], buffers: { x, y: new Uint32Array(75), sums: new Uint32Array(3) }, expected }];
  },
});
