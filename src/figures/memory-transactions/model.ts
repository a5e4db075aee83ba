// What one load instruction of a warp asks of device memory, for a chosen stride, offset and element size.

import { accessOf, SECTOR_BYTES, stridedAddresses, WARP_SIZE } from '@site/src/gpu/simt';
import { devices } from '@site/src/gpu/devices';

export interface State {
  stride: number;
  offset: number;
  bytes: string;
  order: string;
  [key: string]: string | number | boolean;
}
export const defaults: State = { stride: 2, offset: 0, bytes: '4', order: 'forward' };

export interface Sector {
  index: number;
  /** Distinct bytes asked for, of 32; 0 = not moved. */
  useful: number;
}

/** Order of the lanes over the same addresses; it changes nothing, which is worth seeing. */
function laneOrder(order: string): number[] {
  const lanes = Array.from({ length: WARP_SIZE }, (_, i) => i);
  if (order === 'backward') return lanes.reverse();
  // 11 is odd, so i → 11 i mod 32 visits every lane once.
  return order === 'shuffled' ? lanes.map((i) => (11 * i + 3) % WARP_SIZE) : lanes;
}

export function transactions(state: State) {
  const elementBytes = Number(state.bytes);
  const strided = stridedAddresses({ lanes: WARP_SIZE, strideElements: state.stride, firstElement: state.offset, elementBytes });
  const addresses = laneOrder(state.order).map((i) => strided[i]!);
  const access = accessOf(addresses, elementBytes);
  const asked = new Set(addresses.flatMap((a) => Array.from({ length: elementBytes }, (_, i) => a + i)));
  const shown = Math.ceil((Math.max(...access.sectors) + 1) / WARP_SIZE) * WARP_SIZE;
  const sectors: Sector[] = Array.from({ length: shown }, (_, index) => ({
    index,
    useful: Array.from({ length: SECTOR_BYTES }, (_, i) => asked.has(index * SECTOR_BYTES + i)).filter(Boolean).length,
  }));
  return { access, addresses, sectors, usefulBytesPerS: access.efficiency * devices.h100.memoryBytesPerS };
}
