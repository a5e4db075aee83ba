import { describe, expect, it } from 'vitest';
import type { AccessCounts, Counts, LineCounts } from '@site/src/gpu/microscope/results';
import { duration, heatOf, measures, numberText, quantity } from './heat';
import { boundOf, boundSentence, decades, pointsOf, roofOf, type Roof } from './rooflineModel';

const noAccess: AccessCounts = { loads: 0, stores: 0, atomics: 0, loadBytes: 0, storeBytes: 0, distinctLoadBytes: 0, distinctStoreBytes: 0 };
const lineOf = (change: Partial<LineCounts>): LineCounts => ({
  line: 1, executions: 0, flops: 0, global: noAccess, workgroup: noAccess, globalRequests: 0, sectors: 0, workgroupRequests: 0, bankPasses: 0, issues: 0, activeLanes: 0, barriers: 0, ...change,
});
const countsOf = (change: Partial<Counts>): Counts => ({
  invocations: 0, workgroups: 1, warps: 1, flops: 0, integerOps: 0, barriers: 0, global: noAccess, workgroup: noAccess, globalRequests: 0, sectors: 0, workgroupRequests: 0,
  bankPasses: 0, issues: 0, activeLanes: 0, intensityDistinct: 0, intensityAsked: 0, buffers: {}, lines: [], sampledWorkgroups: null, ...change,
});

describe('heat of lines', () => {
  const lines = [
    lineOf({ line: 3, executions: 10, global: { ...noAccess, loads: 30, loadBytes: 120 }, globalRequests: 2, sectors: 64, issues: 2, activeLanes: 24 }),
    lineOf({ line: 7, executions: 30, global: { ...noAccess, loads: 10, loadBytes: 40 }, globalRequests: 2, sectors: 8 }),
    lineOf({ line: 9 }),
  ];
  const run = { counts: countsOf({ lines }), trace: null };

  it('shares of a sum add up to one; a mean is held against the worst', () => {
    const loads = heatOf(run, 'loads');
    expect([...loads.keys()]).toEqual([3, 7]);
    expect(loads.get(3)).toEqual({ value: 30, share: 0.75, label: '30 global loads, 75% of all' });
    expect([...heatOf(run, 'executions').values()].reduce((t, h) => t + h.share, 0)).toBeCloseTo(1);
    expect(heatOf(run, 'sectors').get(3)).toEqual({ value: 32, share: 1, label: '32 sectors per request' });
    expect(heatOf(run, 'sectors').get(7)!.share).toBe(0.125);
  });

  it('counts idle lanes as heat', () => {
    expect(heatOf(run, 'lanes').get(3)).toEqual({ value: 12, share: 0.625, label: '12 of 32 lanes active' });
  });

  it('is empty without counts, for every measure', () => {
    for (const { id } of measures) expect(heatOf({ counts: null, trace: null }, id).size).toBe(0);
  });
});

it('writes numbers and quantities', () => {
  expect([1234567, 0.12345, 3.0004].map(numberText)).toEqual(['1,234,567', '0.123', '3']);
  expect([19.5e12, 999.9, 999_600, 0].map((v) => quantity(v, 'B'))).toEqual(['19.5 TB', '1 kB', '1 MB', '0 B']);
  expect([2.5e-9, 1.2e-5, 0.5, 2].map(duration)).toEqual(['2.5 ns', '12 µs', '500 ms', '2 s']);
});

describe('roofline of a run', () => {
  const h100 = roofOf('h100');
  // 64³ matmul without tiles: 2·64³ FLOPs; 2·64³ loads and 64² stores of 4 bytes; each address once: 3·64² of them.
  const naive = countsOf({
    flops: 2 * 64 ** 3,
    sectors: 40_000,
    global: { ...noAccess, loads: 2 * 64 ** 3, stores: 64 ** 2, loadBytes: 8 * 64 ** 3, storeBytes: 4 * 64 ** 2, distinctLoadBytes: 8 * 64 ** 2, distinctStoreBytes: 4 * 64 ** 2 },
  });

  it('has the intensities that one works out by hand, and its bounds', () => {
    const [distinct, asked, sectors] = pointsOf(naive, h100);
    expect(distinct!.bound.intensity).toBeCloseTo((2 * 64 ** 3) / (12 * 64 ** 2));
    expect(asked!.bound.intensity).toBeCloseTo((2 * 64 ** 3) / (8 * 64 ** 3 + 4 * 64 ** 2));
    expect(sectors!.bound.bytes).toBe(1_280_000);
    expect(distinct!.bound.flopPerS).toBeCloseTo(distinct!.bound.intensity * 3.352e12);
    expect(boundSentence(distinct!)).toMatch(/^Counting each address once: memory limits it\./);
  });

  it('has the roof of a device that was measured', () => {
    const own: Roof = { label: 'your device', bandwidthBytesPerS: 10e9, flopPerS: 50e9 };
    expect(boundOf(naive, 'distinct', own)).toMatchObject({ limit: 'arithmetic', flopPerS: 50e9, ridge: 5 });
    expect(boundOf(naive, 'asked', own).limit).toBe('memory');
  });

  it('says what a copy costs, which has no arithmetic, and leaves out a kernel that moves nothing', () => {
    const copy = countsOf({ global: { ...noAccess, loadBytes: 4e6, storeBytes: 4e6, distinctLoadBytes: 4e6, distinctStoreBytes: 4e6 } });
    expect(boundSentence(pointsOf(copy, h100)[0]!)).toMatch(/no floating-point work.* It takes at least 2.39 µs\.$/);
    expect(pointsOf(countsOf({ flops: 10 }), h100)).toEqual([]);
  });

  it('frames values by whole decades', () => {
    expect(decades([0.25, 20])).toEqual([-1, 2]);
    expect(decades([0])).toEqual([0, 1]);
  });
});
