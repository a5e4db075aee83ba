import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'top-k by insertion into a small private array, one row an invocation',
  source: /* wgsl */ `
const k = 3u;
@group(0) @binding(0) var<uniform> width: u32;
@group(0) @binding(1) var<storage, read> x: array<i32>;
@group(0) @binding(2) var<storage, read_write> top: array<array<vec2i, k>>;

fn insert(list: ptr<function, array<vec2i, k>>, entry: vec2i) {
  if (entry.x <= (*list)[k - 1u].x) { return; }
  var at = k - 1u;
  while (at > 0u && (*list)[at - 1u].x < entry.x) {
    (*list)[at] = (*list)[at - 1u];
    at--;
  }
  (*list)[at] = entry;
}

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&top)) { return; }
  var best: array<vec2i, k>;
  for (var j = 0u; j < k; j++) { best[j] = vec2i(-1000000, -1); }
  for (var j = 0u; j < width; j++) { insert(&best, vec2i(x[id.x * width + j], i32(j))); }
  top[id.x] = best;
}
`,
  runs: ({ ints }) => {
    const [rows, width] = [9, 14];
    const x = ints(rows * width, -40, 40);
    const expected = list(rows, (row) => {
      const entries = Array.from(x.subarray(row * width, (row + 1) * width), (value, j) => [value, j] as const);
      return entries.sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, 3).flat();
    });
    return [{ workgroups: [3], buffers: { width: Uint32Array.of(width), x, top: new Int32Array(6 * rows) }, expected: { top: expected.flat() } }];
  },
});
