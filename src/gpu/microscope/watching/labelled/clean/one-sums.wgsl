// One invocation adds up what the others have written; its own sum in storage is nobody else's.
// dispatch 2
// buffer data u32 64 mod 6
// buffer out u32 2 zero
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> block: array<u32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
  block[i] = data[id.x] * data[id.x];
  workgroupBarrier();
  if (i == 31u) {
    for (var j = 0u; j < 32u; j++) {
      out[id.x / 32u] += block[j];
    }
  }
}
