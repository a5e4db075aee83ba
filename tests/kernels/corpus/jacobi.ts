import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'a Jacobi step of the five-point stencil, interior from a tile with its halo, boundary kept',
  source: /* wgsl */ `
const side = 6;
@group(0) @binding(0) var<uniform> size: vec2i;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read_write> v: array<f32>;
var<workgroup> t: array<array<f32, side + 2>, side + 2>;

fn at(p: vec2i) -> i32 {
  let q = clamp(p, vec2i(0), size - 1);
  return q.y * size.x + q.x;
}

@compute @workgroup_size(side, side)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let corner = vec2i(group.xy) * side - 1;
  for (var y = i32(local.y); y < side + 2; y += side) {
    for (var x = i32(local.x); x < side + 2; x += side) { t[y][x] = u[at(corner + vec2i(x, y))]; }
  }
  workgroupBarrier();
  let p = corner + 1 + vec2i(local.xy);
  if (any(p >= size)) { return; }
  let c = vec2i(local.xy) + 1;
  let inside = all(p > vec2i(0)) && all(p < size - 1);
  v[at(p)] = select(t[c.y][c.x], 0.25 * (t[c.y - 1][c.x] + t[c.y + 1][c.x] + t[c.y][c.x - 1] + t[c.y][c.x + 1]), inside);
}
`,
  runs: ({ floats }) => {
    const [width, height] = [15, 11];
    const grid = floats(width * height);
    const expected = list(grid.length, (k) => {
      const [x, y] = [k % width, Math.floor(k / width)];
      const inside = x > 0 && y > 0 && x < width - 1 && y < height - 1;
      return inside ? r.mul(0.25, r.sum([grid[k - 1]!, grid[k + 1]!, grid[k - width]!, grid[k + width]!])) : grid[k]!;
    });
    return [{ workgroups: [3, 2], buffers: { size: Int32Array.of(width, height), u: grid, v: new Float32Array(grid.length) }, expected: { v: expected } }];
  },
});
