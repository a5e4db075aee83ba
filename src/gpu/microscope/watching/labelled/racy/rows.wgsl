// A row for each workgroup, with the wrong index: all take row 0.
// dispatch 4
// buffer data f32 64 mod 8
// buffer sums f32 4 zero
// race between-workgroups W W
@group(0) @binding(0) var<storage, read> data: array<f32>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(1)
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  var sum = 0.0;
  for (var j = 0u; j < 16u; j++) {
    sum += data[group.x * 16u + j];
  }
  sums[local.x] = sum; // @W
}
