// The player: which step is shown, and whether it runs. Not here: what a step looks like (player/moment.ts).

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Trace } from '@site/src/gpu/microscope/results';
import { intervalOfStep, indexTrace, stepOfInvocation, type TraceIndex } from './player/traceIndex';

export interface Player {
  index: TraceIndex;
  /** It was to begin at a moment that the trace does not hold. */
  missed: boolean;
  step: number;
  playing: boolean;
  /** Invocation whose reads, writes and line are spelled out. */
  selected: number;
  /** Steps go from one event of the selected invocation to its next. */
  alone: boolean;
  select(invocation: number): void;
  setAlone(alone: boolean): void;
  seek(step: number): void;
  move(direction: 1 | -1): void;
  moveInterval(direction: 1 | -1): void;
  togglePlay(): void;
}

/** Speeds by the value of the choice. A reader who wants little motion gets the first two and the last. */
export const speeds = [
  { value: '1', label: '1 step/s', stepsPerS: 1 },
  { value: '4', label: '4 steps/s', stepsPerS: 4 },
  { value: '15', label: '15 steps/s', stepsPerS: 15 },
  { value: '60', label: '60 steps/s', stepsPerS: 60 },
  { value: 'interval', label: '1 barrier/s', stepsPerS: 1 },
] as const;

export const speedsFor = (calm: boolean) => speeds.filter((s) => !calm || s.stepsPerS <= 4);

const FRAME_MS = 33;

/** Step and invocation that a player begins with. */
export type Start = (index: TraceIndex) => { step: number; invocation: number } | undefined;

export function usePlayer(trace: Trace, { speed, shown, start }: { speed: string; shown: boolean; start: Start | undefined }): Player {
  const index = useMemo(() => indexTrace(trace), [trace]);
  const [begun] = useState(() => start?.(index));
  const last = Math.max(0, index.steps - 1);
  const clamp = useCallback((step: number) => Math.max(0, Math.min(step, last)), [last]);
  const [step, setStep] = useState(() => clamp(begun?.step ?? 0));
  const [selected, setSelected] = useState(begun?.invocation ?? 0);
  const [alone, setAlone] = useState(false);
  const [wanted, setWanted] = useState(false);
  const playing = wanted && shown && step < last;

  const next = useCallback(
    (from: number, direction: 1 | -1) => (alone ? (stepOfInvocation(index, selected, from, direction) ?? (direction === 1 ? last : 0)) : clamp(from + direction)),
    [alone, clamp, index, last, selected],
  );
  const nextInterval = useCallback((from: number, direction: 1 | -1) => intervalStep(index, from, direction), [index]);

  useEffect(() => {
    if (!playing) return;
    const { stepsPerS, value } = speeds.find((s) => s.value === speed) ?? speeds[1];
    const perTick = Math.max(1, Math.round((stepsPerS * FRAME_MS) / 1000));
    const advance = (from: number) => {
      if (value === 'interval') return nextInterval(from, 1);
      let to = from;
      for (let i = 0; i < perTick; i++) to = next(to, 1);
      return to;
    };
    const timer = setInterval(() => setStep(advance), Math.max(FRAME_MS, 1000 / stepsPerS));
    return () => clearInterval(timer);
  }, [playing, speed, next, nextInterval]);

  const still = (to: (from: number) => number) => {
    setWanted(false);
    setStep((from) => clamp(to(from)));
  };
  return {
    index,
    missed: start !== undefined && begun === undefined,
    step,
    playing,
    selected,
    alone,
    select: setSelected,
    setAlone,
    seek: (to) => still(() => to),
    move: (direction) => still((from) => next(from, direction)),
    moveInterval: (direction) => still((from) => nextInterval(from, direction)),
    togglePlay: () => {
      if (!playing && step >= last) setStep(0);
      setWanted(!playing);
    },
  };
}

/** First step of the next barrier interval; backwards, of this one, or of the one before when it is already there. */
export function intervalStep(index: TraceIndex, step: number, direction: 1 | -1): number {
  const interval = intervalOfStep(index, step);
  if (direction === 1) return Math.min(index.intervalStart[interval + 1] ?? 0, Math.max(0, index.steps - 1));
  const first = index.intervalStart[interval] ?? 0;
  return first < step ? first : (index.intervalStart[Math.max(0, interval - 1)] ?? 0);
}
