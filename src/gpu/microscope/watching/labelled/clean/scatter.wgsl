// Scatters to places that are all different.
// dispatch 2
// buffer place u32 64 reverse
// buffer out u32 64 zero
@group(0) @binding(0) var<storage, read> place: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  out[place[id.x]] = id.x;
}
