// Each invocation counts one bin alone: read and written on two lines, by nobody else.
// dispatch 1
// buffer data u32 64 mod 8
// buffer counts u32 8 zero
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = 0u; i < arrayLength(&data); i++) {
    if (data[i] == id.x) {
      let old = counts[id.x];
      counts[id.x] = old + 1u;
    }
  }
}
