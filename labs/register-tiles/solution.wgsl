// A product whose invocations keep tiles of their own in registers.

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

// The sums of one invocation: rows y, y + T, … and columns x, x + T, …
// of its workgroup's tile. Steps of T, and not neighbours, so that the lanes
// of a warp stay neighbours in every load and store.
var<private> sums: array<array<f32, R>, R>;

fn multiply(local: vec2u, corner: vec2u) {
  let lane = local.y * T + local.x;
  for (var first = 0u; first < shape.k; first += DEPTH) {
    for (var i = lane; i < TILE * DEPTH; i += T * T) {
      tileA[i / DEPTH][i % DEPTH] = a_at(corner.y + i / DEPTH, first + i % DEPTH);
      tileB[i / TILE][i % TILE] = b_at(first + i / TILE, corner.x + i % TILE);
    }
    workgroupBarrier();
    for (var p = 0u; p < DEPTH; p++) {
      var column_of_a: array<f32, R>;
      var row_of_b: array<f32, R>;
      for (var r = 0u; r < R; r++) {
        column_of_a[r] = tileA[local.y + r * T][p];
        row_of_b[r] = tileB[p][local.x + r * T];
      }
      for (var r = 0u; r < R; r++) {
        for (var s = 0u; s < R; s++) {
          sums[r][s] += column_of_a[r] * row_of_b[s];
        }
      }
    }
    workgroupBarrier();
  }
}

// Task 1. result = a × b
@compute @workgroup_size(T, T)
fn blocked(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  multiply(local.xy, group.xy * TILE);
  for (var r = 0u; r < R; r++) {
    for (var s = 0u; s < R; s++) {
      let row = group.y * TILE + local.y + r * T;
      let column = group.x * TILE + local.x + s * T;
      if (row < shape.m && column < shape.n) {
        result[row * shape.n + column] = sums[r][s];
      }
    }
  }
}

// Task 2. result = max(0, a × b) + c
@compute @workgroup_size(T, T)
fn fused(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  multiply(local.xy, group.xy * TILE);
  for (var r = 0u; r < R; r++) {
    for (var s = 0u; s < R; s++) {
      let row = group.y * TILE + local.y + r * T;
      let column = group.x * TILE + local.x + s * T;
      if (row < shape.m && column < shape.n) {
        let i = row * shape.n + column;
        result[i] = max(0.0, sums[r][s]) + c[i];
      }
    }
  }
}

const WIDE_R = 8u;
const WIDE = WIDE_R * T;  // 128
const WIDE_DEPTH = 8u;
var<workgroup> wideA: array<array<f32, WIDE_DEPTH>, WIDE>;
var<workgroup> wideB: array<array<f32, WIDE>, WIDE_DEPTH>;

// Task 3. result = max(0, a × b) + c, in tiles of 128 × 128:
// more than 20 FLOP for each byte that is loaded.
@compute @workgroup_size(T, T)
fn wide(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let lane = local.y * T + local.x;
  let corner = group.xy * WIDE;
  var own: array<array<f32, WIDE_R>, WIDE_R>;
  for (var first = 0u; first < shape.k; first += WIDE_DEPTH) {
    for (var i = lane; i < WIDE * WIDE_DEPTH; i += T * T) {
      wideA[i / WIDE_DEPTH][i % WIDE_DEPTH] = a_at(corner.y + i / WIDE_DEPTH, first + i % WIDE_DEPTH);
      wideB[i / WIDE][i % WIDE] = b_at(first + i / WIDE, corner.x + i % WIDE);
    }
    workgroupBarrier();
    for (var p = 0u; p < WIDE_DEPTH; p++) {
      var column_of_a: array<f32, WIDE_R>;
      var row_of_b: array<f32, WIDE_R>;
      for (var r = 0u; r < WIDE_R; r++) {
        column_of_a[r] = wideA[local.y + r * T][p];
        row_of_b[r] = wideB[p][local.x + r * T];
      }
      for (var r = 0u; r < WIDE_R; r++) {
        for (var s = 0u; s < WIDE_R; s++) {
          own[r][s] += column_of_a[r] * row_of_b[s];
        }
      }
    }
    workgroupBarrier();
  }
  for (var r = 0u; r < WIDE_R; r++) {
    for (var s = 0u; s < WIDE_R; s++) {
      let row = corner.y + local.y + r * T;
      let column = corner.x + local.x + s * T;
      if (row < shape.m && column < shape.n) {
        let i = row * shape.n + column;
        result[i] = max(0.0, own[r][s]) + c[i];
      }
    }
  }
}
