// Whoever finds a negative number raises one flag: the same value, and still a race.
// dispatch 2
// buffer data i32 64 ramp -4
// buffer found u32 1 zero
// race in-workgroup W W
// told may look right by luck
@group(0) @binding(0) var<storage, read> data: array<i32>;
@group(0) @binding(1) var<storage, read_write> found: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (data[id.x] < 0) {
    found[0] = 1u; // @W
  }
}
