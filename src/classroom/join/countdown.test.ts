import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockText, longWords, secondsLeft, spoken, untilNext } from './countdown';

/** Milliseconds, to a quarter. */
const time = fc.integer({ min: -5000, max: 4_000_000 }).map((n) => n / 4);

describe('the countdown', () => {
  it('shows 1 until the time is up', () => {
    expect([60_000, 59_999.5, 1, 0.25, 0, -3].map((left) => secondsLeft(left, 0))).toEqual([60, 60, 1, 1, 0, 0]);
  });

  it('changes exactly when it says that it will', () => {
    fc.assert(
      fc.property(time, (left) => {
        const next = untilNext(left, 0);
        if (next === undefined) return void expect(secondsLeft(left, 0)).toBe(0);
        expect(next).toBeGreaterThan(0);
        expect(next).toBeLessThanOrEqual(1000);
        expect(secondsLeft(left, next * 0.999)).toBe(secondsLeft(left, 0));
        expect(secondsLeft(left, next + 0.01)).toBe(secondsLeft(left, 0) - 1);
      }),
    );
  });

  it('writes minutes and seconds', () => {
    expect([0, 9, 60, 75, 3600].map(clockText)).toEqual(['0:00', '0:09', '1:00', '1:15', '60:00']);
  });

  it('tells long times in words', () => {
    expect([100, 119, 120, 5400, 7199, 7200, 9100, 86_400, 172_800, 600_000].map(longWords)).toEqual(['less than two minutes', 'less than two minutes', 'about 2 minutes', 'about 90 minutes', 'about 120 minutes', 'about 2 hours', 'about 3 hours', 'about 24 hours', 'about 2 days', 'about 7 days']);
  });

  it('says 30, 10 and the end once each, however many seconds a busy phone skips', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1 }), (moments) => {
        const shown = [120, ...new Set([...moments, 0])].sort((a, b) => b - a);
        const said = shown.slice(1).flatMap((now, i) => spoken(shown[i]!, now) ?? []);
        const marks = [30, 10, 0].map((mark) => shown.find((seconds) => seconds <= mark)!);
        expect(said).toEqual([...new Set(marks)].map((seconds) => (seconds === 0 ? 'Time is up.' : `${seconds} seconds left.`)));
      }),
    );
  });

  it('says nothing when the instructor adds time', () => {
    expect(spoken(5, 65)).toBeUndefined();
    expect(spoken(10, 10)).toBeUndefined();
  });
});
