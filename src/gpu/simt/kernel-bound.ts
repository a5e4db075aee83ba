// The bound that a device's roofline sets to a kernel whose work was counted. A bound, not a prediction: latency, launch
// and conflicts can only make a kernel slower. Not here: counting (the kernel microscope).

import type { Device } from '../devices';
import type { Counts } from '../microscope/results';
import { SECTOR_BYTES } from './coalescing';
import { attainableFlopPerS, ridgeIntensity, rooflineSeconds } from './roofline';

/** Which bytes are taken to move: each address once (a cache that forgets nothing), as asked for (no cache), or every 32-byte sector that a warp touches. */
export type TrafficKind = 'distinct' | 'asked' | 'sectors';

export interface KernelBound {
  bytes: number;
  /** FLOP per byte. */
  intensity: number;
  /** FLOP per byte at which the device's two ceilings meet. */
  ridge: number;
  limit: 'memory' | 'arithmetic';
  /** The most that the kernel can reach, and as a fraction of the device's fp32 peak. */
  flopPerS: number;
  fractionOfPeak: number;
  /** The least time that it can take. */
  seconds: number;
  /** Which ceiling binds and what that means. */
  meaning: string;
}

type Counted = Pick<Counts, 'flops' | 'sectors' | 'global'>;
/** Two ceilings and a name: a published device, or one that was measured. */
export type Roofed = Pick<Device, 'name' | 'fp32FlopPerS' | 'memoryBytesPerS'>;

export function rooflineOf(counts: Counted, device: Roofed, traffic: TrafficKind = 'distinct'): KernelBound {
  const { flops } = counts;
  const { fp32FlopPerS, memoryBytesPerS } = device;
  const bytes = bytesOf(counts, traffic);
  const intensity = flops === 0 ? 0 : flops / bytes;
  const ridge = ridgeIntensity(fp32FlopPerS, memoryBytesPerS);
  const flopPerS = attainableFlopPerS(intensity, fp32FlopPerS, memoryBytesPerS);
  const limit = intensity < ridge ? 'memory' : 'arithmetic';
  const fractionOfPeak = flopPerS / fp32FlopPerS;
  return { bytes, intensity, ridge, limit, flopPerS, fractionOfPeak, seconds: rooflineSeconds(flops, bytes, fp32FlopPerS, memoryBytesPerS), meaning: meaningOf(limit, intensity, ridge, fractionOfPeak, device) };
}

function bytesOf({ global, sectors }: Counted, traffic: TrafficKind): number {
  if (traffic === 'sectors') return sectors * SECTOR_BYTES;
  return traffic === 'asked' ? global.loadBytes + global.storeBytes : global.distinctLoadBytes + global.distinctStoreBytes;
}

const short = (value: number) => String(Number(value.toPrecision(2)));

function meaningOf(limit: KernelBound['limit'], intensity: number, ridge: number, fractionOfPeak: number, { name }: Roofed): string {
  if (limit === 'arithmetic') return `Arithmetic limits it: with ${short(intensity)} FLOP for each byte it is past the ridge of ${name} (${short(ridge)}). Moving fewer bytes would not help.`;
  const share = intensity === 0 ? 'It does no floating-point work' : `It can use at most ${short(100 * fractionOfPeak)} % of the arithmetic of ${name}`;
  return `Memory limits it. ${share}: with ${short(intensity)} FLOP for each byte it is left of the ridge (${short(ridge)}). Only fewer bytes, by reuse from workgroup memory or registers, would make it faster.`;
}
