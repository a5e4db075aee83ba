// A function adds the neighbour's element through a pointer, before the neighbour has written it.
// dispatch 1
// buffer out u32 32 zero
// race in-workgroup W R
// told in the order in which they run
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> first: array<u32, 32>;

fn withNeighbour(block: ptr<workgroup, array<u32, 32>>, i: u32) -> u32 {
  return (*block)[i] + (*block)[(i + 1u) % 32u]; // @R
}

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  first[i] = i; // @W
  out[i] = withNeighbour(&first, i);
}
