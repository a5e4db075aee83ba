// Prefix sum in place: one invocation adds what another has just changed.
// dispatch 1
// buffer data u32 64 mod 5
// race in-workgroup U U
// told read into a variable
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
var<workgroup> sums: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  sums[i] = data[i];
  workgroupBarrier();
  for (var step = 1u; step < 64u; step *= 2u) {
    if (i >= step) {
      sums[i] += sums[i - step]; // @U
    }
    workgroupBarrier();
  }
  data[i] = sums[i];
}
