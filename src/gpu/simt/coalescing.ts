// How a warp's loads from device memory become transfers: every 32-byte sector that any lane touches moves once, whole.
// Not here: caches. A sector that is still in L1 or L2 costs less; this counts what one instruction asks for.

export const SECTOR_BYTES = 32;
export const LINE_BYTES = 128;

export interface WarpAccess {
  /** Numbers (address / 32) of the sectors touched, ascending. */
  sectors: number[];
  /** How many 128-byte cache lines they lie in. */
  lines: number;
  /** Distinct bytes that some lane asked for. */
  usefulBytes: number;
  movedBytes: number;
  /** usefulBytes / movedBytes; 1 for an empty access. */
  efficiency: number;
  /** For each active lane, the sectors its element lies in. */
  sectorsOfLane: number[][];
}

/** One load or store instruction of a warp. `addresses` are the byte addresses of active lanes. Throws RangeError on a negative address. */
export function accessOf(addresses: readonly number[], elementBytes: number): WarpAccess {
  if (addresses.some((a) => a < 0)) throw new RangeError('accessOf: an address is negative');
  const sectorsOfLane = addresses.map((address) => range(floorDiv(address, SECTOR_BYTES), floorDiv(address + elementBytes - 1, SECTOR_BYTES)));
  const sectors = [...new Set(sectorsOfLane.flat())].sort((a, b) => a - b);
  const bytes = new Set(addresses.flatMap((address) => range(address, address + elementBytes - 1)));
  const movedBytes = sectors.length * SECTOR_BYTES;
  return {
    sectors,
    lines: new Set(sectors.map((s) => floorDiv(s * SECTOR_BYTES, LINE_BYTES))).size,
    usefulBytes: bytes.size,
    movedBytes,
    efficiency: movedBytes === 0 ? 1 : bytes.size / movedBytes,
    sectorsOfLane,
  };
}

const floorDiv = (a: number, b: number) => Math.floor(a / b);
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
