import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'u32 + - * / %: products beyond 2^53, wrap below zero, division by zero',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> pairs: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read_write> result: array<array<u32, 5>>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&pairs)) {
    let p = pairs[id.x];
    result[id.x] = array<u32, 5>(p.x + p.y, p.x - p.y, p.x * p.y, p.x / p.y, p.x % p.y);
  }
}
`,
  findings: ['integer-division-by-zero'],
  runs: ({ uints }) => {
    const pairs = Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff, 2, 0, 1, 3000000000, 7, 9, 0, ...uints(26, 1, 0xffffffff));
    const expected = list(pairs.length / 2, (k) => {
      const [x, y] = [BigInt(pairs[2 * k]!), BigInt(pairs[2 * k + 1]!)];
      return [x + y, x - y, x * y, y === 0n ? x : x / y, y === 0n ? 0n : x % y].map((z) => Number(BigInt.asUintN(32, z)));
    });
    return [{ workgroups: [3], buffers: { pairs, result: new Uint32Array(expected.flat().length) }, expected: { result: expected.flat() } }];
  },
});
