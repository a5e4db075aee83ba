// A square product in tiles on a chosen GPU: words loaded, intensity, the roofline's bound, waves of workgroups, and what a tile needs of a core.

import { deviceIds, devices, type DeviceId } from '@site/src/gpu/devices';
import { naiveLoads, operandWords, tiledLoads, tileIntensity, wavesOf, workgroups, type Tile } from '@site/src/gpu/gemm';
import { attainableFlopPerS, ridgeIntensity } from '@site/src/gpu/simt';

export interface State {
  device: string;
  size: number;
  rows: number;
  columns: number;
  bytes: string;
  [key: string]: string | number | boolean;
}
/** Sliders give exponents of two for the tile, and multiples of 128 for the matrices. */
export const defaults: State = { device: 'h100', size: 32, rows: 7, columns: 8, bytes: '2' };
export const UNIT = 128;
/** Columns of A and rows of B that a step along k holds in workgroup memory. */
export const DEPTH = 32;

export function tileTraffic(state: State) {
  const id: DeviceId = deviceIds.find((d) => d === state.device) ?? 'h100';
  const device = devices[id];
  const bytes = Number(state.bytes);
  const n = state.size * UNIT;
  const tile: Tile = { rows: 2 ** state.rows, columns: 2 ** state.columns };
  const product = { m: n, n, k: n };
  const peak = bytes === 2 ? (device.matrixFlopPerS ?? device.fp32FlopPerS) : device.fp32FlopPerS;
  const count = workgroups(product, tile);
  const waves = wavesOf(count, device.cores);
  const loads = tiledLoads(product, tile);
  const intensity = tileIntensity({ rows: Math.min(tile.rows, n), columns: Math.min(tile.columns, n) }, bytes);
  const bound = attainableFlopPerS(intensity, peak, device.memoryBytesPerS);
  const accumulatorBytes = 4 * tile.rows * tile.columns;
  const sharedBytes = bytes * DEPTH * (tile.rows + tile.columns);
  return {
    device, n, tile, peak, count, waves, loads, intensity, bound,
    naive: naiveLoads(product),
    once: operandWords(product),
    ridge: ridgeIntensity(peak, device.memoryBytesPerS),
    /** By loads from device memory and by cores without work; arithmetic alone would allow the peak. */
    attainable: Math.min(bound, peak * waves.utilization),
    accumulatorBytes,
    registerBytes: 4 * device.core.registers,
    sharedBytes,
    sharedLimit: device.core.sharedBytesPerBlock,
    grid: { rows: Math.ceil(n / tile.rows), columns: Math.ceil(n / tile.columns) },
  };
}
