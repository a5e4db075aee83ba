// An order for the events of one barrier interval that a GPU could have: warp by warp, each warp's lanes in lockstep, no
// lane's own order changed, and every value read still the one that was written before it.

import { Lockstep } from './lockstep';

/** Struct-of-arrays of events. Those with the same code and path on several lanes of a warp are one step of the warp. */
export interface Steps {
  invocation: Uint16Array;
  line: Uint32Array;
  action: Uint8Array;
  memory: Uint8Array;
  element: Uint32Array;
  bits: Uint32Array;
  interval: Uint16Array;
  code: Int32Array;
  path: Int32Array;
}

const NO_MEMORY = 255;
const LOAD = 1;

/** Indices of the events from ≤ i < to in their new order. They stand in the order in which they happened. */
export function orderOf(steps: Steps, from: number, to: number, warpSize: number): number[] {
  const warps = new Map<number, number[]>();
  for (let i = from; i < to; i++) {
    const warp = Math.floor(steps.invocation[i]! / warpSize);
    const events = warps.get(warp);
    if (events) events.push(i);
    else warps.set(warp, [i]);
  }
  const whole = [...warps.values()].flatMap((events) => {
    const lockstep = lockstepOf(steps, events);
    return lockstep && keepsValues(steps, lockstep) ? lockstep : events;
  });
  return keepsValues(steps, whole) ? whole : Array.from({ length: to - from }, (_, i) => from + i);
}

/** Undefined where the lanes' orders contradict each other. */
function lockstepOf(steps: Steps, events: readonly number[]): number[] | undefined {
  const { groups, count } = groupsOf(steps, events);
  const order = topologicalOrder(steps, events, groups, count);
  if (!order) return undefined;
  const rank = new Int32Array(count);
  order.forEach((group, i) => (rank[group] = i));
  const places = events.map((_, i) => i);
  places.sort((a, b) => rank[groups[a]!]! - rank[groups[b]!]! || steps.invocation[events[a]!]! - steps.invocation[events[b]!]! || a - b);
  return places.map((i) => events[i]!);
}

function groupsOf(steps: Steps, events: readonly number[]): { groups: Int32Array; count: number } {
  const lockstep = new Lockstep(Infinity);
  const groups = new Int32Array(events.length);
  const byLane = new Map<number, number[]>();
  events.forEach((event, i) => {
    const lane = steps.invocation[event]!;
    const own = byLane.get(lane);
    if (own) own.push(i);
    else byLane.set(lane, [i]);
  });
  for (const [lane, own] of byLane) {
    lockstep.beginLane(lane);
    for (const i of own) groups[i] = lockstep.step(steps.code[events[i]!]!, steps.path[events[i]!]!) / lockstep.stride;
  }
  return { groups, count: lockstep.end / lockstep.stride };
}

/** Groups after all that come before them on some lane; of those that may come next, the one that began first. */
function topologicalOrder(steps: Steps, events: readonly number[], groups: Int32Array, count: number): number[] | undefined {
  const before = new Int32Array(count);
  const after: number[][] = Array.from({ length: count }, () => []);
  const lastOf = new Map<number, number>();
  events.forEach((event, i) => {
    const lane = steps.invocation[event]!;
    const last = lastOf.get(lane);
    if (last !== undefined) {
      after[last]!.push(groups[i]!);
      before[groups[i]!]!++;
    }
    lastOf.set(lane, groups[i]!);
  });
  const ready = new Heap();
  for (let group = 1; group < count; group++) if (before[group] === 0) ready.push(group);
  const order: number[] = [];
  for (let group = ready.pop(); group !== undefined; group = ready.pop()) {
    order.push(group);
    for (const next of after[group]!) if (--before[next]! === 0) ready.push(next);
  }
  return order.length === count - 1 ? order : undefined;
}

/** No two events on one element, at least one of them a write, have changed places. */
function keepsValues(steps: Steps, order: readonly number[]): boolean {
  const latest = new Map<number, { any: number; write: number }>();
  for (const event of order) {
    const memory = steps.memory[event]!;
    if (memory === NO_MEMORY) continue;
    const key = steps.element[event]! * NO_MEMORY + memory;
    const seen = latest.get(key) ?? { any: -1, write: -1 };
    const reads = steps.action[event] === LOAD;
    if (event < (reads ? seen.write : seen.any)) return false;
    seen.any = Math.max(seen.any, event);
    if (!reads) seen.write = Math.max(seen.write, event);
    latest.set(key, seen);
  }
  return true;
}

/** Gives back the smallest number first. */
class Heap {
  readonly #items: number[] = [];

  push(item: number): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]! <= item) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= last) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return first;
  }
}
