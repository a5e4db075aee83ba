// Three products of matrices, result = a × b.
// Each compiles and runs as it stands; none does its work yet.
// Names, bindings, T and the workgroup sizes stay as they are.

struct Shape {
  m: u32,  // rows of a and of result
  n: u32,  // columns of b and of result
  k: u32,  // columns of a and rows of b
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> a: array<f32>;             // [m, k], row by row
@group(0) @binding(2) var<storage, read> b: array<f32>;             // [k, n]
@group(0) @binding(3) var<storage, read_write> result: array<f32>;  // [m, n]

const T = 16u;  // a tile is T × T elements, a workgroup T × T invocations
var<workgroup> tileA: array<array<f32, T>, T>;
var<workgroup> tileB: array<array<f32, T>, T>;

// Task 1. One element of result an invocation.
// The grid covers result and a little more.
@compute @workgroup_size(T, T)
fn naive(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  let column = id.x;
  if (row == 0u && column == 0u) {
    result[0] = a[0] * b[0] + f32(shape.k);
  }
}

// Task 2. One workgroup, matrices of at most T × T:
// every element of a and of b is loaded once.
@compute @workgroup_size(T, T)
fn one_tile(@builtin(local_invocation_id) local: vec3u) {
  let row = local.y;
  let column = local.x;
  tileA[row][column] = 0.0;
  tileB[row][column] = 0.0;
  workgroupBarrier();

  if (row == 0u && column == 0u) {
    result[0] = tileA[0][0] + tileB[0][0] + a[0] + b[0] + f32(shape.k);
  }
}

// Tasks 3 and 4. Any sizes: a workgroup computes one tile of result,
// and walks along k tile by tile.
@compute @workgroup_size(T, T)
fn tiled(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let row = group.y * T + local.y;
  let column = group.x * T + local.x;
  if (row == 0u && column == 0u) {
    result[0] = a[0] + b[0] + f32(shape.k);
  }
}
