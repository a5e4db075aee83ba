// Tiled matmul with two buffers in turn: one barrier a round is enough.
// dispatch 2 2
// buffer a f32 256 mod 7
// buffer b f32 256 mod 5
// buffer c f32 256 zero
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
const n = 16u;
const t = 4u;
var<workgroup> tileA: array<array<array<f32, t>, t>, 2>;
var<workgroup> tileB: array<array<array<f32, t>, t>, 2>;

@compute @workgroup_size(t, t)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  for (var part = 0u; part < 4u; part++) {
    let row = (group.y * 2u + part / 2u) * t + local.y;
    let column = (group.x * 2u + part % 2u) * t + local.x;
    var sum = 0.0;
    for (var round = 0u; round < n / t; round++) {
      let now = round % 2u;
      tileA[now][local.y][local.x] = a[row * n + round * t + local.x];
      tileB[now][local.y][local.x] = b[(round * t + local.y) * n + column];
      workgroupBarrier();
      for (var k = 0u; k < t; k++) {
        sum += tileA[now][local.y][k] * tileB[now][k][local.x];
      }
    }
    c[row * n + column] = sum;
  }
}
