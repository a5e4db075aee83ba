// Reverses a block through workgroup memory; nobody waits for the writes.
// dispatch 2
// buffer data u32 128 mod 100
// race in-workgroup W R
// told Put workgroupBarrier() between
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
var<workgroup> block: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
  block[i] = data[group.x * 64u + i]; // @W
  data[group.x * 64u + i] = block[63u - i]; // @R
}
