import { defineKernel, list } from '../case';

type Matrix = number[][];
/** Columns of a · b, both by column. */
const product = (a: Matrix, b: Matrix): Matrix => b.map((column) => a[0]!.map((_, row) => column.reduce((s, z, k) => s + a[k]![row]! * z, 0)));
const transposed = (a: Matrix): Matrix => a[0]!.map((_, row) => a.map((column) => column[row]!));

export default defineKernel({
  title: 'matrices: products of every shape, vector times matrix, transpose, determinant, columns, sums, scale',
  source: /* wgsl */ `
struct Input { a: mat3x2f, b: mat2x3f, c: mat4x4f, d: mat3x3f }
struct Output { ab: mat2x2f, ba: mat3x3f, ct: mat4x4f, v: vec4f, w: vec3f, det: vec3f, s: mat3x3f }
@group(0) @binding(0) var<storage, read> x: array<Input>;
@group(0) @binding(1) var<storage, read_write> y: array<Output>;

@compute @workgroup_size(2)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&x)) { return; }
  let a = x[k].a;
  let b = x[k].b;
  let c = x[k].c;
  let d = x[k].d;
  y[k].ab = a * b;
  y[k].ba = b * a;
  y[k].ct = transpose(c);
  y[k].v = c * c[1];
  y[k].w = d[2] * d;
  y[k].det = vec3f(determinant(a * b), determinant(d), determinant(c));
  var s = d + 2.0 * d - d * 0.5;
  s[1] = d[0];
  s[2][0] = 7.0;
  s[0].y += 1.0;
  s *= mat3x3f(1, 0, 0, 0, 1, 0, 0, 0, 2);
  y[k].s = s;
}
`,
  runs: ({ ints }) => {
    const small = () => ints(1, -4, 4)[0]!;
    const matrix = (columns: number, rows: number) => list(columns, () => list(rows, small));
    const padded = (m: Matrix): (number | null)[] => m.flatMap((column) => (column.length === 3 ? [...column, null] : column));
    const minor = (m: Matrix, skip: number): Matrix => m.filter((_, i) => i !== skip).map((column) => column.slice(1));
    const det = (m: Matrix): number => (m.length === 1 ? m[0]![0]! : m.reduce((s, column, i) => s + (i % 2 ? -1 : 1) * column[0]! * det(minor(m, i)), 0));
    const inputs = list(5, () => ({ a: matrix(3, 2), b: matrix(2, 3), c: matrix(4, 4), d: matrix(3, 3) }));
    const zero = (m: (number | null)[]) => m.map((z) => z ?? 0);
    // 6 words of a, 2 to reach b at 32; 8 of b; c at 64 bytes; 16 of c; 12 of d.
    const x = Float32Array.from(inputs.flatMap(({ a, b, c, d }) => [...a.flat(), 0, 0, ...zero(padded(b)), ...c.flat(), ...zero(padded(d))]));
    const expected = inputs.flatMap(({ a, b, c, d }) => {
      const [ab, ba] = [product(a, b), product(b, a)];
      const s = d.map((column) => column.map((z) => 2.5 * z));
      s[1] = [...d[0]!];
      s[2]![0] = 7;
      s[0]![1]! += 1;
      s[2] = s[2]!.map((z) => 2 * z);
      const w = d.map((column) => column.reduce((sum, z, i) => sum + z * d[2]![i]!, 0));
      return [...ab.flat(), ...padded(ba), ...transposed(c).flat(), ...product(c, [c[1]!])[0]!, ...w, null, det(ab), det(d), det(c), null, ...padded(s)];
    });
    return [{ workgroups: [3], buffers: { x, y: new Float32Array(expected.length) }, expected: { y: expected } }];
  },
});
