import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'int8 quantisation with a scale per block: absolute maximum by tree, four codes to a word, and back',
  source: /* wgsl */ `
const block = 16u;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> codes: array<u32>;
@group(0) @binding(2) var<storage, read_write> scales: array<f32>;
@group(0) @binding(3) var<storage, read_write> back: array<f32>;
var<workgroup> high: array<f32, block>;
var<workgroup> code: array<i32, block>;

@compute @workgroup_size(block)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let v = x[id.x];
  high[lane] = abs(v);
  for (var half = block / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { high[lane] = max(high[lane], high[lane + half]); }
  }
  workgroupBarrier();
  // A power of two, so that every machine divides alike.
  let scale = exp2(ceil(log2(high[0] / 127.0 + 1e-9) - 0.001));
  let exact = ldexp(1.0, i32(round(log2(scale))));
  let q = i32(clamp(round(v / exact), -127.0, 127.0));
  code[lane] = q;
  back[id.x] = f32(q) * exact;
  if (lane == 0u) { scales[group.x] = exact; }
  workgroupBarrier();
  if (lane < block / 4u) {
    codes[group.x * (block / 4u) + lane] = pack4xI8(vec4i(code[4u * lane], code[4u * lane + 1u], code[4u * lane + 2u], code[4u * lane + 3u]));
  }
}
`,
  runs: ({ ints }) => {
    const blocks = 3;
    const x = Float32Array.from(ints(16 * blocks, -500, 500), (n) => (2 * n + 1) / 128);
    const scale = list(blocks, (g) => {
      const high = Math.max(...x.subarray(16 * g, 16 * g + 16).map(Math.abs));
      return 2 ** Math.ceil(Math.log2(high / 127 + 1e-9) - 0.001);
    });
    const ties = (v: number) => (v - Math.floor(v) === 0.5 ? 2 * Math.round(v / 2) : Math.round(v));
    const q = Array.from(x, (v, k) => Math.min(127, Math.max(-127, ties(v / scale[Math.floor(k / 16)]!))));
    const codes = list(4 * blocks, (w) => list(4, (c) => (q[4 * w + c]! & 255) << (8 * c)).reduce((s, z) => s | z, 0) >>> 0);
    const buffers = { x, codes: new Uint32Array(4 * blocks), scales: new Float32Array(blocks), back: new Float32Array(16 * blocks) };
    return [{ workgroups: [blocks], buffers, expected: { codes, scales: scale, back: q.map((z, k) => z * scale[Math.floor(k / 16)]!) } }];
  },
});
