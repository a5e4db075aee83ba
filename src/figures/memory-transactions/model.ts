// What one load instruction of a warp asks of device memory, for a chosen stride, offset and element size: by the model of
// src/gpu/simt, and the kernel that makes the same access. Not here: running it (measure.ts).

import { wholeBetween } from '@site/src/components/Figure/state';
import { accessOf, SECTOR_BYTES, stridedAddresses, WARP_SIZE } from '@site/src/gpu/simt';
import { devices } from '@site/src/gpu/devices';
import type { SmallKernel } from '@site/src/gpu/microscope/once';

export interface State {
  stride: number;
  offset: number;
  bytes: string;
  order: string;
  [key: string]: string | number | boolean;
}
export const defaults: State = { stride: 2, offset: 0, bytes: '4', order: 'forward' };

const types = { '2': 'f16', '4': 'f32', '8': 'vec2f' } as const;
const orders = {
  forward: { lane: (i: number) => i, wgsl: 'lane' },
  backward: { lane: (i: number) => WARP_SIZE - 1 - i, wgsl: '(31u - lane)' },
  // 11 is odd, so i → 11 i + 3 mod 32 visits every lane once.
  shuffled: { lane: (i: number) => (11 * i + 3) % WARP_SIZE, wgsl: '((11u * lane + 3u) % 32u)' },
} as const;
const MOST_STRIDE = 32;
const MOST_OFFSET = 31;
const MOST_ELEMENTS = MOST_OFFSET + MOST_STRIDE * (WARP_SIZE - 1) + 1;

/** A link may hold anything; what is drawn and run is within the controls. */
export function accessState(state: State) {
  const bytes = state.bytes in types ? (state.bytes as keyof typeof types) : '4';
  const order = state.order in orders ? (state.order as keyof typeof orders) : 'forward';
  return { stride: wholeBetween(state.stride, 0, MOST_STRIDE), offset: wholeBetween(state.offset, 0, MOST_OFFSET), bytes, order };
}

export interface Sector {
  index: number;
  /** Distinct bytes asked for, of 32; 0 = not moved. */
  useful: number;
}

export function transactions(given: State) {
  const state = accessState(given);
  const elementBytes = Number(state.bytes);
  const strided = stridedAddresses({ lanes: WARP_SIZE, strideElements: state.stride, firstElement: state.offset, elementBytes });
  // Which lane asks for which address changes nothing, which is worth seeing.
  const addresses = strided.map((_, lane) => strided[orders[state.order].lane(lane)]!);
  const access = accessOf(addresses, elementBytes);
  const asked = new Set(addresses.flatMap((a) => Array.from({ length: elementBytes }, (_, i) => a + i)));
  const shown = Math.ceil((Math.max(...access.sectors) + 1) / WARP_SIZE) * WARP_SIZE;
  const sectors: Sector[] = Array.from({ length: shown }, (_, index) => ({
    index,
    useful: Array.from({ length: SECTOR_BYTES }, (_, i) => asked.has(index * SECTOR_BYTES + i)).filter(Boolean).length,
  }));
  return { access, addresses, sectors, usefulBytesPerS: access.efficiency * devices.h100.memoryBytesPerS };
}

/** The line that is counted. */
export const LOAD = 'let x = a[i];';

/** One warp that makes the access, once. The result is stored so that the load has a purpose. */
export function kernelOf(given: State): SmallKernel {
  const { stride, offset, bytes, order } = accessState(given);
  const type = types[bytes];
  const words = Number(bytes) / 4;
  const source = `${type === 'f16' ? 'enable f16;\n' : ''}@group(0) @binding(0) var<storage, read> a: array<${type}>;
@group(0) @binding(1) var<storage, read_write> result: array<${type}>;

@compute @workgroup_size(32)
fn load_once(@builtin(local_invocation_index) lane: u32) {
  let i = ${offset}u + ${stride}u * ${orders[order].wgsl};
  ${LOAD}
  result[lane] = x;
}
`;
  // Halves are bound as words.
  const floats = (elements: number) => (type === 'f16' ? new Uint32Array(elements * words) : Float32Array.from({ length: elements * words }, (_, word) => word));
  return { source, dispatch: { entry: 'load_once', workgroups: [1], buffers: { a: floats(MOST_ELEMENTS), result: floats(WARP_SIZE) } } };
}

/** What the microscope counted on the line of the load. */
export interface MeasuredLoad {
  requests: number;
  sectors: number;
  askedBytes: number;
}
