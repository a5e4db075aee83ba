// A run's place on a roofline: its arithmetic intensity counted three ways, and what a device could do with it at most.
// Not here: the drawing (RooflinePanel.tsx), the devices' data (src/gpu/devices.ts). A bound, never a time that was measured.

import { devices, type DeviceId } from '@site/src/gpu/devices';
import type { Counts } from '@site/src/gpu/microscope/results';
import { attainableFlopPerS, ridgeIntensity, rooflineSeconds, SECTOR_BYTES } from '@site/src/gpu/simt';
import { duration, quantity } from './heat';

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

export interface Traffic {
  id: 'distinct' | 'asked' | 'sectors';
  name: string;
  /** What it takes for granted. */
  meaning: string;
  bytes: number;
  /** FLOP per byte; 0 for a kernel without floating-point work. */
  intensity: number;
}

/** Bytes of storage traffic, counted so that the truth of a real cache lies between the first and the last. */
export function trafficOf(counts: Counts): Traffic[] {
  const { global, flops, sectors } = counts;
  const at = (id: Traffic['id'], name: string, meaning: string, bytes: number): Traffic => ({ id, name, meaning, bytes, intensity: bytes > 0 ? flops / bytes : 0 });
  return [
    at('distinct', 'each address once', 'a cache that forgets nothing', global.distinctLoadBytes + global.distinctStoreBytes),
    at('asked', 'as asked for', 'no cache, and only the wanted bytes move', global.loadBytes + global.storeBytes),
    at('sectors', 'in whole sectors', 'no cache, and every 32-byte sector that a warp touches moves', sectors * SECTOR_BYTES),
  ].filter((t) => t.bytes > 0);
}

export interface Bound {
  limit: 'memory' | 'arithmetic';
  flopPerS: number;
  seconds: number;
  ridge: number;
}

export function boundOf(flops: number, traffic: Traffic, roof: Roof): Bound {
  const ridge = ridgeIntensity(roof.flopPerS, roof.bandwidthBytesPerS);
  return {
    limit: traffic.intensity < ridge ? 'memory' : 'arithmetic',
    flopPerS: attainableFlopPerS(traffic.intensity, roof.flopPerS, roof.bandwidthBytesPerS),
    seconds: rooflineSeconds(flops, traffic.bytes, roof.flopPerS, roof.bandwidthBytesPerS),
    ridge,
  };
}

export const intensityText = (value: number): string => `${Number(value.toPrecision(3))} FLOP/byte`;

/** Which ceiling binds, and what that means, in two sentences. */
export function boundSentence(counts: Counts, traffic: Traffic, roof: Roof): string {
  const bound = boundOf(counts.flops, traffic, roof);
  if (counts.flops === 0)
    return `This kernel does no floating-point arithmetic, so memory bounds it: ${quantity(traffic.bytes, 'B')} at ${quantity(roof.bandwidthBytesPerS, 'B/s')} take at least ${duration(bound.seconds)}.`;
  const share = bound.flopPerS / roof.flopPerS;
  const counted = `Counting ${traffic.name}, it does ${intensityText(traffic.intensity)}; the ridge of ${roof.label} is at ${intensityText(bound.ridge)}.`;
  if (bound.limit === 'arithmetic') return `${counted} It is at or right of the ridge: arithmetic bounds it, at ${quantity(roof.flopPerS, 'FLOP/s')}.`;
  const percent = Number((100 * share).toPrecision(2));
  return `${counted} It is left of the ridge: memory bounds it, at ${quantity(bound.flopPerS, 'FLOP/s')} at most, ${percent}% of the arithmetic that the device has.`;
}

/** Whole powers of ten around all of the values. */
export function decades(values: readonly number[]): [low: number, high: number] {
  const positive = values.filter((v) => v > 0 && Number.isFinite(v)).map(Math.log10);
  if (positive.length === 0) return [0, 1];
  return [Math.floor(Math.min(...positive) - 0.1), Math.ceil(Math.max(...positive) + 0.1)];
}
