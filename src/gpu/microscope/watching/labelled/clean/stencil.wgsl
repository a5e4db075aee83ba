// Averages with the neighbours into another buffer.
// dispatch 4
// buffer data f32 64 mod 10
// buffer out f32 64 zero
@group(0) @binding(0) var<storage, read_write> data: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i > 0u && i < 63u) {
    out[i] = (data[i - 1u] + data[i] + data[i + 1u]) / 3.0;
  }
}
