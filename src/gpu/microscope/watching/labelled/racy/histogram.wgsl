// A histogram whose counters everyone changes at once.
// dispatch 2
// buffer data u32 128 mod 8
// buffer counts u32 8 zero
// race in-workgroup U U
// race between-workgroups U U
// told atomicAdd
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  counts[data[id.x]] += 1u; // @U
}
