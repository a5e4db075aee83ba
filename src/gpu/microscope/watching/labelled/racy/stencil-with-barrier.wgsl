// Averages with the neighbours in place over a barrier: right inside a workgroup, not at its edges.
// dispatch 4
// buffer data f32 64 mod 10
// race between-workgroups R W
@group(0) @binding(0) var<storage, read_write> data: array<f32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  let left = data[max(i, 1u) - 1u]; // @R
  storageBarrier();
  data[i] = (left + data[i]) / 2.0; // @W
}
