import { defineKernel, f32, list, u32 } from '../case';

export default defineKernel({
  title: 'bitonic sort of 64 keys with their values in shared memory',
  source: /* wgsl */ `
const n = 64u;
struct Entry { key: f32, value: u32 }
@group(0) @binding(0) var<storage, read_write> entries: array<Entry, n>;
var<workgroup> work: array<Entry, n>;

@compute @workgroup_size(n / 2)
fn main(@builtin(local_invocation_index) lane: u32) {
  work[lane] = entries[lane];
  work[lane + n / 2] = entries[lane + n / 2];
  for (var size = 2u; size <= n; size <<= 1) {
    for (var stride = size >> 1; stride > 0; stride >>= 1) {
      workgroupBarrier();
      let low = 2u * stride * (lane / stride) + lane % stride;
      let high = low + stride;
      let rising = (low & size) == 0u;
      let a = work[low];
      let b = work[high];
      if ((a.key > b.key) == rising) {
        work[low] = b;
        work[high] = a;
      }
    }
  }
  workgroupBarrier();
  entries[lane] = work[lane];
  entries[lane + n / 2] = work[lane + n / 2];
}
`,
  runs: ({ rng }) => {
    // Different keys: the order of equal ones is not defined.
    const keys = rng.shuffle(list(64, (k) => k * 1.5 - 40));
    const sorted = keys.map((key, k) => [f32(key), k] as const).sort((a, b) => keys[a[1]]! - keys[b[1]]!);
    return [{ workgroups: [1], buffers: { entries: Uint32Array.from(keys.flatMap((key, k) => [f32(key), u32(k)])) }, expected: { entries: sorted.flat() } }];
  },
});
