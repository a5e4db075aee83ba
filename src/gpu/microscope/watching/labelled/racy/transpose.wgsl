// Transposes a square in place, each invocation moving its own element.
// dispatch 2 2
// buffer data u32 64 mod 64
// race in-workgroup U U
// race between-workgroups U U
@group(0) @binding(0) var<storage, read_write> data: array<u32>;

@compute @workgroup_size(4, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  data[id.x * 8u + id.y] = data[id.y * 8u + id.x]; // @U
}
