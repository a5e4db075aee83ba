// Reads the counter on one line and writes it back on another.
// dispatch 1
// buffer data u32 64 mod 8
// buffer counts u32 8 zero
// race in-workgroup R W
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let bin = data[id.x];
  let old = counts[bin]; // @R
  counts[bin] = old + 1u; // @W
}
