// The time that is left of a vote or a discussion, counted down on this device's own clock from the moment it was told.

import { useEffect, useRef, useState } from 'react';

export interface Countdown {
  leftMs: number;
  /** Of the longest time that was left since the countdown began, 1 to 0. */
  share: number;
}

const TICK_MS = 200;

/** `atMs`: performance.now() when `remainingMs` was told; `what` names the countdown, another one begins anew. Undefined without a timer. */
export function useCountdown(remainingMs: number | null | undefined, atMs: number, what: string): Countdown | undefined {
  const [nowMs, setNowMs] = useState(atMs);
  const longest = useRef({ what: '', ms: 0 });
  const isTimed = remainingMs !== null && remainingMs !== undefined;
  useEffect(() => {
    if (!isTimed) return;
    setNowMs(performance.now());
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isTimed, atMs]);
  if (!isTimed) return undefined;
  const leftMs = Math.max(0, remainingMs - Math.max(0, nowMs - atMs));
  if (longest.current.what !== what) longest.current = { what, ms: 0 };
  longest.current.ms = Math.max(longest.current.ms, remainingMs, 1);
  return { leftMs, share: leftMs / longest.current.ms };
}
