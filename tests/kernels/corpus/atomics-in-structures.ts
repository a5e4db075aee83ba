import { defineKernel, i32, list } from '../case';

export default defineKernel({
  title: 'atomics as members of structures in arrays: sums, counts and extremes by key',
  source: /* wgsl */ `
struct Bin { count: atomic<u32>, sum: atomic<i32>, high: atomic<i32>, note: u32 }
@group(0) @binding(0) var<storage, read> key: array<u32>;
@group(0) @binding(1) var<storage, read> value: array<i32>;
@group(0) @binding(2) var<storage, read_write> bins: array<Bin, 5>;

fn add(bin: ptr<storage, Bin, read_write>, v: i32) {
  atomicAdd(&bin.count, 1u);
  atomicAdd(&(*bin).sum, v);
  let high = &(*bin).high;
  atomicMax(high, v);
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&key)) { return; }
  add(&bins[key[id.x] % 5u], value[id.x]);
}
`,
  runs: ({ ints, uints }) => {
    const n = 77;
    const [key, value] = [uints(n, 0, 99), ints(n, -500, 500)];
    const bins = new Uint32Array(20);
    for (let b = 0; b < 5; b++) bins[4 * b + 3] = 9 + b;
    const expected = list(5, (b) => {
      const mine = Array.from(value).filter((_, k) => key[k]! % 5 === b);
      return [mine.length, i32(mine.reduce((s, z) => s + z, 0)), i32(Math.max(0, ...mine)), 9 + b];
    });
    return [{ workgroups: [3], buffers: { key, value, bins }, expected: { bins: expected.flat() } }];
  },
});
