import { defineKernel } from '../case';

export default defineKernel({
  title: 'one pass of a radix sort: stable split of a block by two bits with prefix sums in shared memory',
  source: /* wgsl */ `
const n = 32u;
const digits = 4u;
override shift: u32 = 0;
@group(0) @binding(0) var<storage, read> keys: array<u32>;
@group(0) @binding(1) var<storage, read_write> sorted: array<u32>;
var<workgroup> flags: array<array<u32, n>, digits>;

@compute @workgroup_size(n)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let key = keys[group.x * n + lane];
  let digit = (key >> shift) & (digits - 1u);
  for (var d = 0u; d < digits; d++) { flags[d][lane] = u32(d == digit); }
  for (var offset = 1u; offset < n; offset <<= 1u) {
    workgroupBarrier();
    var sums: array<u32, digits>;
    for (var d = 0u; d < digits; d++) {
      sums[d] = flags[d][lane];
      if (lane >= offset) { sums[d] += flags[d][lane - offset]; }
    }
    workgroupBarrier();
    for (var d = 0u; d < digits; d++) { flags[d][lane] = sums[d]; }
  }
  workgroupBarrier();
  var before = flags[digit][lane] - 1u;
  for (var d = 0u; d < digit; d++) { before += flags[d][n - 1u]; }
  sorted[group.x * n + before] = key;
}
`,
  runs: ({ uints }) =>
    [0, 4].map((shift) => {
      const keys = uints(64, 0, 255);
      const block = (g: number) => Array.from(keys.subarray(32 * g, 32 * g + 32)).sort((a, b) => ((a >> shift) & 3) - ((b >> shift) & 3));
      return { workgroups: [2], constants: { shift }, buffers: { keys, sorted: new Uint32Array(64) }, expected: { sorted: [...block(0), ...block(1)] } };
    }),
});
