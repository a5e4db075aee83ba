// Tree reduction whose last eight elements one invocation adds alone: no barrier needed.
// dispatch 1
// buffer data u32 64 mod 9
// buffer out u32 1 zero
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> sums: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  sums[i] = data[i];
  workgroupBarrier();
  for (var stride = 32u; stride > 4u; stride /= 2u) {
    if (i < stride) {
      sums[i] += sums[i + stride];
    }
    workgroupBarrier();
  }
  if (i == 0u) {
    for (var j = 1u; j < 8u; j++) {
      sums[0] += sums[j];
    }
    out[0] = sums[0];
  }
}
