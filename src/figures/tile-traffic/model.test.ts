import { expect, it } from 'vitest';
import { defaults, tileTraffic } from './model';

it('shows the still: 4,096 in tiles of 128 × 256 on an H100 is 512 workgroups in 4 waves at 85 FLOP/byte', () => {
  const t = tileTraffic(defaults);
  expect([t.n, t.count, t.waves.waves]).toEqual([4096, 512, 4]);
  expect(t.intensity).toBeCloseTo(85.33, 2);
  expect(t.intensity).toBeLessThan(t.ridge);
  expect(t.bound / 1e12).toBeCloseTo(286, 0);
});
it('the accumulators of that tile fill half of a core’s registers', () => {
  const t = tileTraffic(defaults);
  expect(t.accumulatorBytes / t.registerBytes).toBe(0.5);
});
it('a larger tile never loads more, and never makes more workgroups', () => {
  for (let rows = 4; rows < 8; rows++) {
    const [small, large] = [tileTraffic({ ...defaults, rows }), tileTraffic({ ...defaults, rows: rows + 1 })];
    expect(large.loads).toBeLessThanOrEqual(small.loads);
    expect(large.count).toBeLessThanOrEqual(small.count);
  }
});
it('a small product in large tiles leaves cores idle', () => {
  const t = tileTraffic({ ...defaults, size: 4 });
  expect([t.count, t.waves.waves]).toEqual([8, 1]);
  expect(t.waves.utilization).toBeCloseTo(8 / 132, 10);
});
