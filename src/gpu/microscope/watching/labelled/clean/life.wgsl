// The game of life, from one buffer to another.
// dispatch 2 2
// buffer now u32 64 mod 3
// buffer next u32 64 zero
@group(0) @binding(0) var<storage, read_write> now: array<u32>;
@group(0) @binding(1) var<storage, read_write> next: array<u32>;

@compute @workgroup_size(4, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var neighbours = 0u;
  for (var dy = 7u; dy <= 9u; dy++) {
    for (var dx = 7u; dx <= 9u; dx++) {
      if (dx != 8u || dy != 8u) {
        neighbours += now[((id.y + dy) % 8u) * 8u + (id.x + dx) % 8u] & 1u;
      }
    }
  }
  let at = id.y * 8u + id.x;
  let alive = neighbours == 3u || (neighbours == 2u && (now[at] & 1u) == 1u);
  next[at] = select(0u, 1u, alive);
}
