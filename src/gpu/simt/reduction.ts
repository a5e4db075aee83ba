// The tree reduction of one workgroup, barrier by barrier: what every slot of workgroup memory holds after each
// step, which lanes worked, and what that cost in warps and bank passes. Values are summed in f64.

import { bankAccessOf } from './banks';
import { WARP_SIZE } from './warp';

/**
 * halving: lane i < s adds slot i + s to slot i, s = size/2, size/4, … ; interleaved: lane i with i mod 2s = 0 adds slot i + s to slot i,
 * s = 1, 2, … ; packed: the additions of interleaved, done by the first lanes: lane i adds slot 2si + s to slot 2si.
 */
export type TreeOrder = 'halving' | 'interleaved' | 'packed';

export interface Addition {
  lane: number;
  /** Slot that is added to, and slot that is added. */
  to: number;
  from: number;
}

export interface TreeStep {
  stride: number;
  adds: Addition[];
  /** Slots after the step and its barrier. */
  slots: number[];
  /** Warps with at least one lane at work, of how many. */
  busyWarps: number;
  warps: number;
  /** Most passes that a busy warp needs to read the slots it adds, and those of all busy warps together. */
  bankPasses: number;
  allBankPasses: number;
}

export interface Tree {
  /** Slots after loading, padded with the identity 0. */
  loaded: number[];
  steps: TreeStep[];
  sum: number;
  /** Additions in all. */
  work: number;
  /** Additions on the longest path. */
  depth: number;
  /** Barriers: one after the load and one after every step. */
  barriers: number;
}

/** `size` (a power of two) lanes and slots; `values` may be shorter, never longer. Throws RangeError otherwise. */
export function treeReduction(values: readonly number[], size: number, order: TreeOrder): Tree {
  if (!Number.isInteger(Math.log2(size)) || values.length > size) throw new RangeError('treeReduction: size must be a power of two, and hold the values');
  const loaded = Array.from({ length: size }, (_, i) => values[i] ?? 0);
  let slots = loaded;
  const steps = stridesOf(size, order).map((stride) => {
    const adds = addsOf(size, stride, order);
    const next = [...slots];
    for (const { to, from } of adds) next[to] = slots[to]! + slots[from]!;
    slots = next;
    return { stride, adds, slots, ...costOf(adds, size) };
  });
  return { loaded, steps, sum: slots[0]!, work: steps.reduce((n, s) => n + s.adds.length, 0), depth: steps.length, barriers: steps.length + 1 };
}

function stridesOf(size: number, order: TreeOrder): number[] {
  const strides = Array.from({ length: Math.log2(size) }, (_, step) => 2 ** step);
  return order === 'halving' ? strides.reverse() : strides;
}

function addsOf(size: number, stride: number, order: TreeOrder): Addition[] {
  const lanes = Array.from({ length: size }, (_, lane) => lane);
  if (order === 'halving') return lanes.slice(0, stride).map((lane) => ({ lane, to: lane, from: lane + stride }));
  const left = lanes.filter((slot) => slot % (2 * stride) === 0);
  return left.map((to, i) => ({ lane: order === 'packed' ? i : to, to, from: to + stride }));
}

function costOf(adds: readonly Addition[], size: number): Pick<TreeStep, 'busyWarps' | 'warps' | 'bankPasses' | 'allBankPasses'> {
  const byWarp = new Map<number, number[]>();
  for (const { lane, from } of adds) byWarp.set(Math.floor(lane / WARP_SIZE), [...(byWarp.get(Math.floor(lane / WARP_SIZE)) ?? []), from]);
  const passes = [...byWarp.values()].map((words) => bankAccessOf(words).passes);
  return {
    busyWarps: byWarp.size,
    warps: Math.ceil(size / WARP_SIZE),
    bankPasses: Math.max(...passes),
    allBankPasses: passes.reduce((sum, p) => sum + p, 0),
  };
}
