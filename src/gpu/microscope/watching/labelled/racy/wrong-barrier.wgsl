// Workgroup memory over a barrier that orders storage.
// dispatch 1
// buffer out u32 32 zero
// race in-workgroup W R
// told which workgroupBarrier() orders
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> block: array<u32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  block[i] = i * 3u; // @W
  storageBarrier();
  out[i] = block[31u - i]; // @R
}
