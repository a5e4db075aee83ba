// What the views share: a session's room, the countdown, focus for a question that opens.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { secondsLeft, spoken, untilNext } from './countdown';
import type { Room } from './room';
import type { Session } from './session';

/** The room of a session, anew at each change. */
export function useRoom(session: Session): Room {
  const [room, setRoom] = useState(session.room);
  useEffect(() => {
    const refresh = () => setRoom(session.room);
    refresh();
    return session.subscribe(refresh);
  }, [session]);
  return room;
}

/** Seconds that are left, null without a timer; the moments that matter are said. */
export function useCountdown(endsAtMs: number | null, say: (text: string) => void): number | null {
  const [, setTicks] = useState(0);
  const shown = useRef<number | null>(null);
  const seconds = endsAtMs === null ? null : secondsLeft(endsAtMs, performance.now());
  useEffect(() => {
    const next = endsAtMs === null ? undefined : untilNext(endsAtMs, performance.now());
    if (next === undefined) return undefined;
    // A moment later: timers may come early.
    const timer = setTimeout(() => setTicks((ticks) => ticks + 1), next + 5);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const words = seconds !== null && shown.current !== null ? spoken(shown.current, seconds) : undefined;
    shown.current = seconds;
    if (words) say(words);
  }, [seconds, say]);
  return seconds;
}

/** Names the vote that is open; empty while there is none. */
export const openVoteOf = ({ snapshot }: Room): string => (snapshot?.phase === 'voting' ? `${snapshot.question?.id} ${snapshot.round}` : '');

export const isTyping = () => document.activeElement?.matches('input:not([type=radio], [readonly])') === true;

/** Moves the focus to an element whenever `key` becomes a new one, but never while somebody types. */
export function useFocusOn<E extends HTMLElement>(key: string) {
  const target = useRef<E>(null);
  useLayoutEffect(() => {
    if (!key || isTyping()) return;
    scrollTo(0, 0);
    target.current?.focus({ preventScroll: true });
  }, [key]);
  return target;
}
