import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'aliases of aliases, arrays whose size is a constant expression, predeclared short names beside long ones',
  source: /* wgsl */ `
alias Real = f32;
alias Point = vec3<Real>;
alias Triangle = array<Point, sides>;
const sides = 1 + 2;
alias Index = u32;
@group(0) @binding(0) var<storage, read> triangles: array<Triangle>;
@group(0) @binding(1) var<storage, read_write> areas: array<Real>;

fn edge(t: Triangle, from_corner: Index, to_corner: Index) -> Point { return t[to_corner] - t[from_corner]; }

@compute @workgroup_size(sides * 2)
fn main(@builtin(global_invocation_id) id: vec3<Index>) {
  let k: Index = id[0];
  if k >= arrayLength(&triangles) { return; }
  let t = triangles[k];
  let normal: vec3f = cross(edge(t, 0, 1), edge(t, 0, 2));
  areas[k] = Real(0.5) * dot(normal, normal);
}
`,
  runs: ({ ints }) => {
    const n = 10;
    const triangles = Float32Array.from(ints(12 * n, -5, 5));
    const expected = list(n, (k) => {
      const p = list(3, (c) => [...triangles.subarray(12 * k + 4 * c, 12 * k + 4 * c + 3)] as [number, number, number]);
      const [u, v] = [1, 2].map((c) => p[c]!.map((z, j) => z - p[0]![j]!)) as [number[], number[]];
      const minor = (i: number, j: number) => u[i]! * v[j]! - u[j]! * v[i]!;
      return 0.5 * (minor(1, 2) ** 2 + minor(2, 0) ** 2 + minor(0, 1) ** 2);
    });
    return [{ workgroups: [2], buffers: { triangles, areas: new Float32Array(n) }, expected: { areas: expected } }];
  },
});
