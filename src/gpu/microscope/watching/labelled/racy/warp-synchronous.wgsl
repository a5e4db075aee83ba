// Tree reduction that trusts a warp to run in lockstep for the last steps.
// dispatch 1
// buffer data u32 64 mod 9
// buffer out u32 1 zero
// race in-workgroup A B
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> sums: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  sums[i] = data[i];
  workgroupBarrier();
  for (var stride = 32u; stride > 2u; stride /= 2u) {
    if (i < stride) {
      sums[i] += sums[i + stride];
    }
    workgroupBarrier();
  }
  if (i < 2u) { sums[i] += sums[i + 2u]; } // @A
  if (i < 1u) { out[0] = sums[0] + sums[1]; } // @B
}
