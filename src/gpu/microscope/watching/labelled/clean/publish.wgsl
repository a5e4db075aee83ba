// Every invocation hands on a ticket; what is not atomic is its own.
// dispatch 1
// buffer out u32 32 zero
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> message: array<u32, 32>;
var<workgroup> ready: atomic<u32>;

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  message[i] = 42u;
  atomicAdd(&ready, 1u);
  if (atomicLoad(&ready) > 0u) {
    out[i] = message[i];
  }
}
