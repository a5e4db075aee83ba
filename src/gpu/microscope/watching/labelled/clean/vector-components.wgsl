// Four invocations write one vector, each a component: components are memory of their own.
// dispatch 1
// buffer out f32 64 zero
@group(0) @binding(0) var<storage, read_write> out: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  out[i / 4u][i % 4u] = f32(i);
}
