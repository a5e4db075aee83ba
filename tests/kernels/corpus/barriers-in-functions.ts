import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'barriers inside called functions, nested calls and uniform loops',
  source: /* wgsl */ `
const lanes = 12u;
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
var<workgroup> ring: array<u32, lanes>;

fn sync() { workgroupBarrier(); }
fn exchange(lane: u32, value: u32, shift: u32) -> u32 {
  ring[lane] = value;
  sync();
  let got = ring[(lane + shift) % lanes];
  sync();
  return got;
}

@compute @workgroup_size(lanes)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(global_invocation_id) id: vec3u) {
  var value = 0u;
  if (id.x < arrayLength(&x)) { value = x[id.x]; }
  for (var round = 1u; round <= 3u; round++) {
    value = value * 2u + exchange(lane, value, round);
    if (round == 2u) { value += exchange(lane, value, exchange(lane, 5u, 0u)); }
  }
  storageBarrier();
  if (id.x < arrayLength(&y)) { y[id.x] = value; }
}
`,
  runs: ({ uints }) => {
    const x = uints(32, 0, 1000);
    const groups = list(3, (g) => {
      let v = list(12, (k) => x[12 * g + k] ?? 0);
      const shifted = (by: number) => list(12, (k) => v[(k + by) % 12]!);
      for (let round = 1; round <= 3; round++) {
        v = shifted(round).map((z, k) => 2 * v[k]! + z);
        if (round === 2) v = shifted(5).map((z, k) => v[k]! + z);
      }
      return v;
    });
    return [{ workgroups: [3], buffers: { x, y: new Uint32Array(32) }, expected: { y: groups.flat().slice(0, 32) } }];
  },
});
