// Counts in workgroup memory with atomics, but adds up before all have counted.
// dispatch 2
// buffer data u32 128 mod 8
// buffer counts u32 8 zero
// race in-workgroup Z Z
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
var<workgroup> own: array<atomic<u32>, 8>;
var<workgroup> total: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
  atomicAdd(&own[data[id.x]], 1u);
  total = i; // @Z
  workgroupBarrier();
  if (i < 8u) {
    atomicAdd(&counts[i], atomicLoad(&own[i]));
  }
}
