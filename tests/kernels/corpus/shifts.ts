import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'shifts: amounts count modulo 32, >> of i32 keeps the sign, vectors shift by component',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> signed: array<i32>;
@group(0) @binding(1) var<storage, read> amount: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4i>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&signed)) { return; }
  let bits = bitcast<u32>(signed[k]);
  let both = vec2u(bits, bits + 1) << vec2u(amount[k], 3);
  result[2 * k] = vec4i(signed[k] << amount[k], signed[k] >> amount[k], bitcast<i32>(bits >> amount[k]), bitcast<i32>(both.x));
  var x = signed[k];
  x <<= 3;
  x >>= amount[k] & 7;
  result[2 * k + 1] = vec4i(x, bitcast<i32>(both.y), 1 << (amount[k] % 32), -1 >> 31u);
}
`,
  runs: ({ ints, uints }) => {
    const signed = Int32Array.of(-1, -(2 ** 31), 1, 12345, ...ints(30, -(2 ** 31), 2 ** 31 - 1));
    const amount = Uint32Array.of(31, 32, 33, 4294967295, ...uints(30, 0, 70));
    const expected = list(signed.length, (k) => {
      const [x, s] = [signed[k]!, amount[k]!];
      return [x << s, x >> s, (x >>> s) | 0, x << s, (x << 3) >> (s & 7), ((x + 1) << 3) | 0, 1 << s, -1];
    });
    return [{ workgroups: [2], buffers: { signed, amount, result: new Int32Array(8 * signed.length) }, expected: { result: expected.flat() } }];
  },
});
