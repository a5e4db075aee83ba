// A function waits and adds the neighbour's element through a pointer.
// dispatch 1
// buffer out u32 32 zero
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
var<workgroup> first: array<u32, 32>;

fn withNeighbour(block: ptr<workgroup, array<u32, 32>>, i: u32) -> u32 {
  workgroupBarrier();
  return (*block)[i] + (*block)[(i + 1u) % 32u];
}

@compute @workgroup_size(32)
fn main(@builtin(local_invocation_index) i: u32) {
  first[i] = i;
  out[i] = withNeighbour(&first, i);
}
