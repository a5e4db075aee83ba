// Blocks of 32 that start 31 apart: their edges are written twice.
// dispatch 3
// buffer out u32 96 zero
// race between-workgroups W W
// told Give each workgroup its own elements
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
  out[group.x * 31u + i] = i; // @W
}
