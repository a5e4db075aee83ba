import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'edit distance by diagonals: barriers in a loop whose bounds come from a uniform, guards that change with the round',
  source: /* wgsl */ `
struct Lengths { a: u32, b: u32 }
@group(0) @binding(0) var<uniform> lengths: Lengths;
@group(0) @binding(1) var<storage, read> a: array<u32>;
@group(0) @binding(2) var<storage, read> b: array<u32>;
@group(0) @binding(3) var<storage, read_write> distance_out: u32;
var<workgroup> d: array<array<u32, 17>, 17>;

@compute @workgroup_size(17)
fn main(@builtin(local_invocation_index) row: u32) {
  for (var diagonal = 0u; diagonal <= lengths.a + lengths.b; diagonal++) {
    if (row <= diagonal && row <= lengths.a && diagonal - row <= lengths.b) {
      let column = diagonal - row;
      if (row == 0u || column == 0u) {
        d[row][column] = row + column;
      } else {
        let change = d[row - 1u][column - 1u] + select(1u, 0u, a[row - 1u] == b[column - 1u]);
        d[row][column] = min(change, 1u + min(d[row - 1u][column], d[row][column - 1u]));
      }
    }
    workgroupBarrier();
  }
  if (row == 0u) { distance_out = d[lengths.a][lengths.b]; }
}
`,
  runs: ({ uints }) =>
    ([[16, 13], [1, 7], [5, 16]] as const).map(([m, n]) => {
      const [a, b] = [uints(m, 0, 3), uints(n, 0, 3)];
      let row = list(n + 1, (k) => k);
      for (let j = 1; j <= m; j++) {
        const next = [j];
        for (let k = 1; k <= n; k++) next.push(Math.min(row[k - 1]! + (a[j - 1] === b[k - 1] ? 0 : 1), 1 + Math.min(row[k]!, next[k - 1]!)));
        row = next;
      }
      return { workgroups: [1], buffers: { lengths: Uint32Array.of(m, n), a, b, distance_out: new Uint32Array(1) }, expected: { distance_out: [row[n]!] } };
    }),
});
