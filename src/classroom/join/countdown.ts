// The time that is left, by a clock that no phone's settings can move (performance.now), and which moments of it are said aloud.

/** Whole seconds to show: 1 until the time is up, then 0. */
export const secondsLeft = (endsAtMs: number, nowMs: number): number => Math.max(0, Math.ceil((endsAtMs - nowMs) / 1000));

/** Milliseconds until secondsLeft shows less; undefined when it shows 0. */
export function untilNext(endsAtMs: number, nowMs: number): number | undefined {
  const left = endsAtMs - nowMs;
  return left <= 0 ? undefined : left - 1000 * (Math.ceil(left / 1000) - 1);
}

/** 75 is "1:15". */
export const clockText = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** A time to be told in words, not to be watched: "about 3 hours". */
export function longWords(seconds: number): string {
  const [size, unit] = seconds >= 2 * 86_400 ? [86_400, 'days'] : seconds >= 2 * 3600 ? [3600, 'hours'] : [60, 'minutes'];
  return seconds < 120 ? 'less than two minutes' : `about ${Math.round(seconds / size)} ${unit}`;
}

const SAID = [30, 10, 0];

/** What to say when the shown seconds went from `before` to `now`; undefined: nothing. A timer that was made longer says nothing. */
export function spoken(before: number, now: number): string | undefined {
  if (!SAID.some((mark) => before > mark && now <= mark)) return undefined;
  return now === 0 ? 'Time is up.' : `${now} seconds left.`;
}
