// Products with a matrix W [rows, columns] whose weights have four bits.
// weight = scale * (code - zero), codes from 0 to 15, eight in a word, the first in the lowest bits.
// Words and scales lie with the row as the last index: neighbouring rows are neighbours in memory.
// Each kernel compiles and runs as it stands; none does its work yet. Names, bindings, constants and workgroup sizes stay as they are.

struct Shape {
  rows: u32,
  columns: u32,
  group_size: u32,  // columns of a row that share scale and zero; a multiple of 8
  tokens: u32,      // task 4
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> codes: array<u32>;         // [columns / 8 rounded up, rows]
@group(0) @binding(2) var<storage, read> scales: array<vec2f>;      // [columns / group_size rounded up, rows]: scale, zero
@group(0) @binding(3) var<storage, read> x: array<f32>;             // [tokens, columns]
@group(0) @binding(4) var<storage, read_write> result: array<f32>;  // [tokens, rows]

const LANES = 64u;   // invocations of a workgroup
const CHUNK = 256u;  // columns in workgroup memory at a time; a multiple of 8
const BATCH = 8u;    // tokens that one invocation serves
var<workgroup> tile: array<f32, CHUNK>;
var<workgroup> tiles: array<array<f32, CHUNK>, BATCH>;

// Task 1. Eight signed numbers from each word, -8 to 7 in two's complement.
@compute @workgroup_size(LANES)
fn unpack(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i < arrayLength(&codes)) {
    result[8u * i] = f32(codes[i] % 16u);
  }
}

// Task 2. result = W x, one row an invocation: each word is loaded once,
// each group's scale and zero once.
@compute @workgroup_size(LANES)
fn matvec(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row < shape.rows) {
    result[row] = scales[row].x * f32(codes[row] % 16u) * x[0];
  }
}

// Task 3. The same, and the workgroup loads each element of x once.
@compute @workgroup_size(LANES)
fn shared_x(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) workgroup: vec3u) {
  let row = workgroup.x * LANES + local.x;
  tile[local.x] = 0.0;
  workgroupBarrier();

  if (row < shape.rows) {
    result[row] = scales[row].x * f32(codes[row] % 16u) * (x[0] + tile[0]);
  }
}

// Task 4. BATCH tokens at a time: a weight is loaded and unpacked once for all of them.
@compute @workgroup_size(LANES)
fn batch(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) workgroup: vec3u) {
  let row = workgroup.x * LANES + local.x;
  let first_token = workgroup.y * BATCH;
  tiles[0][local.x] = 0.0;
  workgroupBarrier();

  if (row < shape.rows) {
    result[first_token * shape.rows + row] = scales[row].x * f32(codes[row] % 16u) * (x[0] + tiles[0][0]);
  }
}
