import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'integer matrix powers mod 2^32 by repeated squaring: matrices as nested arrays of u32 in private memory',
  source: /* wgsl */ `
alias Matrix = array<array<u32, 2>, 2>;
@group(0) @binding(0) var<storage, read> n: array<u32>;
@group(0) @binding(1) var<storage, read_write> fibonacci: array<u32>;
var<private> base: Matrix;

fn product(a: Matrix, b: Matrix) -> Matrix {
  var c: Matrix;
  for (var i = 0u; i < 2u; i++) {
    for (var j = 0u; j < 2u; j++) {
      for (var k = 0u; k < 2u; k++) { c[i][j] += a[i][k] * b[k][j]; }
    }
  }
  return c;
}

@compute @workgroup_size(9)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&n)) { return; }
  base = Matrix(array(1u, 1u), array(1u, 0u));
  var result = Matrix(array(1u, 0u), array(0u, 1u));
  for (var e = n[id.x]; e > 0u; e >>= 1u) {
    if ((e & 1u) == 1u) { result = product(result, base); }
    base = product(base, base);
  }
  fibonacci[id.x] = result[0][1];
}
`,
  runs: ({ uints }) => {
    const n = Uint32Array.of(0, 1, 2, 10, 47, 48, ...uints(14, 0, 3000));
    const fibonacci = (m: number) => list(m, (k) => k).reduce(([a, b]) => [b, (a + b) >>> 0] as [number, number], [0, 1] as [number, number])[0];
    return [{ workgroups: [3], buffers: { n, fibonacci: new Uint32Array(n.length) }, expected: { fibonacci: Array.from(n, fibonacci) } }];
  },
});
