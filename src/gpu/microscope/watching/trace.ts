// The trace of one workgroup: every step of every invocation, with the values read and written, put into lockstep by
// warp within each barrier interval. Bounded: an interval that does not fit is cut for all invocations alike.

import { elementParts } from '../element-names';
import type { Trace, TracedMemory } from '../results';
import type { Memory, Plan } from '../watch';
import { orderOf, type Steps } from './lockstep-order';
import type { Triple } from './names';
import type { Text } from './text';

export const EXECUTE = 0;
export const LOAD = 1;
export const STORE = 2;
export const ATOMIC = 3;
export const BARRIER = 4;
export const END = 5;
const NO_MEMORY = 255;
const MAX_INTERVALS = 65_535;
/** Buffers with more elements than this are not kept as they were. */
const MAX_KEPT_ELEMENTS = 1 << 20;

export class Tracer {
  readonly #plan: Plan;
  readonly #contents: Uint32Array[];
  readonly #lineOfSite: Uint32Array;
  readonly #size: Triple;
  readonly #invocations: number;
  readonly #warpSize: number;
  readonly #workgroup: Triple;
  readonly #memories: TracedMemory[];
  readonly #actionOfSite: Uint8Array;
  // Events of the present interval as they happen, and settled ones in their order behind each other.
  readonly #events: Steps;
  readonly #taken: Uint32Array;
  #quota = 0;
  #settled = 0;
  #count = 0;
  #interval = 0;
  #invocation = 0;
  #cut = false;

  constructor(plan: Plan, text: Text, contents: Uint32Array[], workgroup: Triple, size: Triple, warpSize: number, maxEvents: number) {
    this.#plan = plan;
    this.#contents = contents;
    this.#lineOfSite = Uint32Array.from(plan.sites, (s) => text.lineOf(s.span.start));
    this.#actionOfSite = Uint8Array.from(plan.sites, (s) => ({ load: LOAD, store: STORE, atomic: ATOMIC, barrier: BARRIER, value: EXECUTE })[s.kind]);
    this.#size = size;
    this.#invocations = size[0] * size[1] * size[2];
    this.#warpSize = warpSize;
    this.#workgroup = workgroup;
    this.#memories = plan.memories.map((m, i) => tracedMemory(m, contents[i]!));
    this.#taken = new Uint32Array(this.#invocations);
    this.#events = newSteps(maxEvents);
    this.#beginInterval();
  }

  resume(invocation: number): void {
    this.#invocation = invocation;
  }

  line(line: number, path: number): void {
    this.#step(line, EXECUTE, NO_MEMORY, 0, 0, this.#plan.sites.length + line, path);
  }

  /** `byte` and `bytes` of a memory: one event an element. */
  access(site: number, path: number, memory: number, byte: number, bytes: number): void {
    const { elementBytes } = this.#memories[memory]!;
    const last = Math.floor((byte + bytes - 1) / elementBytes);
    for (let element = Math.floor(byte / elementBytes); element <= last; element++)
      this.#step(this.#lineOfSite[site]!, this.#actionOfSite[site]!, memory, element, elementOf(this.#contents[memory]!, element, elementBytes), site, path);
  }

  barrier(site: number): void {
    this.#settle(BARRIER, this.#lineOfSite[site]!);
    this.#interval++;
    this.#beginInterval();
  }

  end(): void {
    this.#settle(END);
  }

  trace(): Trace {
    const { invocation, line, action, memory, element, bits, interval } = this.#events;
    const of = <T extends { slice(from: number, to: number): T }>(array: T) => array.slice(0, this.#settled);
    return {
      workgroup: this.#workgroup,
      workgroupSize: this.#size,
      subgroupSize: this.#warpSize,
      memories: this.#memories,
      invocation: of(invocation), line: of(line), action: of(action), memory: of(memory), element: of(element), bits: of(bits), interval: of(interval),
      cut: this.#cut,
    };
  }

  /** What is left is shared out alike, so that a cut falls at the same step of everyone. One event of each share is for the barrier or end. */
  #beginInterval(): void {
    this.#taken.fill(0);
    const share = Math.floor((this.#events.line.length - this.#settled) / this.#invocations);
    if (share < 1 || this.#interval > MAX_INTERVALS) this.#cut = true;
    this.#quota = this.#cut ? 0 : share - 1;
  }

  #step(line: number, action: number, memory: number, element: number, bits: number, code: number, path: number): void {
    if (this.#taken[this.#invocation]! >= this.#quota) {
      this.#cut = true;
      return;
    }
    this.#taken[this.#invocation]!++;
    this.#put(line, action, memory, element, bits, code, path);
  }

  #put(line: number, action: number, memory: number, element: number, bits: number, code: number, path: number): void {
    const at = this.#count++;
    const events = this.#events;
    events.invocation[at] = this.#invocation;
    events.line[at] = line;
    events.action[at] = action;
    events.memory[at] = memory;
    events.element[at] = element;
    events.bits[at] = bits;
    events.interval[at] = this.#interval;
    events.code[at] = code;
    events.path[at] = path;
  }

  /** Puts the interval's events in order; its barrier or end, for everyone, comes last. An end has the line of the invocation's last event. */
  #settle(action: number, line?: number): void {
    const lastLine = new Uint32Array(this.#invocations);
    for (let i = this.#settled; i < this.#count; i++) lastLine[this.#events.invocation[i]!] = this.#events.line[i]!;
    const order = orderOf(this.#events, this.#settled, this.#count, this.#warpSize);
    for (const array of Object.values(this.#events) as Uint32Array[]) array.set(Uint32Array.from(order, (i) => array[i]!), this.#settled);
    for (let invocation = 0; invocation < this.#invocations && !this.#cut; invocation++) {
      this.#invocation = invocation;
      this.#put(line ?? lastLine[invocation]!, action, NO_MEMORY, 0, 0, 0, 0);
    }
    this.#settled = this.#count;
  }
}

function newSteps(n: number): Steps {
  return {
    invocation: new Uint16Array(n), line: new Uint32Array(n), action: new Uint8Array(n), memory: new Uint8Array(n), element: new Uint32Array(n), bits: new Uint32Array(n),
    interval: new Uint16Array(n), code: new Int32Array(n), path: new Int32Array(n),
  };
}

function tracedMemory(memory: Memory, contents: Uint32Array): TracedMemory {
  const { name, space, words, format, nameOf, formatOf } = memory;
  const elementBytes = format === 'f16' ? 2 : 4;
  const length = (words * 4) / elementBytes;
  const kept = space !== 'workgroup' && length <= MAX_KEPT_ELEMENTS;
  const parts = formatOf && elementParts({ name, format, nameOf, formatOf }, length, elementBytes);
  return { name, space, length, elementBytes, format, parts, before: kept ? Uint32Array.from({ length }, (_, i) => elementOf(contents, i, elementBytes)) : null };
}

function elementOf(contents: Uint32Array, element: number, elementBytes: number): number {
  if (elementBytes === 4) return contents[element]!;
  return (contents[element >>> 1]! >>> (16 * (element & 1))) & 0xffff;
}
