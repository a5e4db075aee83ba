// Whoever finds a negative number raises one flag, atomically.
// dispatch 2
// buffer data i32 64 ramp -4
// buffer found u32 1 zero
@group(0) @binding(0) var<storage, read> data: array<i32>;
@group(0) @binding(1) var<storage, read_write> found: atomic<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (data[id.x] < 0) {
    atomicStore(&found, 1u);
  }
}
