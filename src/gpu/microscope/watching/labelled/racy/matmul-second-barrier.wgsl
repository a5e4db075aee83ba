// Tiled matmul without the barrier before the next tiles are filled.
// dispatch 2 2
// buffer a f32 256 mod 7
// buffer b f32 256 mod 5
// buffer c f32 256 zero
// race in-workgroup WA R
// race in-workgroup WB R
// told at the end of the loop's body
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
const n = 16u;
const t = 8u;
var<workgroup> tileA: array<array<f32, t>, t>;
var<workgroup> tileB: array<array<f32, t>, t>;

@compute @workgroup_size(t, t)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  var sum = 0.0;
  for (var start = 0u; start < n; start += t) {
    tileA[local.y][local.x] = a[id.y * n + start + local.x]; // @WA
    tileB[local.y][local.x] = b[(start + local.y) * n + id.x]; // @WB
    workgroupBarrier();
    for (var k = 0u; k < t; k++) {
      sum += tileA[local.y][k] * tileB[k][local.x]; // @R
    }
  }
  c[id.y * n + id.x] = sum;
}
