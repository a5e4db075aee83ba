// Appends to a list with a plain counter.
// dispatch 2
// buffer data u32 64 mod 4
// buffer list u32 65 zero
// race in-workgroup R N
// race between-workgroups R N
struct List { count: u32, items: array<u32> }
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> list: List;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (data[id.x] == 3u) {
    let slot = list.count; // @R
    list.count = slot + 1u; // @N
    list.items[slot] = id.x;
  }
}
