// Latency hiding by Little's law: bytes in flight = bandwidth × latency. A core that cannot keep that many bytes
// in flight cannot use the bandwidth, however fast its arithmetic. Not here: queueing near saturation (latency is constant).

import type { Device } from '../devices';

/** Bytes that must be under way at any moment to keep the memory of the device busy. */
export function bytesInFlightNeeded(memoryBytesPerS: number, loadLatencyNs: number): number {
  return memoryBytesPerS * loadLatencyNs * 1e-9;
}

export interface Concurrency {
  warpsPerCore: number;
  /** Independent loads that a lane issues before it needs the first. */
  loadsPerLane: number;
  bytesPerLoad: number;
}

export interface Achieved {
  bytesInFlight: number;
  bytesNeeded: number;
  bytesPerS: number;
  /** Of the memory's peak, at most 1. */
  fraction: number;
  bound: 'latency' | 'bandwidth';
}

/** Bandwidth that a kernel of nothing but loads reaches: in flight / latency, and never more than the peak. */
export function achievedBandwidth(device: Device, { warpsPerCore, loadsPerLane, bytesPerLoad }: Concurrency): Achieved {
  const bytesInFlight = device.cores * warpsPerCore * device.core.warpSize * loadsPerLane * bytesPerLoad;
  const bytesNeeded = bytesInFlightNeeded(device.memoryBytesPerS, device.loadLatencyNs);
  const fraction = Math.min(1, bytesInFlight / bytesNeeded);
  return { bytesInFlight, bytesNeeded, bytesPerS: fraction * device.memoryBytesPerS, fraction, bound: bytesInFlight < bytesNeeded ? 'latency' : 'bandwidth' };
}

/** Warps a core needs resident to reach the peak. */
export function warpsNeeded(device: Device, loadsPerLane: number, bytesPerLoad: number): number {
  const perWarp = device.core.warpSize * loadsPerLane * bytesPerLoad;
  return bytesInFlightNeeded(device.memoryBytesPerS, device.loadLatencyNs) / (device.cores * perWarp);
}
