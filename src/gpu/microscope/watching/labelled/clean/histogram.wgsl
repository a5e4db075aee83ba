// A histogram with atomics.
// dispatch 2
// buffer data u32 128 mod 8
// buffer counts u32 8 zero
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  atomicAdd(&counts[data[id.x]], 1u);
}
