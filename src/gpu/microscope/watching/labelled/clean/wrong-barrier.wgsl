// Both memories are exchanged, both barriers stand there.
// dispatch 1
// buffer out u32 32 zero
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> block: array<u32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  block[i] = i * 3u;
  out[i] = i;
  workgroupBarrier();
  storageBarrier();
  let other = block[31u - i] + out[31u - i];
  storageBarrier();
  out[i] = other;
}
