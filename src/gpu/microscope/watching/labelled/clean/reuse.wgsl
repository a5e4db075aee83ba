// A softmax that uses one block twice, with a barrier before it is filled again.
// dispatch 1
// buffer data f32 64 mod 9
@group(0) @binding(0) var<storage, read_write> data: array<f32>;
var<workgroup> block: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
  block[i] = data[i];
  workgroupBarrier();
  var most = -1e30;
  for (var j = 0u; j < 64u; j++) {
    most = max(most, block[j]);
  }
  workgroupBarrier();
  block[i] = exp(data[i] - most);
  workgroupBarrier();
  var sum = 0.0;
  for (var j = 0u; j < 64u; j++) {
    sum += block[j];
  }
  data[i] = block[i] / sum;
}
