// The workgroup that finishes last adds what the others left; its atomic counter orders nothing but itself.
// dispatch 4
// buffer data u32 64 mod 9
// buffer groupSums u32 4 zero
// buffer state u32 2 zero
// race between-workgroups W R
// told split the kernel into two dispatches
struct State { done: atomic<u32>, total: u32 }
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> groupSums: array<u32>;
@group(0) @binding(2) var<storage, read_write> state: State;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3u) {
  var sum = 0u;
  for (var i = 0u; i < 16u; i++) {
    sum += data[group.x * 16u + i];
  }
  groupSums[group.x] = sum; // @W
  if (atomicAdd(&state.done, 1u) == 3u) {
    for (var g = 0u; g < 4u; g++) {
      state.total += groupSums[g]; // @R
    }
  }
}
