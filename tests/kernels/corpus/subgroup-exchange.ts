import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'subgroupBroadcast, BroadcastFirst, Shuffle, ShuffleXor, ShuffleUp, ShuffleDown, Ballot, Elect and quads',
  features: ['subgroups'],
  source: /* wgsl */ `
enable subgroups;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<array<f32, 10>>;
@group(0) @binding(2) var<storage, read_write> ballots: array<u32>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(subgroup_invocation_id) lane: u32, @builtin(subgroup_size) size: u32) {
  let v = x[id.x];
  let up = subgroupShuffleUp(v, 1u);
  let down = subgroupShuffleDown(v, 2u);
  y[id.x] = array<f32, 10>(
    subgroupBroadcast(v, 2u), subgroupBroadcastFirst(v), subgroupShuffle(v, size - 1u - lane), subgroupShuffleXor(v, 1u),
    select(up, 0.0, lane < 1u), select(down, 0.0, lane + 2u >= size), quadBroadcast(v, 3u), quadSwapX(v), quadSwapY(v), quadSwapDiagonal(v),
  );
  let ballot = subgroupBallot(v > 0.0);
  ballots[id.x] = ballot.x + select(0u, 0x80000000u, subgroupElect() && size < 32u);
}
`,
  runs: ({ ints }, size) => {
    const x = Float32Array.from(ints(64, -50, 50));
    const expected = Array.from(x, (_, k) => {
      const start = k - (k % size);
      const lane = k - start;
      const of = (other: number) => x[start + other]!;
      const quad = lane - (lane % 4);
      return [of(2), of(0), of(size - 1 - lane), of(lane ^ 1), lane < 1 ? 0 : of(lane - 1), lane + 2 >= size ? 0 : of(lane + 2), of(quad + 3), of(lane ^ 1), of(lane ^ 2), of(lane ^ 3)];
    });
    const ballots = Array.from(x, (_, k) => {
      const start = k - (k % size);
      const bits = list(size, (lane) => (x[start + lane]! > 0 ? 2 ** lane : 0)).reduce((s, z) => s + z, 0);
      return bits + (k === start && size < 32 ? 2 ** 31 : 0);
    });
    return [{ workgroups: [2], buffers: { x, y: new Float32Array(640), ballots: new Uint32Array(64) }, expected: { y: expected.flat(), ballots } }];
  },
});
