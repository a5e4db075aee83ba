// Even and odd invocations write the same member of a struct.
// dispatch 1
// buffer out u32 64 zero
// race in-workgroup A B
struct Pair { even: u32, odd: u32 }
@group(0) @binding(0) var<storage, read_write> out: array<Pair>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  if (i % 2u == 0u) {
    out[i / 2u].even = i; // @A
  } else {
    out[i / 2u].even = i; // @B
  }
}
