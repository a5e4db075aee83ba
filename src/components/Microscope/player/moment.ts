// What a traced workgroup looks like at one moment: the state of every invocation, the contents of memory, what is being
// read and written. Every answer is looked up in the index (traceIndex.ts), so jumping costs the same as stepping.

import { ACTION, firstAtLeast, lastEventOf, type TraceIndex } from './traceIndex';

/**
 * active: takes part in the current step. idle: between two of its steps. waiting: arrived at a barrier that others
 * have not reached. ended: returned. unstarted: has done nothing yet.
 */
export type InvocationState = 'active' | 'idle' | 'waiting' | 'ended' | 'unstarted';

/** States of all invocations, by local index, when step `step` has just been done. */
export function statesAt(index: TraceIndex, step: number): InvocationState[] {
  const { trace } = index;
  const [from, limit] = eventsOf(index, step);
  const states = Array.from({ length: index.invocations }, (_, i): InvocationState => {
    const last = lastEventOf(index, i, limit);
    if (last < 0) return 'unstarted';
    if (trace.action[last] === ACTION.end) return 'ended';
    const released = from < limit && trace.interval[from]! > trace.interval[last]!;
    return trace.action[last] === ACTION.barrier && !released ? 'waiting' : 'idle';
  });
  if (isWork(index, step)) for (let e = from; e < limit; e++) states[trace.invocation[e]!] = 'active';
  return states;
}

/** Arriving at a barrier and ending show as what they lead to. */
function isWork(index: TraceIndex, step: number): boolean {
  const action = index.trace.action[index.stepBody[step]!];
  return action !== ACTION.barrier && action !== ACTION.end;
}

/** First event of a step, and the one after its last. */
export const eventsOf = (index: TraceIndex, step: number): [number, number] => [index.stepStart[step] ?? 0, index.stepStart[step + 1] ?? 0];

/** The event in which an invocation takes part in a step; -1 = it does not. */
export function eventIn(index: TraceIndex, step: number, invocation: number): number {
  const [from, limit] = eventsOf(index, step);
  const last = lastEventOf(index, invocation, limit);
  return last >= from ? last : -1;
}

export interface ElementValue {
  /** undefined: the trace does not tell (nobody of this workgroup read it, and its starting contents were not kept). */
  bits: number | undefined;
  /** Event that wrote it; -1 = as the workgroup found it. */
  writer: number;
}

/** Contents of one element before event number `limit`. */
export function valueAt(index: TraceIndex, memory: number, element: number, limit: number): ElementValue {
  const touched = index.memories[memory]!;
  const slot = (touched.slotOf[element] ?? 0) - 1;
  if (slot < 0) return { bits: startingBits(index, memory, element), writer: -1 };
  const { start, events } = touched.writes;
  const at = firstAtLeast(events, limit, start[slot], start[slot + 1]);
  if (at > start[slot]!) return { bits: index.trace.bits[events[at - 1]!], writer: events[at - 1]! };
  return { bits: startingBits(index, memory, element) ?? firstRead(index, memory, slot), writer: -1 };
}

function startingBits(index: TraceIndex, memory: number, element: number): number | undefined {
  const { before, space } = index.trace.memories[memory]!;
  return before ? before[element] : space === 'workgroup' ? 0 : undefined;
}

/** What the workgroup found where its first access to an element is a read. */
function firstRead(index: TraceIndex, memory: number, slot: number): number | undefined {
  const { start, events } = index.memories[memory]!.accesses;
  const first = events[start[slot]!]!;
  return index.trace.action[first] === ACTION.load ? index.trace.bits[first] : undefined;
}

export interface Access {
  event: number;
  invocation: number;
  line: number;
  kind: 'load' | 'store' | 'atomic';
  memory: number;
  element: number;
  before: number | undefined;
  after: number | undefined;
}

const kinds = { [ACTION.load]: 'load', [ACTION.store]: 'store', [ACTION.atomic]: 'atomic' } as const;

/** What event number `event` reads or writes; undefined where it touches no memory. */
export function accessAt(index: TraceIndex, event: number): Access | undefined {
  const { trace } = index;
  const action = trace.action[event];
  if (action !== ACTION.load && action !== ACTION.store && action !== ACTION.atomic) return undefined;
  const [memory, element] = [trace.memory[event]!, trace.element[event]!];
  if (!trace.memories[memory]) return undefined;
  const before = action === ACTION.load ? trace.bits[event] : valueAt(index, memory, element, event).bits;
  return { event, invocation: trace.invocation[event]!, line: trace.line[event]!, kind: kinds[action], memory, element, before, after: trace.bits[event] };
}

/** What the lanes of a step read and write, in the order of the trace. */
export function accessesOf(index: TraceIndex, step: number): Access[] {
  const [from, limit] = eventsOf(index, step);
  const accesses: Access[] = [];
  for (let e = from; e < limit; e++) {
    const access = accessAt(index, e);
    if (access) accesses.push(access);
  }
  return accesses;
}

/** The latest event of a memory before event number `limit`; where there is none yet, its first; -1 = it is never touched. */
export function latestAccess(index: TraceIndex, memory: number, limit: number): number {
  const { all } = index.memories[memory]!;
  if (all.length === 0) return -1;
  return all[Math.max(0, firstAtLeast(all, limit) - 1)]!;
}

/** How often an element was touched before event number `limit`. */
export function touchesAt(index: TraceIndex, memory: number, element: number, limit: number): { reads: number; writes: number } {
  const touched = index.memories[memory]!;
  const slot = (touched.slotOf[element] ?? 0) - 1;
  if (slot < 0) return { reads: 0, writes: 0 };
  const before = ({ start, events }: { start: Uint32Array; events: Uint32Array }) => firstAtLeast(events, limit, start[slot], start[slot + 1]) - start[slot]!;
  const writes = before(touched.writes);
  return { reads: before(touched.accesses) - writes, writes };
}
