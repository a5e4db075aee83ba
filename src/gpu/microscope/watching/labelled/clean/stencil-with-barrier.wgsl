// Averages with the neighbours of the same workgroup in place, over a barrier.
// dispatch 4
// buffer data f32 64 mod 10
@group(0) @binding(0) var<storage, read_write> data: array<f32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) l: u32) {
  let i = id.x;
  let left = data[select(i - 1u, i, l == 0u)];
  storageBarrier();
  data[i] = (left + data[i]) / 2.0;
}
