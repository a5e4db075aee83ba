import { defineKernel } from '../case';

const firstLeadingSigned = (x: number) => (x === 0 || x === -1 ? -1 : 31 - Math.clz32(x < 0 ? ~x : x));
const ones = (x: number) => (x >>> 0).toString(2).replaceAll('0', '').length;
const trailing = (x: number) => (x === 0 ? 32 : 31 - Math.clz32(x & -x));
const reversed = (x: number) => parseInt((x >>> 0).toString(2).padStart(32, '0').split('').reverse().join(''), 2) | 0;

export default defineKernel({
  title: 'countOneBits, countLeadingZeros, countTrailingZeros, firstLeadingBit, firstTrailingBit, reverseBits',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> result: array<i32>;

@compute @workgroup_size(13)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let s = x[id.x];
  let n = bitcast<u32>(s);
  let counts = vec4(countOneBits(n), countLeadingZeros(n), countTrailingZeros(n), firstLeadingBit(n));
  let first = firstTrailingBit(vec2(s, s));
  let at = id.x * 8;
  for (var c = 0u; c < 4; c++) { result[at + c] = bitcast<i32>(counts[c]); }
  result[at + 4] = first.y;
  result[at + 5] = firstLeadingBit(s);
  result[at + 6] = reverseBits(s);
  result[at + 7] = i32(countOneBits(reverseBits(n)));
}
`,
  runs: ({ ints }) => {
    const x = Int32Array.of(0, -1, 1, -(2 ** 31), 2 ** 31 - 1, -2, 6, ...ints(25, -(2 ** 31), 2 ** 31 - 1), ...ints(8, -9, 9));
    const expected = Array.from(x, (s) => [
      ones(s), Math.clz32(s), trailing(s), s === 0 ? -1 : 31 - Math.clz32(s), s === 0 ? -1 : trailing(s), firstLeadingSigned(s), reversed(s), ones(s),
    ]);
    return [{ workgroups: [4], buffers: { x, result: new Int32Array(8 * x.length) }, expected: { result: expected.flat() } }];
  },
});
