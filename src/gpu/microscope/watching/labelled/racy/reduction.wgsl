// Tree reduction without a barrier between the steps.
// dispatch 2
// buffer data u32 128 mod 9
// buffer out u32 2 zero
// race in-workgroup U U
// told comes back to line
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> sums: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
  sums[i] = data[id.x];
  workgroupBarrier();
  for (var stride = 32u; stride > 0u; stride /= 2u) {
    if (i < stride) {
      sums[i] += sums[i + stride]; // @U
    }
  }
  if (i == 0u) {
    out[group.x] = sums[0];
  }
}
