// A warp: the lanes that execute one instruction together (NVIDIA: 32; WebGPU says subgroup).
// Which invocation sits in which lane, and which addresses a warp's lanes ask for.

export const WARP_SIZE = 32;

/** Invocation's place in its workgroup, x running fastest: what WGSL calls local_invocation_index. */
export function localIndex(id: readonly [number, number, number], size: readonly [number, number, number]): number {
  return id[0] + size[0] * (id[1] + size[1] * id[2]);
}

/** Inverse of localIndex. */
export function localId(index: number, size: readonly [number, number, number]): [number, number, number] {
  return [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];
}

export interface StridedAccess {
  lanes: number;
  /** Elements between what neighbouring lanes read; 0 = all read the same, negative = backwards. */
  strideElements: number;
  /** Element that lane 0 reads. */
  firstElement: number;
  elementBytes: number;
}

/** Byte address of each lane's element. */
export function stridedAddresses({ lanes, strideElements, firstElement, elementBytes }: StridedAccess): number[] {
  return Array.from({ length: lanes }, (_, lane) => (firstElement + lane * strideElements) * elementBytes);
}
