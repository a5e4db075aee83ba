// Three products of matrices, result = a × b.

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
  if (row < shape.m && column < shape.n) {
    var sum = 0.0;
    for (var p = 0u; p < shape.k; p++) {
      sum += a[row * shape.k + p] * b[p * shape.n + column];
    }
    result[row * shape.n + column] = sum;
  }
}

// Outside the matrix there are zeros: they add nothing to a sum,
// and nothing is loaded for them.
fn a_at(row: u32, column: u32) -> f32 {
  if (row < shape.m && column < shape.k) {
    return a[row * shape.k + column];
  }
  return 0.0;
}

fn b_at(row: u32, column: u32) -> f32 {
  if (row < shape.k && column < shape.n) {
    return b[row * shape.n + column];
  }
  return 0.0;
}

// Row of tileA times column of tileB.
fn tile_product(row: u32, column: u32) -> f32 {
  var sum = 0.0;
  for (var p = 0u; p < T; p++) {
    sum += tileA[row][p] * tileB[p][column];
  }
  return sum;
}

// Task 2. One workgroup, matrices of at most T × T:
// every element of a and of b is loaded once.
@compute @workgroup_size(T, T)
fn one_tile(@builtin(local_invocation_id) local: vec3u) {
  let row = local.y;
  let column = local.x;
  tileA[row][column] = a_at(row, column);
  tileB[row][column] = b_at(row, column);
  workgroupBarrier();

  if (row < shape.m && column < shape.n) {
    result[row * shape.n + column] = tile_product(row, column);
  }
}

// Tasks 3 and 4. Any sizes: a workgroup computes one tile of result,
// and walks along k tile by tile.
@compute @workgroup_size(T, T)
fn tiled(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let row = group.y * T + local.y;
  let column = group.x * T + local.x;
  var sum = 0.0;
  for (var first = 0u; first < shape.k; first += T) {
    tileA[local.y][local.x] = a_at(row, first + local.x);
    tileB[local.y][local.x] = b_at(first + local.y, column);
    workgroupBarrier();  // both tiles are full before anyone reads them
    sum += tile_product(local.y, local.x);
    workgroupBarrier();  // everyone has read them before anyone fills them again
  }
  if (row < shape.m && column < shape.n) {
    result[row * shape.n + column] = sum;
  }
}
