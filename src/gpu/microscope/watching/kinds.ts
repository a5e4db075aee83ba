// Kinds of accesses and spaces as small numbers, for typed arrays.

import type { Memory, Site } from '../watch';

export const LOAD = 0;
export const STORE = 1;
export const ATOMIC_LOAD = 2;
export const ATOMIC_STORE = 3;
export const ATOMIC_UPDATE = 4;

export const STORAGE = 0;
export const UNIFORM = 1;
export const WORKGROUP = 2;

/** Of a site that touches memory; any other is never asked for. */
export function kindOf({ kind, atomic }: Pick<Site, 'kind' | 'atomic'>): number {
  if (kind === 'atomic') return atomic === 'load' ? ATOMIC_LOAD : atomic === 'store' ? ATOMIC_STORE : ATOMIC_UPDATE;
  return kind === 'store' ? STORE : LOAD;
}

export const reads = (kind: number) => kind !== STORE && kind !== ATOMIC_STORE;
export const writes = (kind: number) => kind !== LOAD && kind !== ATOMIC_LOAD;

const spaces = { storage: STORAGE, uniform: UNIFORM, workgroup: WORKGROUP };
export const spaceOf = ({ space }: Pick<Memory, 'space'>) => spaces[space];

/** Bytes of what accesses are told apart by: words, or halves of them where a memory holds f16. */
export const unitBytes = ({ halves }: Pick<Memory, 'halves'>) => (halves ? 2 : 4);
export const unitsOf = (memory: Memory) => (4 * memory.words) / unitBytes(memory);
