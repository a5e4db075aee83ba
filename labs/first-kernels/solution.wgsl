// Four first kernels over shared bindings: a map, a two-dimensional map, and two reductions.

struct Params {
  n: u32,        // elements of a one-dimensional input
  rows: u32,
  columns: u32,
  stride: u32,   // elements from the start of one row to the start of the next; at least columns
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

const BLOCK = 256u;
const LOWEST = -3.4028234e38;  // no f32 is smaller: the identity of max
var<workgroup> scratch: array<f32, BLOCK>;

// Task 1. result[i] = a[i] + b[i]
@compute @workgroup_size(64)
fn add(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i < params.n) {
    result[i] = a[i] + b[i];
  }
}

// Task 2. result[row, column] = max(0, a[row, column] + b[column])
@compute @workgroup_size(16, 8)
fn bias_relu(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  let row = id.y;
  if (row < params.rows && column < params.columns) {
    let i = row * params.stride + column;
    result[i] = max(0.0, a[i] + b[column]);
  }
}

// Task 3. result[w] = the sum of the 256 elements of a that belong to workgroup w
@compute @workgroup_size(BLOCK)
fn block_sum(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let lane = local.x;
  let i = group.x * BLOCK + lane;
  var value = 0.0;
  if (i < params.n) {
    value = a[i];
  }
  scratch[lane] = value;
  workgroupBarrier();

  for (var half = BLOCK / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      scratch[lane] += scratch[lane + half];
    }
    workgroupBarrier();
  }

  if (lane == 0u) {
    result[group.x] = scratch[0];
  }
}

// Task 4. result[w] = the largest element of row w of a
@compute @workgroup_size(BLOCK)
fn row_max(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let lane = local.x;
  let row = group.x;
  var largest = LOWEST;
  for (var column = lane; column < params.columns; column += BLOCK) {
    largest = max(largest, a[row * params.stride + column]);
  }
  scratch[lane] = largest;
  workgroupBarrier();

  for (var half = BLOCK / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      scratch[lane] = max(scratch[lane], scratch[lane + half]);
    }
    workgroupBarrier();
  }

  if (lane == 0u) {
    result[row] = scratch[0];
  }
}
