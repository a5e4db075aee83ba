import { expect, it } from 'vitest';
import { deviceIds } from '@site/src/gpu/devices';
import { defaults, occupancyAndLatency } from './model';

it('shows the still: half occupancy on an H100 is enough with two loads a lane', () => {
  const { occupancy, achieved, needed } = occupancyAndLatency(defaults);
  expect([occupancy.warps, occupancy.binding]).toEqual([32, ['registers']]);
  expect(needed).toBeCloseTo(27.06, 2);
  expect(achieved.fraction).toBe(1);
});
it('one four-byte load a lane needs 54 warps, which 64 registers a thread do not allow', () => {
  const { achieved, needed } = occupancyAndLatency({ ...defaults, loads: 1 });
  expect(needed).toBeCloseTo(54.1, 1);
  expect(achieved.fraction).toBeCloseTo(32 / 54.1, 2);
});
it('the curve rises to the peak and stays there, on every device', () => {
  for (const device of deviceIds) {
    const { curve, device: d } = occupancyAndLatency({ ...defaults, device, loads: 4, bytes: '16' });
    expect(curve.at(-1)!.bytesPerS).toBeCloseTo(d.memoryBytesPerS, 0);
    for (let i = 1; i < curve.length; i++) expect(curve[i]!.bytesPerS).toBeGreaterThanOrEqual(curve[i - 1]!.bytesPerS);
  }
});
