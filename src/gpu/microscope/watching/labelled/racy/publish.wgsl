// Invocation 0 publishes data behind an atomic flag: a flag orders nothing but itself in WGSL.
// dispatch 1
// buffer out u32 32 zero
// race in-workgroup W R
// told The atomic between them does not help
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> message: u32;
var<workgroup> ready: atomic<u32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  if (i == 0u) {
    message = 42u; // @W
    atomicStore(&ready, 1u);
  }
  if (i > 0u && atomicLoad(&ready) == 1u) {
    out[i] = message; // @R
  }
}
