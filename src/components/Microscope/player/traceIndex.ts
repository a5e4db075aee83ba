// An index over a trace, so that any moment of it can be looked up without playing what came before: the events of each
// invocation, those of each memory element, the steps (what one warp does together) and the barrier intervals.
// Built once in time linear in the events. Not here: what a moment looks like (moment.ts), or how it is drawn.

import type { Trace } from '@site/src/gpu/microscope/results';

export const ACTION = { execute: 0, load: 1, store: 2, atomic: 3, barrier: 4, end: 5 } as const;

/** Lists of ascending event numbers, one after the other: list i is events[start[i]] to events[start[i + 1] - 1]. */
export interface EventLists {
  start: Uint32Array;
  events: Uint32Array;
}

/** The elements of one memory that the trace touches, each with its events. */
export interface TouchedElements {
  /** Slot of an element plus 1; 0 = never touched. */
  slotOf: Int32Array;
  /** Element of each slot, in the order of first touch. */
  element: Uint32Array;
  accesses: EventLists;
  writes: EventLists;
  /** All events of this memory, ascending. */
  all: Uint32Array;
}

export interface TraceIndex {
  trace: Trace;
  events: number;
  invocations: number;
  /** First event of each step, and the number of events at the end. */
  stepStart: Uint32Array;
  /** First of the events of each step that tell what it does, one a lane. Before them, the step has only that the line begins. */
  stepBody: Uint32Array;
  steps: number;
  /** First step of each barrier interval, and the number of steps at the end. */
  intervalStart: Uint32Array;
  intervals: number;
  ofInvocation: EventLists;
  memories: TouchedElements[];
}

export function indexTrace(trace: Trace): TraceIndex {
  const events = trace.action.length;
  const [x, y, z] = trace.workgroupSize;
  const invocations = x * y * z;
  const { stepStart, stepBody } = stepsOf(trace);
  const intervalStart = intervalsOf(trace, stepStart);
  return {
    trace,
    events,
    invocations,
    stepStart,
    stepBody,
    steps: stepStart.length - 1,
    intervalStart,
    intervals: intervalStart.length - 1,
    ofInvocation: listsBy(trace.invocation, invocations),
    memories: touchedElements(trace),
  };
}

/** A step is what lanes of one warp do together: each once and in order, the same thing on the same line; that a line begins counts with what it does first. */
function stepsOf(trace: Trace): { stepStart: Uint32Array; stepBody: Uint32Array } {
  const { invocation, action } = trace;
  const starts: number[] = [];
  const bodies: number[] = [];
  for (let e = 0; e < action.length; ) {
    let limit = e + 1;
    while (limit < action.length && sameWork(trace, e, limit) && invocation[limit]! > invocation[limit - 1]! && action[limit] === action[e] && trace.memory[limit] === trace.memory[e]) limit++;
    const before = bodies.at(-1);
    if (before !== undefined && action[before] === ACTION.execute && sameLanes(trace, before, e, limit)) bodies[bodies.length - 1] = e;
    else {
      starts.push(e);
      bodies.push(e);
    }
    e = limit;
  }
  starts.push(action.length);
  return { stepStart: Uint32Array.from(starts), stepBody: Uint32Array.from(bodies) };
}

/** Two events on one line, in one warp and interval. */
function sameWork({ invocation, line, interval, subgroupSize }: Trace, a: number, b: number): boolean {
  return line[a] === line[b] && interval[a] === interval[b] && Math.floor(invocation[a]! / subgroupSize) === Math.floor(invocation[b]! / subgroupSize);
}

/** The events from `before` to `from` - 1 and those from there to `limit` - 1 are the same lanes at the same line. */
function sameLanes(trace: Trace, before: number, from: number, limit: number): boolean {
  if (from - before !== limit - from || !sameWork(trace, before, from)) return false;
  for (let i = 0; i < limit - from; i++) if (trace.invocation[before + i] !== trace.invocation[from + i]) return false;
  return true;
}

function intervalsOf(trace: Trace, stepStart: Uint32Array): Uint32Array {
  const starts: number[] = [];
  const steps = stepStart.length - 1;
  for (let s = 0; s < steps; s++) {
    if (s === 0 || trace.interval[stepStart[s]!] !== trace.interval[stepStart[s]! - 1]) starts.push(s);
  }
  starts.push(steps);
  return Uint32Array.from(starts);
}

/** Counting sort of event numbers by key; an event whose key is `lists` or more is left out. */
function listsBy(key: ArrayLike<number>, lists: number): EventLists {
  const start = new Uint32Array(lists + 1);
  for (let e = 0; e < key.length; e++) if (key[e]! < lists) start[key[e]! + 1]!++;
  for (let i = 0; i < lists; i++) start[i + 1]! += start[i]!;
  const events = new Uint32Array(start[lists]!);
  const next = start.slice(0, lists);
  for (let e = 0; e < key.length; e++) if (key[e]! < lists) events[next[key[e]!]!++] = e;
  return { start, events };
}

function touchedElements(trace: Trace): TouchedElements[] {
  const byMemory = listsBy(trace.memory, trace.memories.length);
  return trace.memories.map((memory, m) => {
    const all = byMemory.events.subarray(byMemory.start[m], byMemory.start[m + 1]);
    const slotOf = new Int32Array(memory.length);
    const element: number[] = [];
    const slots = new Uint32Array(all.length);
    for (let i = 0; i < all.length; i++) {
      const at = trace.element[all[i]!]!;
      if (at >= memory.length) {
        slots[i] = 0xffffffff;
        continue;
      }
      if (slotOf[at] === 0) slotOf[at] = element.push(at);
      slots[i] = slotOf[at]! - 1;
    }
    const isWrite = (e: number) => trace.action[e] === ACTION.store || trace.action[e] === ACTION.atomic;
    const writeSlots = slots.map((slot, i) => (isWrite(all[i]!) ? slot : 0xffffffff));
    return {
      slotOf,
      element: Uint32Array.from(element),
      accesses: inEvents(listsBy(slots, element.length), all),
      writes: inEvents(listsBy(writeSlots, element.length), all),
      all,
    };
  });
}

/** Turns places in `all` into event numbers. */
function inEvents(lists: EventLists, all: Uint32Array): EventLists {
  return { start: lists.start, events: lists.events.map((i) => all[i]!) };
}

/** How many of the ascending numbers list[from … to - 1] are below `limit`, plus `from`. */
export function firstAtLeast(list: Uint32Array, limit: number, from = 0, to = list.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Step that an event belongs to. */
export const stepOfEvent = (index: TraceIndex, event: number): number => firstAtLeast(index.stepStart, event + 1) - 1;

/** Barrier interval (0-based, in the order of the trace) that a step belongs to. */
export const intervalOfStep = (index: TraceIndex, step: number): number => firstAtLeast(index.intervalStart, step + 1) - 1;

/** Last of an invocation's events before event number `limit`; -1 = none. */
export function lastEventOf(index: TraceIndex, invocation: number, limit: number): number {
  const { start, events } = index.ofInvocation;
  const at = firstAtLeast(events, limit, start[invocation], start[invocation + 1]);
  return at > start[invocation]! ? events[at - 1]! : -1;
}

/** The nearest step after (or before) `step` in which the invocation does something; undefined = none. */
export function stepOfInvocation(index: TraceIndex, invocation: number, step: number, direction: 1 | -1): number | undefined {
  const { start, events } = index.ofInvocation;
  const limit = direction === 1 ? index.stepStart[step + 1]! : index.stepStart[step]!;
  const at = firstAtLeast(events, limit, start[invocation], start[invocation + 1]) - (direction === 1 ? 0 : 1);
  return at >= start[invocation]! && at < start[invocation + 1]! ? stepOfEvent(index, events[at]!) : undefined;
}
