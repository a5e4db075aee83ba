import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'transposition through a padded tile in shared memory, loads and stores both along rows',
  source: /* wgsl */ `
const tile = 8u;
@group(0) @binding(0) var<uniform> size: vec2u;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
var<workgroup> block: array<array<f32, tile + 1u>, tile>;

@compute @workgroup_size(tile, 2)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let from_column = group.x * tile + local.x;
  for (var j = local.y; j < tile; j += 2u) {
    let row = group.y * tile + j;
    if (row < size.y && from_column < size.x) { block[j][local.x] = x[row * size.x + from_column]; }
  }
  workgroupBarrier();
  let to_column = group.y * tile + local.x;
  for (var j = local.y; j < tile; j += 2u) {
    let row = group.x * tile + j;
    if (row < size.x && to_column < size.y) { y[row * size.y + to_column] = block[local.x][j]; }
  }
}
`,
  runs: ({ floats }) => {
    const [width, height] = [19, 13];
    const x = floats(width * height);
    return [{ workgroups: [3, 2], buffers: { size: Uint32Array.of(width, height), x, y: new Float32Array(x.length) }, expected: { y: list(x.length, (k) => x[(k % height) * width + Math.floor(k / height)]!) } }];
  },
});
