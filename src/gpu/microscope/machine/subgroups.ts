// Subgroup and quad operations (WGSL sections 17.12, 17.13) on the lanes that meet at them. Values as generated code holds them.

import type { Scalar } from '../../wgsl/types';
import { roundHalf } from './half';

type Leaf = number | boolean;

export interface Lane {
  /** subgroup_invocation_id */
  id: number;
  /** Leaves of all arguments. */
  args: Leaf[];
}

type Combine = (a: number, b: number, of: Scalar) => number;

const fit = (x: number, of: Scalar): number => (of === 'f32' ? Math.fround(x) : of === 'f16' ? roundHalf(x) : x | 0);
const least: Combine = (a, b, of) => (of === 'u32' ? (a >>> 0 < b >>> 0 ? a : b) : Math.min(a, b));
const most: Combine = (a, b, of) => (of === 'u32' ? (a >>> 0 > b >>> 0 ? a : b) : Math.max(a, b));
const add: Combine = (a, b, of) => fit(a + b, of);
const multiply: Combine = (a, b, of) => (of === 'f32' || of === 'f16' ? fit(a * b, of) : Math.imul(a, b));

const reductions: Record<string, Combine> = {
  subgroupAdd: add,
  subgroupMul: multiply,
  subgroupMin: least,
  subgroupMax: most,
  subgroupAnd: (a, b) => a & b,
  subgroupOr: (a, b) => a | b,
  subgroupXor: (a, b) => a ^ b,
};

const scans: Record<string, { combine: Combine; identity: number; inclusive: boolean }> = {
  subgroupInclusiveAdd: { combine: add, identity: 0, inclusive: true },
  subgroupExclusiveAdd: { combine: add, identity: 0, inclusive: false },
  subgroupInclusiveMul: { combine: multiply, identity: 1, inclusive: true },
  subgroupExclusiveMul: { combine: multiply, identity: 1, inclusive: false },
};

/** The lane that each lane reads from; `argument` is the operation's second argument (u32 or i32). */
const sources: Record<string, (id: number, argument: number) => number> = {
  subgroupBroadcast: (_, from) => from,
  subgroupShuffle: (_, from) => from,
  subgroupShuffleXor: (id, mask) => id ^ mask,
  subgroupShuffleUp: (id, delta) => id - (delta >>> 0),
  subgroupShuffleDown: (id, delta) => id + (delta >>> 0),
  quadBroadcast: (id, from) => (id & ~3) | from,
  quadSwapX: (id) => id ^ 1,
  quadSwapY: (id) => id ^ 2,
  quadSwapDiagonal: (id) => id ^ 3,
};

/** Result leaves of each lane, in the order of `lanes` (ascending ids). `types` are those of the first argument's leaves. */
export function operate(operation: string, types: readonly Scalar[], lanes: readonly Lane[]): Leaf[][] {
  const reduce = reductions[operation];
  if (reduce) {
    const all = types.map((of, i) => lanes.map(({ args }) => args[i] as number).reduce((a, b) => reduce(a, b, of)));
    return lanes.map(() => all);
  }
  const scan = scans[operation];
  if (scan) return scanLanes(scan, types, lanes);
  const source = sources[operation];
  if (source) return lanes.map(({ id, args }) => readFrom(source(id, Number(args[types.length] ?? 0)), types, lanes));
  switch (operation) {
    case 'subgroupBroadcastFirst':
      return lanes.map(() => lanes[0]!.args.slice(0, types.length));
    case 'subgroupElect':
      return lanes.map((_, i) => [i === 0]);
    case 'subgroupAll':
      return lanes.map(() => [lanes.every(({ args }) => args[0])]);
    case 'subgroupAny':
      return lanes.map(() => [lanes.some(({ args }) => args[0])]);
    case 'subgroupBallot': {
      const words = [0, 0, 0, 0];
      for (const { id, args } of lanes) if (args[0]) words[id >> 5]! |= 1 << (id & 31);
      return lanes.map(() => words);
    }
    default:
      throw new Error(`no subgroup operation ${operation}`);
  }
}

function scanLanes({ combine, identity, inclusive }: (typeof scans)[string], types: readonly Scalar[], lanes: readonly Lane[]): Leaf[][] {
  const sums = types.map(() => identity);
  return lanes.map(({ args }) => {
    const before = [...sums];
    types.forEach((of, i) => (sums[i] = combine(sums[i]!, args[i] as number, of)));
    return inclusive ? [...sums] : before;
  });
}

/** A lane that is not there (or waits elsewhere) gives zeros: WGSL leaves it open. */
function readFrom(id: number, types: readonly Scalar[], lanes: readonly Lane[]): Leaf[] {
  const lane = lanes.find((each) => each.id === id);
  return lane ? lane.args.slice(0, types.length) : types.map((of) => (of === 'bool' ? false : 0));
}
