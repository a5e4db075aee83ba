import { describe, expect, it } from 'vitest';
import { deviceIds, devices, type Device } from '../devices';
import { occupancyOf, rooflineOf } from '.';

const global = (distinct: number, asked: number) => ({ loads: 0, stores: 0, atomics: 0, loadBytes: asked, storeBytes: 0, distinctLoadBytes: distinct, distinctStoreBytes: 0 });

describe('devices', () => {
  it.each(deviceIds)('%s: stated rates are what its parts multiply out to, within 1 %', (id) => {
    const { cores, parts, fp32FlopPerS, matrixFlopPerS, memoryBytesPerS }: Device = devices[id];
    expect((cores * parts.fp32LanesPerCore * 2 * parts.fp32ClockHz) / fp32FlopPerS).toBeCloseTo(1, 1.7);
    expect(((parts.memoryBusBits / 8) * parts.memoryBitsPerS) / memoryBytesPerS).toBeCloseTo(1, 2);
    if (matrixFlopPerS) expect((cores * parts.matrixLanesPerCore! * 2 * parts.matrixClockHz!) / matrixFlopPerS).toBeCloseTo(1, 2);
  });
});

describe('the bound of a counted kernel', () => {
  it('a vector add is limited by memory everywhere: 12 bytes for each FLOP', () => {
    const bound = rooflineOf({ flops: 1e6, sectors: 12e6 / 32, global: global(12e6, 12e6) }, devices.h100);
    expect(bound).toMatchObject({ limit: 'memory', intensity: 1 / 12, seconds: 12e6 / 3.352e12 });
    expect(bound.fractionOfPeak).toBeCloseTo(0.00418, 5);
    expect(bound.meaning).toBe('Memory limits it. It can use at most 0.42 % of the arithmetic of H100 SXM, 80 GB: with 0.083 FLOP for each byte it is left of the ridge (20). Only fewer bytes, by reuse from workgroup memory or registers, would make it faster.');
  });
  it('a large matmul is limited by arithmetic if each address moves once, by memory if every load does', () => {
    const n = 1024;
    const counts = { flops: 2 * n ** 3, sectors: n ** 3, global: global(12 * n * n, 8 * n ** 3 + 4 * n * n) };
    expect(rooflineOf(counts, devices.a100x40).limit).toBe('arithmetic');
    expect(rooflineOf(counts, devices.a100x40, 'asked').limit).toBe('memory');
    expect(rooflineOf(counts, devices.a100x40, 'sectors').bytes).toBe(32 * n ** 3);
  });
  it('a copy does no arithmetic, and still takes its time', () => {
    expect(rooflineOf({ flops: 0, sectors: 1, global: global(32, 32) }, devices.m1)).toMatchObject({ limit: 'memory', flopPerS: 0, seconds: 32 / 68.3e9 });
  });
});

describe('occupancy in words', () => {
  it('names the limit and what would lift it', () => {
    const { core } = devices.h100;
    expect(occupancyOf({ threadsPerBlock: 128, registersPerThread: 0, sharedBytesPerBlock: 48 * 1024 }, core).meaning).toBe(
      'One core holds 4 workgroups at a time, 16 of the 64 warps it has room for; shared memory sets the limit. Less workgroup memory for each workgroup would let more in.',
    );
    expect(occupancyOf({ threadsPerBlock: 32, registersPerThread: 0, sharedBytesPerBlock: 0 }, core).meaning).toMatch(/32 of the 64 warps.*blocks set the limit\. Workgroups are so small/);
    expect(occupancyOf({ threadsPerBlock: 2048, registersPerThread: 0, sharedBytesPerBlock: 0 }, core).meaning).toBe('It cannot run: a block may have 1024 threads at most.');
  });
});
