import { defineKernel } from '../case';
import { half, halfBits } from '../half';
import * as r from '../real';

const byteNorm = (x: number, top: number) => Math.floor(0.5 + top * Math.min(1, Math.max(top === 255 || top === 65535 ? 0 : -1, x)));

export default defineKernel({
  title: 'pack4x8snorm/unorm, pack2x16snorm/unorm/float and their inverses',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> packed: array<array<u32, 5>>;
@group(0) @binding(2) var<storage, read_write> back: array<array<vec4f, 4>>;

@compute @workgroup_size(3, 3)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let k = group.x * 9 + lane;
  if (k >= arrayLength(&x)) { return; }
  let v = x[k];
  let p = array<u32, 5>(pack4x8snorm(v), pack4x8unorm(v), pack2x16snorm(v.xy), pack2x16unorm(v.zw), pack2x16float(v.yz));
  packed[k] = p;
  back[k] = array<vec4f, 4>(unpack4x8snorm(p[0]), unpack4x8unorm(p[1]), vec4f(unpack2x16snorm(p[2]), unpack2x16unorm(p[3])), vec4f(unpack2x16float(p[4]), 0, 0));
}
`,
  runs: ({ ints }) => {
    const n = 20;
    // Away from where rounding might go either way: x · 127 and its kin are never halves for n / 64.
    const x = Float32Array.from(ints(4 * n, -80, 80), (k) => (k % 2 === 0 ? k + 1 : k) / 64);
    const packed: number[] = [];
    const back: (r.Term | null)[] = [];
    for (let k = 0; k < n; k++) {
      const v = [...x.subarray(4 * k, 4 * k + 4)] as [number, number, number, number];
      const [s8, u8] = [v.map((z) => byteNorm(z, 127)), v.map((z) => byteNorm(z, 255))];
      const [s16, u16] = [v.slice(0, 2).map((z) => byteNorm(z, 32767)), v.slice(2).map((z) => byteNorm(z, 65535))];
      const bytes = (b: number[]) => b.reduce((word, z, c) => word | ((z & 255) << (8 * c)), 0) >>> 0;
      const shorts = (b: number[]) => ((b[0]! & 0xffff) | (b[1]! << 16)) >>> 0;
      packed.push(bytes(s8), bytes(u8), shorts(s16), shorts(u16), (halfBits(v[1]) | (halfBits(v[2]) << 16)) >>> 0);
      const unpacked = (b: number[], top: number) => b.map((z) => r.within(Math.max(z / top, -1), r.accuracy.unpackNorm(z / top)));
      back.push(...unpacked(s8, 127), ...unpacked(u8, 255), ...unpacked(s16, 32767), ...unpacked(u16, 65535), half(v[1]), half(v[2]), 0, 0);
    }
    return [{ workgroups: [3], buffers: { x, packed: new Uint32Array(5 * n), back: new Float32Array(16 * n) }, expected: { packed, back } }];
  },
});
