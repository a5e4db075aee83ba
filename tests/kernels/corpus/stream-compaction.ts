import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'stream compaction: what passes a test goes to slots that an atomic counter gives out, one request a workgroup',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> kept: array<i32>;
@group(0) @binding(2) var<storage, read_write> count: atomic<u32>;
var<workgroup> mine: atomic<u32>;
var<workgroup> base: u32;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  var keep = false;
  var value = 0;
  if (id.x < arrayLength(&x)) {
    value = x[id.x];
    keep = value % 3 == 0;
  }
  var slot = 0u;
  if (keep) { slot = atomicAdd(&mine, 1u); }
  workgroupBarrier();
  if (lane == 0u) { base = atomicAdd(&count, atomicLoad(&mine)); }
  let start = workgroupUniformLoad(&base);
  if (keep) { kept[start + slot] = value; }
}
`,
  canonical: ({ kept, ...rest }) => ({ ...rest, kept: kept!.slice().sort((a, b) => a - b) }),
  runs: ({ ints }) => {
    const x = ints(90, 1, 1000);
    const passed = Array.from(x).filter((z) => z % 3 === 0);
    const kept = [...list(90 - passed.length, () => 0), ...passed.sort((a, b) => a - b)];
    return [{ workgroups: [6], buffers: { x, kept: new Int32Array(90), count: new Uint32Array(1) }, expected: { kept, count: [passed.length] } }];
  },
});
