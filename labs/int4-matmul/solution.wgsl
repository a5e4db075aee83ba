// Products with a matrix W [rows, columns] whose weights have four bits.
// weight = scale * (code - zero), codes from 0 to 15, eight in a word, the first in the lowest bits.
// Words and scales lie with the row as the last index: neighbouring rows are neighbours in memory.

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
    let word = codes[i];
    for (var j = 0u; j < 8u; j++) {
      result[8u * i + j] = f32(extractBits(bitcast<i32>(word), 4u * j, 4u));
    }
  }
}

// Scale and zero of the group that column k of a row belongs to.
fn group_of(row: u32, k: u32) -> vec2f {
  return scales[(k / shape.group_size) * shape.rows + row];
}

// The word that holds column k of a row and the seven after it.
fn word_of(row: u32, k: u32) -> u32 {
  return codes[(k / 8u) * shape.rows + row];
}

fn weight(word: u32, j: u32, group: vec2f) -> f32 {
  return group.x * (f32(extractBits(word, 4u * j, 4u)) - group.y);
}

// Task 2. result = W x, one row an invocation: each word is loaded once,
// each group's scale and zero once.
@compute @workgroup_size(LANES)
fn matvec(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row >= shape.rows) {
    return;
  }
  var sum = 0.0;
  var group = vec2f();
  for (var k = 0u; k < shape.columns; k += 8u) {
    if (k % shape.group_size == 0u) {
      group = group_of(row, k);
    }
    let word = word_of(row, k);
    for (var j = 0u; j < min(8u, shape.columns - k); j++) {
      sum += weight(word, j, group) * x[k + j];
    }
  }
  result[row] = sum;
}

// Task 3. The same, and the workgroup loads each element of x once.
@compute @workgroup_size(LANES)
fn shared_x(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) workgroup: vec3u) {
  let row = workgroup.x * LANES + local.x;
  var sum = 0.0;
  var group = vec2f();
  for (var first = 0u; first < shape.columns; first += CHUNK) {
    // Zeros past the end: they undo whatever the spare bits of the last word hold.
    for (var c = local.x; c < CHUNK; c += LANES) {
      tile[c] = 0.0;
      if (first + c < shape.columns) {
        tile[c] = x[first + c];
      }
    }
    workgroupBarrier();
    if (row < shape.rows) {
      for (var k = first; k < min(first + CHUNK, shape.columns); k += 8u) {
        if (k % shape.group_size == 0u) {
          group = group_of(row, k);
        }
        let word = word_of(row, k);
        for (var j = 0u; j < 8u; j++) {
          sum += weight(word, j, group) * tile[k - first + j];
        }
      }
    }
    workgroupBarrier();
  }
  if (row < shape.rows) {
    result[row] = sum;
  }
}

// Task 4. BATCH tokens at a time: a weight is loaded and unpacked once for all of them.
@compute @workgroup_size(LANES)
fn batch(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) workgroup: vec3u) {
  let row = workgroup.x * LANES + local.x;
  let first_token = workgroup.y * BATCH;
  var sums: array<f32, BATCH>;
  var group = vec2f();
  for (var first = 0u; first < shape.columns; first += CHUNK) {
    for (var b = 0u; b < BATCH; b++) {
      for (var c = local.x; c < CHUNK; c += LANES) {
        tiles[b][c] = 0.0;
        if (first_token + b < shape.tokens && first + c < shape.columns) {
          tiles[b][c] = x[(first_token + b) * shape.columns + first + c];
        }
      }
    }
    workgroupBarrier();
    if (row < shape.rows) {
      for (var k = first; k < min(first + CHUNK, shape.columns); k += 8u) {
        if (k % shape.group_size == 0u) {
          group = group_of(row, k);
        }
        let word = word_of(row, k);
        for (var j = 0u; j < 8u; j++) {
          let w = weight(word, j, group);
          for (var b = 0u; b < BATCH; b++) {
            sums[b] += w * tiles[b][k - first + j];
          }
        }
      }
    }
    workgroupBarrier();
  }
  for (var b = 0u; b < BATCH; b++) {
    if (row < shape.rows && first_token + b < shape.tokens) {
      result[(first_token + b) * shape.rows + row] = sums[b];
    }
  }
}
