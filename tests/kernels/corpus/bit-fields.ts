import { defineKernel, list } from '../case';

const extractU = (e: number, offset: number, count: number) => {
  const o = Math.min(offset, 32);
  const c = Math.min(count, 32 - o);
  return c === 0 ? 0 : Number((BigInt(e >>> 0) >> BigInt(o)) & ((1n << BigInt(c)) - 1n));
};
const extractI = (e: number, offset: number, count: number) => {
  const c = Math.min(count, 32 - Math.min(offset, 32));
  return c === 0 ? 0 : Number(BigInt.asIntN(c, BigInt(extractU(e, offset, count))));
};
const insert = (e: number, bits: number, offset: number, count: number) => {
  const o = Math.min(offset, 32);
  const c = Math.min(count, 32 - o);
  const mask = ((1n << BigInt(c)) - 1n) << BigInt(o);
  return Number(BigInt.asUintN(32, (BigInt(e >>> 0) & ~mask) | ((BigInt(bits >>> 0) << BigInt(o)) & mask)));
};

export default defineKernel({
  title: 'extractBits (signed and unsigned) and insertBits: fields that reach beyond bit 31, and of no width',
  source: /* wgsl */ `
struct Field { bits: u32, insert: u32, offset: u32, count: u32 }
@group(0) @binding(0) var<storage, read> fields: array<Field>;
@group(0) @binding(1) var<storage, read_write> result: array<vec3u>;

@compute @workgroup_size(7)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&fields)) { return; }
  let f = fields[id.x];
  let signed = extractBits(vec2i(bitcast<i32>(f.bits)), f.offset, f.count);
  result[id.x] = vec3u(extractBits(f.bits, f.offset, f.count), bitcast<u32>(signed.y), insertBits(f.bits, f.insert, f.offset, f.count));
}
`,
  runs: ({ uints, rng }) => {
    const edges = [[0, 32], [0, 0], [32, 0], [31, 1], [16, 16], [5, 40], [40, 5], [31, 5], [0, 1]];
    const all = [...edges, ...list(20, () => [rng.integer(0, 34), rng.integer(0, 34)])];
    const fields = Uint32Array.from(all.flatMap(([offset, count]) => [...uints(2, 0, 0xffffffff), offset!, count!]));
    const expected = list(all.length, (k) => {
      const [bits, other, offset, count] = fields.subarray(4 * k) as unknown as [number, number, number, number];
      return [extractU(bits, offset, count), extractI(bits, offset, count) >>> 0, insert(bits, other, offset, count), null];
    });
    return [{ workgroups: [5], buffers: { fields, result: new Uint32Array(4 * all.length) }, expected: { result: expected.flat() } }];
  },
});
