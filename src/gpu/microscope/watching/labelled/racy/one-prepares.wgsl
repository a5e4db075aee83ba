// One invocation prepares what all read, and nobody waits for it.
// dispatch 2
// buffer data f32 64 mod 6
// buffer out f32 64 zero
// race in-workgroup W R
@group(0) @binding(0) var<storage, read> data: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
var<workgroup> scale: f32;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
  if (i == 5u) {
    scale = 1.0 / (1.0 + data[0]); // @W
  }
  out[id.x] = data[id.x] * scale; // @R
}
