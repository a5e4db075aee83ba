import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'arrays of arrays: copied by value, written by dynamic index, passed and returned by functions',
  source: /* wgsl */ `
alias Grid = array<array<i32, 3>, 4>;
@group(0) @binding(0) var<storage, read> x: array<Grid>;
@group(0) @binding(1) var<storage, read_write> y: array<Grid>;

fn turned(g: Grid, by: u32) -> Grid {
  var copy = g;
  for (var row = 0u; row < 4u; row++) {
    copy[(row + by) % 4u] = g[row];
  }
  return copy;
}

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  var g = x[id.x];
  let before = g;
  g[1][id.x % 3u] = 100;
  let t = turned(g, id.x);
  g = turned(t, 1u);
  g[0][0] = before[1][0] + t[3][2];
  var rows: array<i32, 3> = g[2];
  rows[1] *= 2;
  g[3] = rows;
  y[id.x] = g;
}
`,
  runs: ({ ints }) => {
    const n = 9;
    const x = ints(12 * n, -50, 50);
    const turned = (g: number[][], by: number) => list(4, (row) => [...g[(row - (by % 4) + 4) % 4]!]);
    const expected = list(n, (k) => {
      const g = list(4, (row) => [...x.subarray(12 * k + 3 * row, 12 * k + 3 * row + 3)]);
      const before = g.map((row) => [...row]);
      g[1]![k % 3] = 100;
      const t = turned(g, k);
      const h = turned(t, 1);
      h[0]![0] = before[1]![0]! + t[3]![2]!;
      h[3] = [h[2]![0]!, 2 * h[2]![1]!, h[2]![2]!];
      return h.flat();
    });
    return [{ workgroups: [3], buffers: { x, y: new Int32Array(12 * n) }, expected: { y: expected.flat() } }];
  },
});
