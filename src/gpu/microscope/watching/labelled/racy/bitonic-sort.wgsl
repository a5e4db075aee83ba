// Bitonic sort without a barrier between its steps.
// dispatch 1
// buffer data u32 32 hash
// race any
// told at the end of the loop's body
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
var<workgroup> block: array<u32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  block[i] = data[i];
  workgroupBarrier();
  for (var size = 2u; size <= 32u; size *= 2u) {
    for (var stride = size / 2u; stride > 0u; stride /= 2u) {
      let other = i ^ stride;
      if (other > i) {
        let low = block[i]; // @R
        let high = block[other]; // @S
        if ((low > high) == ((i & size) == 0u)) {
          block[i] = high; // @W
          block[other] = low; // @V
        }
      }
    }
  }
  data[i] = block[i]; // @Z
}
