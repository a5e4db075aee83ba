// Transposes a square in place; each invocation above the diagonal swaps a pair that nobody else touches.
// dispatch 2 2
// buffer data u32 64 mod 64
@group(0) @binding(0) var<storage, read_write> data: array<u32>;

@compute @workgroup_size(4, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > id.y) {
    let upper = data[id.y * 8u + id.x];
    data[id.y * 8u + id.x] = data[id.x * 8u + id.y];
    data[id.x * 8u + id.y] = upper;
  }
}
