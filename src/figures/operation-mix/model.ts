// A network's kinds of operation: how many there are, what they compute and move, and their time by the roofline on a chosen device.

import { fuseEpilogues, networks, operationMix, type MixItem } from '@site/src/engine/convolution';
import { deviceIds, devices, type DeviceId } from '@site/src/gpu/devices';

export interface State {
  network: string;
  device: string;
  batch: number;
  bytes: string;
  fused: boolean;
  [key: string]: string | number | boolean;
}
/** The batch is an exponent of two. */
export const defaults: State = { network: 'resnet18', device: 'h100', batch: 5, bytes: '2', fused: false };

export function machineOf(deviceId: string, bytes: number) {
  const device = devices[deviceIds.find((id) => id === deviceId) ?? ('h100' satisfies DeviceId)];
  const matrix = bytes === 2 ? (device.matrixFlopPerS ?? device.fp32FlopPerS) : device.fp32FlopPerS;
  return { device, machine: { matrixFlopPerS: matrix, laneFlopPerS: device.fp32FlopPerS, memoryBytesPerS: device.memoryBytesPerS } };
}

export interface Shares extends MixItem {
  flopShare: number;
  byteShare: number;
  timeShare: number;
}

export function operationShares(state: State) {
  const bytes = Number(state.bytes);
  const { device, machine } = machineOf(state.device, bytes);
  const build = state.network === 'lenet5' ? networks.lenet5 : networks.resnet18;
  const all = build(2 ** state.batch);
  const operations = state.fused ? fuseEpilogues(all) : all;
  const mix = operationMix(operations, bytes, machine).filter((item) => item.operations > 0);
  const total = (value: (item: MixItem) => number) => mix.reduce((sum, item) => sum + value(item), 0);
  const [flops, moved, seconds] = [total((i) => i.flops), total((i) => i.bytes), total((i) => i.seconds)];
  const items: Shares[] = mix.map((item) => ({ ...item, flopShare: item.flops / flops, byteShare: item.bytes / moved, timeShare: item.seconds / seconds }));
  return { device, items, flops, bytes: moved, seconds, operations: operations.length, flopPerS: flops / seconds, peak: machine.matrixFlopPerS };
}
