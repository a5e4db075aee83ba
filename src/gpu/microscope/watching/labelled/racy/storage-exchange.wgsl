// Neighbours exchange through a storage buffer, but the barrier orders workgroup memory.
// dispatch 2
// buffer data u32 64 mod 64
// buffer out u32 64 zero
// race in-workgroup W R
// told which storageBarrier() orders
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
  let start = group.x * 32u;
  data[start + i] = i * i; // @W
  workgroupBarrier();
  out[start + i] = data[start + (i + 1u) % 32u]; // @R
}
