import { defineKernel, i32, list, u32 } from '../case';

export default defineKernel({
  title: 'every atomic operation on i32 and u32, storage and workgroup: what it leaves behind',
  source: /* wgsl */ `
struct Cells { sum: atomic<u32>, low: atomic<i32>, high: atomic<i32>, ones: atomic<u32>, zeros: atomic<u32>, parity: atomic<u32>, down: atomic<i32>, plain: u32 }
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> cells: Cells;
@group(0) @binding(2) var<storage, read_write> perGroup: array<atomic<u32>>;
var<workgroup> count: atomic<u32>;
var<workgroup> best: array<atomic<i32>, 2>;

@compute @workgroup_size(10)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  if (lane == 0u) { atomicStore(&best[0], -2147483647 - 1); atomicStore(&best[1], 2147483647); }
  workgroupBarrier();
  if (id.x < arrayLength(&x)) {
    let v = x[id.x];
    atomicAdd(&cells.sum, bitcast<u32>(v));
    atomicMin(&cells.low, v);
    atomicMax(&cells.high, v);
    atomicOr(&cells.ones, 1u << (id.x % 32u));
    atomicAnd(&cells.zeros, ~(1u << (id.x % 32u)));
    atomicXor(&cells.parity, bitcast<u32>(v));
    _ = atomicSub(&cells.down, v);
    atomicAdd(&count, 1u);
    atomicMax(&best[0], v);
    atomicMin(&best[1], v);
  }
  workgroupBarrier();
  if (lane == 3u) {
    atomicStore(&perGroup[group.x * 2u], atomicLoad(&count));
    atomicStore(&perGroup[group.x * 2u + 1u], bitcast<u32>(atomicLoad(&best[0]) - atomicLoad(&best[1])));
  }
}
`,
  runs: ({ ints }) => {
    const n = 27;
    const x = ints(n, -(2 ** 31) / 4, 2 ** 31 / 4);
    const all = Array.from(x);
    const cells = Uint32Array.of(u32(5), i32(2147483647), i32(-2147483648), u32(0), u32(0xffffffff), u32(0), i32(1), u32(77));
    const total = all.reduce((s, z) => (s + z) | 0, 0);
    const bits = list(n, (k) => 1 << k % 32).reduce((s, z) => s | z, 0);
    const groups = list(3, (g) => all.slice(10 * g, 10 * g + 10));
    return [
      {
        workgroups: [3],
        buffers: { x, cells, perGroup: new Uint32Array(6) },
        expected: {
          cells: Uint32Array.of(u32((5 + total) >>> 0), i32(Math.min(...all)), i32(Math.max(...all)), u32(bits >>> 0), u32(~bits >>> 0), u32(all.reduce((s, z) => s ^ z, 0) >>> 0), i32((1 - total) | 0), u32(77)),
          perGroup: groups.flatMap((g) => [g.length, (Math.max(...g) - Math.min(...g)) >>> 0]),
        },
      },
    ];
  },
});
