import { describe, expect, it } from 'vitest';
import type { Counts } from '../results';
import { watchScripted, WORKGROUP_BARRIER, type Setup } from './scripted';

const storage = (words: number) => ({ space: 'storage' as const, words });
const workgroup = (words: number) => ({ space: 'workgroup' as const, words });
const line = (counts: Counts, n: number) => counts.lines.find((l) => l.line === n)!;

describe('closed forms', () => {
  it('vector add: 2 loads and a store each, 1/12 FLOP per byte, four sectors a request', () => {
    const n = 256;
    const { watcher } = watchScripted({ memories: { a: storage(n), b: storage(n), c: storage(n) }, workgroups: [4, 1, 1], size: [64, 1, 1] }, function* (k) {
      const i = k.global[0];
      k.enter(1, 1);
      k.store(4, 'c', i, k.load(2, 'a', i) + k.load(3, 'b', i));
    });
    const counts = watcher.counts();
    expect(counts.global).toEqual({ loads: 2 * n, stores: n, atomics: 0, loadBytes: 8 * n, storeBytes: 4 * n, distinctLoadBytes: 8 * n, distinctStoreBytes: 4 * n });
    expect(counts.flops).toBe(n);
    expect(counts.intensityDistinct).toBeCloseTo(1 / 12, 15);
    expect(counts.intensityAsked).toBeCloseTo(1 / 12, 15);
    expect([counts.globalRequests, counts.sectors]).toEqual([24, 96]);
    expect([counts.invocations, counts.workgroups, counts.warps]).toEqual([256, 4, 8]);
    expect([counts.issues, counts.activeLanes]).toEqual([8, 256]);
    expect(counts.sampledWorkgroups).toBeNull();
    expect(counts.buffers.a).toMatchObject({ loads: n, stores: 0, distinctLoadBytes: 4 * n });
  });

  const [M, N, K] = [16, 24, 32];
  const matrices = { a: storage(M * K), b: storage(K * N), c: storage(M * N) };

  it('naive matmul loads 2MNK elements; neighbours in a warp share a row of A', () => {
    const { watcher } = watchScripted({ memories: matrices, workgroups: [N / 8, M / 8, 1], size: [8, 8, 1] }, function* (k) {
      const [column, row] = k.global;
      let sum = 0;
      for (let i = 0; i < K; i++) {
        k.path = i;
        k.enter(3, 2);
        sum += k.load(4, 'a', row * K + i) * k.load(5, 'b', i * N + column);
      }
      k.path = 0;
      k.store(6, 'c', row * N + column, sum);
    });
    const counts = watcher.counts();
    expect(counts.global.loads).toBe(2 * M * N * K);
    expect(counts.flops).toBe(2 * M * N * K);
    expect(counts.global.distinctLoadBytes).toBe(4 * (M * K + K * N));
    expect(counts.global.distinctStoreBytes).toBe(4 * M * N);
    // A warp of 8 × 4: four rows of A, one element each = 4 sectors; one row of B, 8 neighbours = 1 sector.
    const warpRounds = ((M * N) / 32) * K;
    expect(line(counts, 4)).toMatchObject({ globalRequests: warpRounds, sectors: 4 * warpRounds });
    expect(line(counts, 5)).toMatchObject({ globalRequests: warpRounds, sectors: warpRounds });
    expect(line(counts, 3)).toMatchObject({ issues: warpRounds, activeLanes: 32 * warpRounds, executions: M * N * K });
  });

  it.each([4, 8])('matmul with tiles of %i loads 2MNK/T elements, and T times as many from workgroup memory', (T) => {
    const { watcher } = watchScripted({ memories: { ...matrices, p: workgroup(T * T), q: workgroup(T * T) }, workgroups: [N / T, M / T, 1], size: [T, T, 1] }, function* (k) {
      const [x, y] = k.local;
      const [column, row] = k.global;
      let sum = 0;
      for (let t = 0; t < K; t += T) {
        k.store(3, 'p', y * T + x, k.load(1, 'a', row * K + t + x));
        k.store(4, 'q', y * T + x, k.load(2, 'b', (t + y) * N + column));
        yield [5, WORKGROUP_BARRIER];
        for (let i = 0; i < T; i++) {
          k.path = i;
          sum += k.load(6, 'p', y * T + i) * k.load(7, 'q', i * T + x);
        }
        k.path = 0;
        yield [8, WORKGROUP_BARRIER];
      }
      k.store(9, 'c', row * N + column, sum);
    });
    const counts = watcher.counts();
    expect(watcher.findings()).toEqual([]);
    expect(counts.global.loads).toBe((2 * M * N * K) / T);
    expect(counts.workgroup.loads).toBe(2 * M * N * K);
    expect(counts.workgroup.stores).toBe((2 * M * N * K) / T);
    expect(counts.barriers).toBe(((2 * K) / T) * ((M * N) / (T * T)));
    // Every workgroup has tiles of its own.
    expect(counts.workgroup.distinctLoadBytes).toBe(2 * T * T * 4 * ((M * N) / (T * T)));
  });

  it('a transposed read touches 32 sectors a request', () => {
    const { watcher } = watchScripted({ memories: { a: storage(32 * 32), b: storage(32 * 32) }, workgroups: [1, 32, 1], size: [32, 1, 1] }, function* (k) {
      k.store(2, 'b', k.global[1] * 32 + k.global[0], k.load(1, 'a', k.global[0] * 32 + k.global[1]));
    });
    const counts = watcher.counts();
    expect(line(counts, 1)).toMatchObject({ globalRequests: 32, sectors: 32 * 32 });
    expect(line(counts, 2)).toMatchObject({ globalRequests: 32, sectors: 4 * 32 });
  });

  it.each([1, 2, 3, 4, 8, 16, 17, 32, 33])('workgroup memory read with stride %i takes gcd(stride, 32) passes', (stride) => {
    const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
    const { watcher } = watchScripted({ memories: { s: workgroup(32 * 33) }, workgroups: [1, 1, 1], size: [32, 1, 1] }, function* (k) {
      k.load(1, 's', k.index * stride);
    });
    expect(watcher.counts()).toMatchObject({ workgroupRequests: 1, bankPasses: gcd(stride, 32) });
  });

  it('a tree reduction keeps 128, 64, … lanes active, in ever fewer warps', () => {
    const size = 256;
    const { watcher } = watchScripted({ memories: { s: workgroup(size) }, workgroups: [1, 1, 1], size: [size, 1, 1] }, function* (k) {
      k.store(1, 's', k.index, 1);
      yield [2, WORKGROUP_BARRIER];
      for (let stride = size / 2, round = 0; stride > 0; stride >>= 1, round++) {
        k.path = round;
        if (k.index < stride) {
          k.enter(4, 1);
          k.store(5, 's', k.index, k.load(5, 's', k.index) + k.load(6, 's', k.index + stride));
        }
        yield [7, WORKGROUP_BARRIER];
      }
    });
    const counts = watcher.counts();
    expect(watcher.findings()).toEqual([]);
    expect(line(counts, 4)).toMatchObject({ flops: size - 1, activeLanes: size - 1, issues: 4 + 2 + 1 + 1 + 1 + 1 + 1 + 1 });
    expect(counts.barriers).toBe(9);
  });

  it('a loop whose lanes leave it at different rounds costs its longest lane', () => {
    const { watcher } = watchScripted({ memories: {}, workgroups: [1, 1, 1], size: [32, 1, 1] }, function* (k) {
      for (k.path = 0; k.path <= k.index; k.path++) k.enter(2);
    });
    expect(watcher.counts()).toMatchObject({ issues: 32, activeLanes: (32 * 33) / 2 });
  });

  it('atomics of a warp on one word take turns, and count both ways', () => {
    const { watcher } = watchScripted({ memories: { h: workgroup(4), g: storage(1) }, workgroups: [2, 1, 1], size: [32, 1, 1] }, function* (k) {
      k.atomicAdd(1, 'h', k.index % 4, 1);
      yield [2, WORKGROUP_BARRIER];
      if (k.index === 0) k.atomicAdd(3, 'g', 0, 1);
    });
    const counts = watcher.counts();
    expect(counts.workgroup).toMatchObject({ loads: 0, stores: 0, atomics: 64, loadBytes: 256, storeBytes: 256, distinctLoadBytes: 32, distinctStoreBytes: 32 });
    expect(counts.bankPasses).toBe(16);
    expect(counts.global).toMatchObject({ atomics: 2, distinctStoreBytes: 4 });
  });

  it('a lane that asks for more than 16 bytes makes several requests', () => {
    const { watcher } = watchScripted({ memories: { a: storage(32 * 16) }, workgroups: [1, 1, 1], size: [32, 1, 1] }, function* (k) {
      k.load(1, 'a', k.index * 16, 16);
      k.load(2, 'a', k.index * 4, 4);
    });
    const counts = watcher.counts();
    expect(line(counts, 1)).toMatchObject({ globalRequests: 4, sectors: 4 * 32, global: { loads: 32, loadBytes: 32 * 64 } });
    expect(line(counts, 2)).toMatchObject({ globalRequests: 1, sectors: 16 });
    expect(counts.sampledWorkgroups).toBeNull();
  });

  it('uniform reads stand under their name alone', () => {
    const { watcher } = watchScripted({ memories: { n: { space: 'uniform', words: 1 } }, workgroups: [1, 1, 1], size: [8, 1, 1] }, function* (k) {
      k.load(1, 'n', 0);
    });
    expect(watcher.counts()).toMatchObject({ global: { loads: 0 }, globalRequests: 0, sectors: 0, buffers: { n: { loads: 8, distinctLoadBytes: 4 } }, sampledWorkgroups: null });
  });

  it('f16: two to a word, 16 sectors of 32 bytes for 32 lanes of a stride of 8', () => {
    const setup: Setup = { memories: { h: { space: 'storage', words: 128, halves: true } }, workgroups: [1, 1, 1], size: [32, 1, 1] };
    const { watcher } = watchScripted(setup, function* (k) {
      k.storeHalf(1, 'h', k.index, 1);
      k.loadHalf(2, 'h', k.index * 8);
    });
    const counts = watcher.counts();
    expect(counts.global).toMatchObject({ loadBytes: 64, storeBytes: 64, distinctLoadBytes: 64, distinctStoreBytes: 64 });
    expect([line(counts, 1).sectors, line(counts, 2).sectors]).toEqual([2, 16]);
  });
});
