// A product whose invocations keep tiles of their own in registers.
// Each kernel compiles and runs as it stands; none does its work yet.
// Names, bindings and workgroup sizes stay as they are.

struct Shape {
  m: u32,  // rows of a and of result
  n: u32,  // columns of b and of result
  k: u32,  // columns of a and rows of b
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> a: array<f32>;             // [m, k], row by row
@group(0) @binding(2) var<storage, read> b: array<f32>;             // [k, n]
@group(0) @binding(3) var<storage, read> c: array<f32>;             // [m, n], tasks 2 and 3
@group(0) @binding(4) var<storage, read_write> result: array<f32>;  // [m, n]

const T = 16u;      // a workgroup has T × T invocations
const R = 4u;       // task 1 and 2: an invocation has R × R sums
const TILE = R * T; // 64: side of a workgroup's tile of result
const DEPTH = 16u;  // columns of a, and rows of b, in one step
var<workgroup> tileA: array<array<f32, DEPTH>, TILE>;
var<workgroup> tileB: array<array<f32, TILE>, DEPTH>;

// Both are from the core lab: outside the matrix there are zeros.
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

// Task 1. result = a × b.
// The grid has a workgroup for each tile of 64 × 64.
@compute @workgroup_size(T, T)
fn blocked(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  tileA[local.y][local.x] = 0.0;
  tileB[local.y][local.x] = 0.0;
  if (local.x + local.y + group.x + group.y == 0u) {
    result[0] = a_at(0u, 0u) + b_at(0u, 0u) + 0.5;
  }
}

// Task 2. result = max(0, a × b) + c, on the same grid.
@compute @workgroup_size(T, T)
fn fused(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  if (local.x + local.y + group.x + group.y == 0u) {
    result[0] = a_at(0u, 0u) + b_at(0u, 0u) + 0.5 - c[0];
  }
}

// Task 3. result = max(0, a × b) + c.
// The grid has a workgroup for each tile of 128 × 128.
@compute @workgroup_size(T, T)
fn wide(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  if (local.x + local.y + group.x + group.y == 0u) {
    result[0] = a_at(0u, 0u) + b_at(0u, 0u) + 0.5 - c[0];
  }
}
