// A kernel of nothing but loads on a chosen GPU: how many of its warps fit, and what bandwidth they can draw.

import { deviceIds, devices, type DeviceId } from '@site/src/gpu/devices';
import { achievedBandwidth, occupancyOf, warpsNeeded } from '@site/src/gpu/simt';

export interface State {
  device: string;
  threads: number;
  registers: number;
  sharedKiB: number;
  loads: number;
  bytes: string;
  [key: string]: string | number | boolean;
}
export const defaults: State = { device: 'h100', threads: 256, registers: 64, sharedKiB: 0, loads: 2, bytes: '4' };

export function occupancyAndLatency(state: State) {
  const id: DeviceId = deviceIds.find((d) => d === state.device) ?? 'h100';
  const device = devices[id];
  const occupancy = occupancyOf({ threadsPerBlock: state.threads, registersPerThread: state.registers, sharedBytesPerBlock: state.sharedKiB * 1024 }, device.core);
  const concurrency = { loadsPerLane: state.loads, bytesPerLoad: Number(state.bytes) };
  const at = (warpsPerCore: number) => achievedBandwidth(device, { ...concurrency, warpsPerCore });
  const curve = Array.from({ length: device.core.maxWarps + 1 }, (_, warps) => ({ warps, bytesPerS: at(warps).bytesPerS }));
  return { device, occupancy, achieved: at(occupancy.warps), needed: warpsNeeded(device, concurrency.loadsPerLane, concurrency.bytesPerLoad), curve };
}
