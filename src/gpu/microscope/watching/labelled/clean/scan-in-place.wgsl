// Prefix sum in place: all read, then all write.
// dispatch 1
// buffer data u32 64 mod 5
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
var<workgroup> sums: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  sums[i] = data[i];
  workgroupBarrier();
  for (var step = 1u; step < 64u; step *= 2u) {
    var left = 0u;
    if (i >= step) {
      left = sums[i - step];
    }
    workgroupBarrier();
    sums[i] += left;
    workgroupBarrier();
  }
  data[i] = sums[i];
}
