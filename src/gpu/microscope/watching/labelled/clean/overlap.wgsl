// Blocks of 32, read one further than written.
// dispatch 3
// buffer data u32 97 mod 7
// buffer out u32 96 zero
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
  let at = group.x * 32u + i;
  out[at] = data[at] + data[at + 1u];
}
