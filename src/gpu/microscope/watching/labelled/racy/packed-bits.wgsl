// Eight invocations set their four bits of one word.
// dispatch 1
// buffer data u32 64 mod 16
// buffer packed u32 8 zero
// race in-workgroup U U
// told use atomicOr
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> packed: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  packed[i / 8u] |= data[i] << (4u * (i % 8u)); // @U
}
