// Even and odd invocations write members of their own.
// dispatch 1
// buffer out u32 64 zero
struct Pair { even: u32, odd: u32 }
@group(0) @binding(0) var<storage, read_write> out: array<Pair>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  if (i % 2u == 0u) {
    out[i / 2u].even = i;
  } else {
    out[i / 2u].odd = i;
  }
}
