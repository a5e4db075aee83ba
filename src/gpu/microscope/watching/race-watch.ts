// Keeps the shadows of a run: tells them of accesses and barriers, and remembers what a race report will want to know of
// the present moment. Not here: how a race is found (shadow.ts) or told (races.ts).

import { KernelError } from '../../kernel';
import type { Plan } from '../watch';
import { kindOf, LOAD, spaceOf, STORAGE, STORE, unitsOf, WORKGROUP } from './kinds';
import type { Names } from './names';
import { Races, type Moment } from './races';
import { MAX_PHASE, MAX_SITES, Shadow, whoOf, type RaceListener } from './shadow';
import type { Text } from './text';

/** Beyond this the shadows of writable buffers would not fit a browser's tab. */
const MAX_SHADOW_BYTES = 1 << 29;

export class RaceWatch implements Moment {
  workgroup = 0;
  sameBits = false;
  readonly races: Races;
  readonly #contents: Uint32Array[];
  // By memory.
  readonly #spaces: Uint8Array;
  readonly #halves: Uint8Array;
  readonly #shadows: (Shadow | null)[];
  /** The word as its last write left it, where there is a shadow. */
  readonly #lastBits: (Uint32Array | null)[];
  // By site; with the stretch between barriers and the path in which it was last executed.
  readonly #kinds: Uint8Array;
  readonly #lastRun: Uint32Array;
  readonly #lastPath: Int32Array;
  #invocation = 0;
  /** Counts stretches of one invocation between barriers. */
  #run = 0;
  #path = 0;
  #epoch = 0;
  /** Barriers passed since memory of a space was last ordered. */
  readonly #passed = new Map<number, number[]>([[WORKGROUP, []], [STORAGE, []]]);

  /** Throws KernelError where the kernel or its writable buffers are too large. */
  constructor(plan: Plan, text: Text, names: Names, contents: Uint32Array[]) {
    if (plan.sites.length > MAX_SITES) throw new KernelError(`A kernel with more than ${MAX_SITES} accesses cannot be watched.`);
    this.races = new Races(plan, text, names, this);
    this.#contents = contents;
    this.#spaces = Uint8Array.from(plan.memories, spaceOf);
    this.#halves = Uint8Array.from(plan.memories, (m) => Number(m.halves));
    this.#shadows = shadowsOf(plan, this.races);
    this.#lastBits = plan.memories.map((m, i) => (this.#shadows[i] ? new Uint32Array(m.words) : null));
    this.#kinds = Uint8Array.from(plan.sites, kindOf);
    this.#lastRun = new Uint32Array(plan.sites.length);
    this.#lastPath = new Int32Array(plan.sites.length);
  }

  beginWorkgroup(number: number): void {
    this.workgroup = number;
    this.#order(STORAGE);
    this.#order(WORKGROUP);
  }

  resume(invocation: number): void {
    this.#invocation = invocation;
    this.#run++;
  }

  /** null: accesses of this site to this memory cannot race. */
  shadowFor(site: number, memory: number): Shadow | null {
    return this.#kinds[site]! > STORE ? null : this.#shadows[memory]!;
  }

  access(shadow: Shadow, site: number, path: number, unit: number, units: number): void {
    this.#lastRun[site] = this.#run;
    this.#lastPath[site] = path;
    this.#path = path;
    const who = whoOf(this.#invocation, site, shadow.phase);
    if (this.#kinds[site] === LOAD) for (let u = unit; u < unit + units; u++) shadow.read(u, who, path);
    else for (let u = unit; u < unit + units; u++) this.#write(shadow, u, who, path);
  }

  /** 1 = workgroup memory, 2 = storage, 3 = both are ordered. */
  barrier(site: number, spaces: number): void {
    if (spaces & 1) this.#order(WORKGROUP);
    else this.#pass(WORKGROUP, site);
    if (spaces & 2) this.#order(STORAGE);
    else this.#pass(STORAGE, site);
  }

  executed(site: number): boolean {
    return this.#lastRun[site] === this.#run;
  }

  executedInRound(site: number): boolean {
    return this.executed(site) && this.#lastPath[site] === this.#path;
  }

  passedBarrier(shadow: Shadow, n: number): number | undefined {
    return this.#passed.get(this.#spaces[shadow.memory]!)![n];
  }

  #write(shadow: Shadow, unit: number, who: number, path: number): void {
    const { memory } = shadow;
    const word = this.#halves[memory] === 1 ? unit >>> 1 : unit;
    const last = this.#lastBits[memory]!;
    const bits = this.#contents[memory]![word]!;
    this.sameBits = last[word] === bits;
    last[word] = bits;
    shadow.write(unit, who, path);
  }

  /** What came before is now ordered before what comes: for the memories of this space. */
  #order(space: number): void {
    this.#passed.get(space)!.length = 0;
    const epoch = ++this.#epoch;
    for (const shadow of this.#shadows) {
      if (!shadow || this.#spaces[shadow.memory] !== space) continue;
      shadow.epoch = epoch;
      shadow.phase = 0;
      shadow.workgroup = this.workgroup;
    }
  }

  /** All have waited for each other, but memory of this space is not ordered by it. */
  #pass(space: number, site: number): void {
    const passed = this.#passed.get(space)!;
    if (passed.length < MAX_PHASE) passed.push(site);
    for (const shadow of this.#shadows) if (shadow && this.#spaces[shadow.memory] === space) shadow.phase = passed.length;
  }
}

/** Of the memories that some site may write plainly: where nothing writes, nothing races. */
function shadowsOf(plan: Plan, listener: RaceListener): (Shadow | null)[] {
  const stores = plan.sites.filter((s) => s.kind === 'store');
  let bytes = 0;
  return plan.memories.map((m, i) => {
    if (m.space === 'uniform' || !stores.some((s) => s.memory === null || s.memory === i)) return null;
    const shared = m.space === 'storage';
    bytes += unitsOf(m) * Shadow.bytesPerUnit(shared);
    if (bytes > MAX_SHADOW_BYTES) throw new KernelError(`${m.name} is too large to look for races in (${4 * m.words} bytes): run a smaller instance of the kernel.`);
    return new Shadow(i, unitsOf(m), shared, listener);
  });
}
