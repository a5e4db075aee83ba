// A run's place on a roofline: its arithmetic intensity counted three ways, on a published device or on the reader's own.
// Not here: the bound itself (src/gpu/simt), the drawing (RooflinePanel.tsx), the devices' data (src/gpu/devices.ts).

import { devices, type DeviceId } from '@site/src/gpu/devices';
import type { Counts } from '@site/src/gpu/microscope/results';
import { rooflineOf, type KernelBound, type TrafficKind } from '@site/src/gpu/simt';
import { duration } from './heat';

/** A roof that was measured on the reader's own device, or a published one. */
export interface Roof {
  label: string;
  bandwidthBytesPerS: number;
  flopPerS: number;
}

/** A kernel that was timed on the reader's own device. */
export interface MeasuredKernel {
  label: string;
  /** FLOP per byte of distinct storage traffic. */
  intensity: number;
  flopPerS: number;
}

export const roofOf = (id: DeviceId): Roof => {
  const { name, memoryBytesPerS, fp32FlopPerS } = devices[id];
  return { label: name, bandwidthBytesPerS: memoryBytesPerS, flopPerS: fp32FlopPerS };
};

export const boundOf = (counts: Counts, kind: TrafficKind, { label, bandwidthBytesPerS, flopPerS }: Roof): KernelBound =>
  rooflineOf(counts, { name: label, memoryBytesPerS: bandwidthBytesPerS, fp32FlopPerS: flopPerS }, kind);

/** How the bytes are counted, and what that takes for granted; the truth of a real cache lies between the first and the last. */
const kinds: { kind: TrafficKind; name: string; meaning: string }[] = [
  { kind: 'distinct', name: 'each address once', meaning: 'a cache that forgets nothing' },
  { kind: 'asked', name: 'as asked for', meaning: 'no cache, and only the wanted bytes move' },
  { kind: 'sectors', name: 'in whole sectors', meaning: 'no cache, and every 32-byte sector that a warp touches moves' },
];

export interface Point {
  kind: TrafficKind;
  name: string;
  meaning: string;
  bound: KernelBound;
}

/** The kernel on a roof, for each way of counting; empty where it moves nothing to or from storage. */
export const pointsOf = (counts: Counts, roof: Roof): Point[] => kinds.map((k) => ({ ...k, bound: boundOf(counts, k.kind, roof) })).filter(({ bound }) => bound.bytes > 0);

export const intensityText = (value: number): string => `${Number(value.toPrecision(3))} FLOP/byte`;

/** Which ceiling binds and what that means; without arithmetic also the least time. */
export function boundSentence({ name, bound }: Point): string {
  const time = bound.intensity === 0 ? ` It takes at least ${duration(bound.seconds)}.` : '';
  return `Counting ${name}: ${uncapped(bound.meaning)}${time}`;
}

/** A sentence to follow a colon. */
export const uncapped = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** Whole powers of ten around all of the values. */
export function decades(values: readonly number[]): [low: number, high: number] {
  const positive = values.filter((v) => v > 0 && Number.isFinite(v)).map(Math.log10);
  if (positive.length === 0) return [0, 1];
  return [Math.floor(Math.min(...positive) - 0.1), Math.ceil(Math.max(...positive) + 0.1)];
}
