// Neighbours write the same f16.
// dispatch 1
// buffer out u32 32 zero
// race in-workgroup W W
enable f16;
@group(0) @binding(0) var<storage, read_write> out: array<f16>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  out[i / 2u] = f16(i); // @W
}
