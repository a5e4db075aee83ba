import { defineKernel, list } from '../case';

const arithmetic = (a: number, b: number): number[] => {
  const quotient = b === 0 ? a : Math.trunc(a / b) | 0;
  return [(a + b) | 0, (a - b) | 0, Math.imul(a, b), quotient, b === 0 || (a === -(2 ** 31) && b === -1) ? 0 : a % b | 0, -a | 0];
};

export default defineKernel({
  title: 'i32 + - * / % and negation: wrapping, truncation, division by zero, the most negative number',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<i32>;
@group(0) @binding(1) var<storage, read> b: array<i32>;
@group(0) @binding(2) var<storage, read_write> result: array<i32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = arrayLength(&a);
  if (id.x >= n) { return; }
  let x = a[id.x];
  let y = b[id.x];
  let at = id.x * 6u;
  result[at] = x + y;
  result[at + 1u] = x - y;
  result[at + 2u] = x * y;
  result[at + 3u] = x / y;
  result[at + 4u] = x % y;
  result[at + 5u] = -x;
}
`,
  findings: ['integer-division-by-zero'],
  runs: ({ ints }) => {
    const least = -(2 ** 31);
    const a = Int32Array.of(7, -7, 7, -7, least, least, 2147483647, 5, -5, 0, 123456789, ...ints(20, least, 2147483647));
    const b = Int32Array.of(2, 2, -2, -2, -1, 1, 2, 0, 0, 0, 987654321, ...ints(20, -1000, 1000).map((x) => x || 1));
    return [{ workgroups: [2], buffers: { a, b, result: new Int32Array(6 * a.length) }, expected: { result: list(a.length, (k) => arithmetic(a[k]!, b[k]!)).flat() } }];
  },
});
