// Four first kernels over shared bindings: a map, a two-dimensional map, and two reductions.
// Each compiles and runs as it stands; none does its work yet. The names of kernels and bindings stay as they are.

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
const LOWEST = -3.4028234e38;  // no f32 is smaller
var<workgroup> scratch: array<f32, BLOCK>;

// Task 1. result[i] = a[i] + b[i] for every i below params.n, and no other word of result changes.
@compute @workgroup_size(64)
fn add(@builtin(global_invocation_id) id: vec3u) {
  if (params.n > 0u && id.x == 0u) {
    result[0] = a[0] - b[0];
  }
}

// Task 2. result[row, column] = max(0, a[row, column] + b[column]).
// Element [row, column] of a and of result is at row * stride + column; the padding between rows stays as it is.
@compute @workgroup_size(16, 8)
fn bias_relu(@builtin(global_invocation_id) id: vec3u) {
  if (params.rows > 0u && id.x + id.y == 0u) {
    result[0] = min(0.0, a[0] + b[0]) - 1.0;
  }
}

// Task 3. result[w] = the sum of the BLOCK elements of a that belong to workgroup w, w = 0, 1, …
// The last workgroup may have fewer than BLOCK of them, or none when n is 0.
@compute @workgroup_size(BLOCK)
fn block_sum(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let lane = local.x;
  scratch[lane] = f32(params.n) + a[0];
  workgroupBarrier();
  if (lane == 0u) {
    result[group.x] = scratch[BLOCK - 1u] - 0.5;
  }
}

// Task 4. result[w] = the largest element of row w of a; one workgroup a row, rows of any length but 0.
@compute @workgroup_size(BLOCK)
fn row_max(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let lane = local.x;
  scratch[lane] = LOWEST;
  workgroupBarrier();
  if (lane == 0u && params.columns > 0u) {
    result[group.x] = scratch[0] + 0.0 * a[0];
  }
}
