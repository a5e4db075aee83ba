import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'one step of the game of life on a torus',
  source: /* wgsl */ `
@group(0) @binding(0) var<uniform> size: vec2<u32>;
@group(0) @binding(1) var<storage, read> now: array<u32>;
@group(0) @binding(2) var<storage, read_write> next: array<u32>;

fn cell(x: u32, y: u32) -> u32 { return now[(y % size.y) * size.x + (x % size.x)]; }
fn neighbours(at: vec2<u32>) -> u32 {
  var count = 0u;
  for (var dy = -1; dy <= 1; dy++) {
    for (var dx = -1; dx <= 1; dx++) {
      if (dx == 0 && dy == 0) { continue; }
      count += cell(at.x + size.x + u32(dx), at.y + size.y + u32(dy));
    }
  }
  return count;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= size)) { return; }
  let k = id.y * size.x + id.x;
  switch (neighbours(id.xy)) {
    case 2u: { next[k] = now[k]; }
    case 3u: { next[k] = 1u; }
    default: { next[k] = 0u; }
  }
}
`,
  runs: ({ uints }) => {
    const [width, height] = [13, 9];
    const now = uints(width * height, 0, 1);
    const expected = list(width * height, (k) => {
      const [x, y] = [k % width, Math.floor(k / width)];
      const around = list(9, (j) => (j === 4 ? 0 : now[((y + Math.floor(j / 3) - 1 + height) % height) * width + ((x + (j % 3) - 1 + width) % width)]!));
      const count = around.reduce((s, z) => s + z, 0);
      return count === 3 || (count === 2 && now[k] === 1) ? 1 : 0;
    });
    return [{ workgroups: [2, 2], buffers: { size: Uint32Array.of(width, height), now, next: new Uint32Array(now.length) }, expected: { next: expected } }];
  },
});
