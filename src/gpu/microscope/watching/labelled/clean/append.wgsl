// Appends to a list with an atomic counter: every slot is given out once.
// dispatch 2
// buffer data u32 64 mod 4
// buffer list u32 65 zero
struct List { count: atomic<u32>, items: array<u32> }
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> list: List;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (data[id.x] == 3u) {
    let slot = atomicAdd(&list.count, 1u);
    list.items[slot] = id.x;
  }
}
