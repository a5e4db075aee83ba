// Averages with the neighbours in place.
// dispatch 4
// buffer data f32 64 mod 10
// race in-workgroup U U
// race between-workgroups U U
// told A barrier would order one workgroup alone
@group(0) @binding(0) var<storage, read_write> data: array<f32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i > 0u && i < 63u) {
    data[i] = (data[i - 1u] + data[i] + data[i + 1u]) / 3.0; // @U
  }
}
