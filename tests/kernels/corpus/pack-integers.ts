import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'pack4xI8, pack4xU8, their clamping kin, unpack, dot4I8Packed and dot4U8Packed',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec4i>;
@group(0) @binding(1) var<storage, read_write> y: array<array<u32, 6>>;
@group(0) @binding(2) var<storage, read_write> wide: array<vec4i>;

@compute @workgroup_size(6)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&x)) { return; }
  let v = x[k];
  let n = bitcast<vec4u>(v);
  let signed = pack4xI8(v);
  let unsigned = pack4xU8(n);
  y[k] = array<u32, 6>(signed, unsigned, pack4xI8Clamp(v), pack4xU8Clamp(n), bitcast<u32>(dot4I8Packed(signed, 0x80017f03u)), dot4U8Packed(unsigned, signed));
  wide[k] = unpack4xI8(signed) * 1000 + vec4i(unpack4xU8(unsigned));
}
`,
  runs: ({ ints }) => {
    const n = 16;
    const x = ints(4 * n, -600, 600);
    const bytes = (b: number[]) => b.reduce((word, z, c) => word | ((z & 255) << (8 * c)), 0) >>> 0;
    const signed = (z: number) => (z << 24) >> 24;
    const expected = list(n, (k) => {
      const v = [...x.subarray(4 * k, 4 * k + 4)];
      const clamped = v.map((z) => Math.min(127, Math.max(-128, z)));
      const unsigned = v.map((z) => Math.min(255, z >>> 0));
      const factors = [3, 127, 1, -128];
      return [bytes(v), bytes(v), bytes(clamped), bytes(unsigned), v.reduce((s, z, c) => s + signed(z) * factors[c]!, 0) >>> 0, v.reduce((s, z) => s + (z & 255) ** 2, 0)];
    });
    const wide = Array.from(x, (z) => signed(z) * 1000 + (z & 255));
    return [{ workgroups: [3], buffers: { x, y: new Uint32Array(6 * n), wide: new Int32Array(4 * n) }, expected: { y: expected.flat(), wide } }];
  },
});
