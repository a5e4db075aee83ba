// Prefix sum with two buffers in turn.
// dispatch 1
// buffer data u32 64 mod 5
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
var<workgroup> sums: array<array<u32, 64>, 2>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  var now = 0u;
  sums[now][i] = data[i];
  workgroupBarrier();
  for (var step = 1u; step < 64u; step *= 2u) {
    let left = select(0u, sums[now][max(i, step) - step], i >= step); // @R
    sums[1u - now][i] = sums[now][i] + left; // @W
    now = 1u - now;
    workgroupBarrier();
  }
  data[i] = sums[now][i];
}
