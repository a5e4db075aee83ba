import { defineKernel, list } from '../case';

const pcg = (input: number): number => {
  const state = (Math.imul(input, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
};

export default defineKernel({
  title: 'pcg hashes, xorshift and a linear congruential generator; numbers in [0, 1) by bits',
  source: /* wgsl */ `
@group(0) @binding(0) var<uniform> seed: u32;
@group(0) @binding(1) var<storage, read_write> bits: array<vec3u>;
@group(0) @binding(2) var<storage, read_write> unit: array<f32>;

fn pcg(input: u32) -> u32 {
  let state = input * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}
fn xorshift(s: ptr<function, u32>) -> u32 {
  *s ^= *s << 13u;
  *s ^= *s >> 17u;
  *s ^= *s << 5u;
  return *s;
}

@compute @workgroup_size(24)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&bits)) { return; }
  var state = pcg(seed + id.x) | 1u;
  var lcg = id.x;
  for (var k = 0; k < 5; k++) { lcg = lcg * 1103515245u + 12345u; }
  bits[id.x] = vec3u(pcg(pcg(id.x) ^ seed), xorshift(&state), lcg);
  unit[id.x] = bitcast<f32>((pcg(id.x) >> 9u) | 0x3f800000u) - 1.0;
}
`,
  runs: ({ rng }) => {
    const n = 60;
    const seed = rng.integer(0, 2 ** 31);
    const bits = list(n, (k) => {
      let s = (pcg((seed + k) >>> 0) | 1) >>> 0;
      s ^= s << 13;
      s ^= s >>> 17;
      s ^= s << 5;
      let lcg = k;
      for (let j = 0; j < 5; j++) lcg = (Math.imul(lcg, 1103515245) + 12345) >>> 0;
      return [pcg((pcg(k) ^ seed) >>> 0), s >>> 0, lcg, null];
    });
    return [{ workgroups: [3], buffers: { seed: Uint32Array.of(seed), bits: new Uint32Array(4 * n), unit: new Float32Array(n) }, expected: { bits: bits.flat(), unit: list(n, (k) => (pcg(k) >>> 9) / 2 ** 23) } }];
  },
});
