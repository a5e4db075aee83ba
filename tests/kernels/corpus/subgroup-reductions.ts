import { defineKernel } from '../case';

export default defineKernel({
  title: 'subgroupAdd, Mul, Min, Max, And, Or, Xor, All, Any, and the scans, over whole subgroups',
  features: ['subgroups'],
  source: /* wgsl */ `
enable subgroups;
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<array<u32, 13>>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(subgroup_invocation_id) lane: u32, @builtin(subgroup_size) size: u32) {
  let v = x[id.x];
  y[id.x] = array<u32, 13>(
    subgroupAdd(v), subgroupMul(v | 1u), subgroupMin(v), subgroupMax(v), subgroupAnd(v), subgroupOr(v), subgroupXor(v),
    u32(subgroupAll(v < 900u)), u32(subgroupAny(v > 900u)), subgroupExclusiveAdd(v), subgroupInclusiveAdd(v), subgroupInclusiveMul(v | 1u), size * 100u + lane,
  );
}
`,
  runs: ({ uints }, size) => {
    const x = uints(64, 0, 1000);
    const fold = (v: number[], f: (a: number, b: number) => number, from: number) => v.reduce((a, b) => f(a, b) >>> 0, from);
    const add = (a: number, b: number) => a + b;
    const expected = Array.from(x, (_, k) => {
      const start = k - (k % size);
      const all = [...x.subarray(start, start + size)];
      const before = all.slice(0, k - start);
      const upTo = all.slice(0, k - start + 1);
      const odd = (v: number[]) => fold(v.map((z) => z | 1), Math.imul, 1);
      return [
        fold(all, add, 0), odd(all), Math.min(...all), Math.max(...all), fold(all, (a, b) => a & b, 0xffffffff), fold(all, (a, b) => a | b, 0), fold(all, (a, b) => a ^ b, 0),
        Number(all.every((z) => z < 900)), Number(all.some((z) => z > 900)), fold(before, add, 0), fold(upTo, add, 0), odd(upTo), size * 100 + k - start,
      ];
    });
    return [{ workgroups: [2], buffers: { x, y: new Uint32Array(13 * 64) }, expected: { y: expected.flat() } }];
  },
});
