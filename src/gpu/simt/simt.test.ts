import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceIds, devices } from '../devices';
import {
  accessOf, achievedBandwidth, attainableFlopPerS, bankAccessOf, branchTime, branchTimeOfWorkgroup, bytesInFlightNeeded, localId, localIndex, loopTime,
  matmulIntensity, occupancyOf, ridgeIntensity, runSystolic, stridedAddresses, systolicCycles, systolicUtilization, treeReduction, vectorAddIntensity, warpsNeeded, type TreeOrder,
} from '.';

const load = (strideElements: number, firstElement = 0, elementBytes = 4) =>
  accessOf(stridedAddresses({ lanes: 32, strideElements, firstElement, elementBytes }), elementBytes);

describe('coalescing', () => {
  // The cases of NVIDIA's best-practices guide: aligned, shifted by one, and strided.
  it.each([
    [1, 0, 4, 4], [1, 1, 4, 5], [2, 0, 4, 8], [8, 0, 4, 32], [33, 0, 4, 32], [0, 0, 4, 1], [1, 0, 2, 2], [1, 0, 8, 8], [1, 0, 16, 16], [-1, 31, 4, 4],
  ])('stride %i, first element %i, %i bytes: %i sectors', (stride, first, bytes, sectors) => {
    expect(load(stride, first, bytes).sectors).toHaveLength(sectors);
  });

  it('does not depend on which lane asks for which address', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from({ length: 32 }, (_, i) => i), { minLength: 32 }), (order) => {
        const addresses = stridedAddresses({ lanes: 32, strideElements: 3, firstElement: 5, elementBytes: 4 });
        expect(accessOf(order.map((i) => addresses[i]!), 4).sectors).toEqual(accessOf(addresses, 4).sectors);
      }),
    );
  });

  it('never moves less than is useful, nor more than one sector a lane for aligned elements', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4000), { minLength: 1, maxLength: 32 }), fc.constantFrom(1, 2, 4, 8, 16, 32), (elements, bytes) => {
        const access = accessOf(elements.map((e) => e * bytes), bytes);
        expect(access.movedBytes).toBeGreaterThanOrEqual(access.usefulBytes);
        expect(access.sectors.length).toBeLessThanOrEqual(elements.length);
        expect(access.usefulBytes).toBe(new Set(elements).size * bytes);
      }),
    );
  });
});

describe('banks', () => {
  it('an odd stride has no conflict; an even one has gcd(stride, 32) passes', () => {
    const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
    for (let stride = 1; stride <= 64; stride++)
      expect(bankAccessOf(Array.from({ length: 32 }, (_, lane) => lane * stride)).passes).toBe(gcd(stride, 32));
  });
  it('the same word is read once for all', () => expect(bankAccessOf(new Array<number>(32).fill(7)).passes).toBe(1));
  it('a padded column of a 32 × 33 tile is free, of a 32 × 32 tile it takes 32 passes', () => {
    expect(bankAccessOf(Array.from({ length: 32 }, (_, row) => row * 33 + 4)).passes).toBe(1);
    expect(bankAccessOf(Array.from({ length: 32 }, (_, row) => row * 32 + 4)).passes).toBe(32);
  });
});

describe('divergence', () => {
  it('a branch that all lanes take the same way costs one side', () => {
    expect(branchTime(new Array<boolean>(32).fill(true), 10, 30)).toMatchObject({ slots: 10, efficiency: 1 });
    expect(branchTime(new Array<boolean>(32).fill(false), 10, 30)).toMatchObject({ slots: 30, efficiency: 1 });
  });
  it('one dissenting lane costs both', () => {
    const warp = branchTime(Array.from({ length: 32 }, (_, i) => i === 0), 10, 10);
    expect(warp.slots).toBe(20);
    expect(warp.efficiency).toBeCloseTo(0.5, 12);
  });
  it('a loop lasts as long as its longest lane', () => expect(loopTime([1, 2, 8, 5], 3).slots).toBe(24));
  it('useful lane-slots are the same whatever the order of lanes, and time is least when equals sit together', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), (taken) => {
        const sorted = [...taken].sort();
        const [asGiven, together] = [taken, sorted].map((t) => branchTimeOfWorkgroup(t, 32, 7, 7));
        expect(together!.slots).toBeLessThanOrEqual(asGiven!.slots);
        expect(asGiven!.slots * asGiven!.efficiency).toBeCloseTo(together!.slots * together!.efficiency, 9);
      }),
    );
  });
});

describe('occupancy', () => {
  const h100 = devices.h100.core;
  // Worked in NVIDIA's terms: 65,536 registers / (256 threads × 64) = 4 blocks of 8 warps = 32 of 64.
  it('is limited by registers', () => {
    expect(occupancyOf({ threadsPerBlock: 256, registersPerThread: 64, sharedBytesPerBlock: 0 }, h100)).toMatchObject({ blocks: 4, warps: 32, fraction: 0.5, binding: ['registers'] });
  });
  it('is limited by shared memory, counting the kibibyte that the system keeps of each block', () => {
    expect(occupancyOf({ threadsPerBlock: 128, registersPerThread: 32, sharedBytesPerBlock: 48 * 1024 }, h100)).toMatchObject({ blocks: 4, warps: 16, binding: ['shared memory'] });
  });
  it('is limited by blocks for tiny blocks', () => {
    expect(occupancyOf({ threadsPerBlock: 32, registersPerThread: 16, sharedBytesPerBlock: 0 }, h100)).toMatchObject({ blocks: 32, warps: 32, binding: ['blocks'] });
  });
  it('says why a kernel cannot be launched', () => {
    expect(occupancyOf({ threadsPerBlock: 2048, registersPerThread: 16, sharedBytesPerBlock: 0 }, h100)).toMatchObject({ blocks: 0, warps: 0 });
    expect(occupancyOf({ threadsPerBlock: 1024, registersPerThread: 128, sharedBytesPerBlock: 0 }, h100).impossible).toMatch(/registers/);
  });
  it('never grows when a kernel asks for more, and never passes 1', () => {
    const kernel = fc.record({ threadsPerBlock: fc.integer({ min: 1, max: 1024 }), registersPerThread: fc.integer({ min: 1, max: 255 }), sharedBytesPerBlock: fc.integer({ min: 0, max: 160 * 1024 }) });
    fc.assert(
      fc.property(kernel, fc.nat(64), fc.nat(4096), (k, registers, bytes) => {
        const more = { ...k, registersPerThread: k.registersPerThread + registers, sharedBytesPerBlock: k.sharedBytesPerBlock + bytes };
        const [less, greedy] = [occupancyOf(k, h100), occupancyOf(more, h100)];
        expect(greedy.warps).toBeLessThanOrEqual(less.warps);
        expect(less.fraction).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('latency hiding', () => {
  it('agrees with Little: an H100 needs about 0.9 MB in flight', () => {
    expect(bytesInFlightNeeded(devices.h100.memoryBytesPerS, devices.h100.loadLatencyNs)).toBeCloseTo(3.352e12 * (478.8 / 1.755) * 1e-9, 3);
  });
  it('reaches the peak exactly at warpsNeeded', () => {
    for (const id of deviceIds) {
      const warpsPerCore = warpsNeeded(devices[id], 2, 4);
      expect(achievedBandwidth(devices[id], { warpsPerCore, loadsPerLane: 2, bytesPerLoad: 4 }).fraction).toBeCloseTo(1, 9);
      expect(achievedBandwidth(devices[id], { warpsPerCore: warpsPerCore / 2, loadsPerLane: 2, bytesPerLoad: 4 })).toMatchObject({ bound: 'latency' });
    }
  });
});

describe('tree reduction', () => {
  it('sums what a loop sums, in log2 steps and size - 1 additions, in every order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 128 }), fc.constantFrom<TreeOrder>('halving', 'interleaved', 'packed'), (values, order) => {
        const tree = treeReduction(values, 128, order);
        expect(tree.sum).toBe(values.reduce((a, b) => a + b, 0));
        expect([tree.depth, tree.work, tree.barriers]).toEqual([7, 127, 8]);
      }),
    );
  });
  it('halving keeps whole warps idle and banks free; interleaved keeps warps half asleep; packed lanes meet in the banks', () => {
    expect(treeReduction([], 256, 'halving').steps.map((s) => s.busyWarps)).toEqual([4, 2, 1, 1, 1, 1, 1, 1]);
    expect(treeReduction([], 256, 'interleaved').steps.map((s) => s.busyWarps)).toEqual([8, 8, 8, 8, 8, 4, 2, 1]);
    expect(treeReduction([], 256, 'packed').steps.map((s) => s.busyWarps)).toEqual([4, 2, 1, 1, 1, 1, 1, 1]);
    for (const order of ['halving', 'interleaved'] as const) expect(treeReduction([], 256, order).steps.map((s) => s.bankPasses)).toEqual(new Array(8).fill(1));
    expect(treeReduction([], 256, 'packed').steps.map((s) => s.bankPasses)).toEqual([2, 4, 8, 8, 8, 4, 2, 1]);
  });
});

describe('systolic array', () => {
  it('computes A × B in K + 2(N - 1) cycles', () => {
    const matrix = (rows: number, columns: number) => fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
    const pair = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })).chain(([n, k]) => fc.tuple(matrix(n, k), matrix(k, n)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const run = runSystolic(a, b);
        expect(run.result).toEqual(a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0))));
        expect(run.cycles).toBe(b.length + 2 * (a.length - 1));
        expect(run.utilization).toBeCloseTo(systolicUtilization(a.length, b.length), 12);
      }),
    );
  });
  it('needs long inner products to be busy', () => {
    expect(systolicCycles(128, 128)).toBe(382);
    expect(systolicUtilization(128, 4096)).toBeCloseTo(0.9416, 4);
  });
});

describe('roofline', () => {
  // FACTS §3, cases 11 and 12.
  it.each([['a100x40', 200.6], ['a100x80', 153.0], ['h100', 295.2], ['h200', 206]] as const)('ridge of %s is %d', (id, ridge) => {
    expect(ridgeIntensity(devices[id].matrixFlopPerS, devices[id].memoryBytesPerS) / ridge).toBeCloseTo(1, 2);
  });
  it('intensities', () => {
    expect(vectorAddIntensity(4)).toBeCloseTo(1 / 12, 15);
    expect(matmulIntensity(1024, 1024, 1024, 2)).toBeCloseTo(341.33, 2);
    expect(matmulIntensity(512, 1024, 2048, 2)).toBeCloseTo(292.57, 2);
  });
  it('a vector add reaches under half a percent of the H100’s fp32 peak', () => {
    const { fp32FlopPerS, memoryBytesPerS } = devices.h100;
    expect(attainableFlopPerS(1 / 12, fp32FlopPerS, memoryBytesPerS) / fp32FlopPerS).toBeCloseTo(0.00418, 5);
  });
});

it('local index and local id are inverses, x fastest', () => {
  expect(localIndex([3, 2, 0], [8, 4, 1])).toBe(19);
  fc.assert(fc.property(fc.nat(127), (i) => localIndex(localId(i, [8, 4, 4]), [8, 4, 4]) === i));
});
