// Exact counts of accesses: how many, how many bytes, how many different bytes, by place in the text and by memory.
// Not here: what a warp makes of them (warps.ts), or how they add up to lines and spaces (counts.ts).

import type { Plan } from '../watch';
import { kindOf, reads, unitBytes, unitsOf, writes } from './kinds';
import type { Text } from './text';

/** Which units of a memory some accesses touched, in one direction; an update (atomicAdd) goes both ways. */
interface Footprint {
  line: number;
  memory: number;
  loads: boolean;
  stores: boolean;
  /** One bit a unit: a word, or half a word where the memory holds f16. */
  bits: Uint32Array;
}

export interface Distinct {
  loadBytes: number;
  storeBytes: number;
}

/** Footprints of one memory, of one line or all, with the bytes of workgroups that are done: each has its own workgroup memory. */
interface Region {
  footprints: Footprint[];
  done: Distinct;
}

const newRegion = (): Region => ({ footprints: [], done: { loadBytes: 0, storeBytes: 0 } });

/** The accesses of one site to one memory. */
export interface Accesses {
  site: number;
  memory: number;
  count: number;
  /** Of one access: a reference has one type. */
  bytesEach: number;
}

export class Tally {
  /** Whoever hears of accesses counts them here. */
  readonly accesses: Accesses[] = [];
  readonly #plan: Plan;
  readonly #text: Text;
  /** By memory. */
  readonly #whole: Region[];
  readonly #byLine: Map<number, Region>[];

  constructor(plan: Plan, text: Text) {
    this.#plan = plan;
    this.#text = text;
    this.#whole = plan.memories.map(newRegion);
    this.#byLine = plan.memories.map(() => new Map());
  }

  /** Set a bit for each unit that an access of this site to this memory touches. */
  bitsFor(site: number, memory: number): Uint32Array {
    return this.#footprintOf(site, memory).bits;
  }

  endWorkgroup(): void {
    for (const [memory, { space }] of this.#plan.memories.entries()) {
      if (space !== 'workgroup') continue;
      const whole = this.#whole[memory]!;
      for (const region of [whole, ...this.#byLine[memory]!.values()]) region.done = this.#distinct(memory, region);
      for (const { bits } of whole.footprints) bits.fill(0);
    }
  }

  /** Different bytes of one memory that were loaded and stored. */
  distinctOf(memory: number): Distinct {
    return this.#distinct(memory, this.#whole[memory]!);
  }

  distinctByLine(memory: number): [line: number, distinct: Distinct][] {
    return [...this.#byLine[memory]!].map(([line, region]) => [line, this.#distinct(memory, region)]);
  }

  #distinct(memory: number, { footprints, done }: Region): Distinct {
    const unit = unitBytes(this.#plan.memories[memory]!);
    const bytes = (some: Footprint[]) => (some.length === 0 ? 0 : unit * bitsSet(union(some.map((f) => f.bits))));
    return { loadBytes: done.loadBytes + bytes(footprints.filter((f) => f.loads)), storeBytes: done.storeBytes + bytes(footprints.filter((f) => f.stores)) };
  }

  #footprintOf(index: number, memory: number): Footprint {
    const site = this.#plan.sites[index]!;
    const line = this.#text.lineOf(site.span.start);
    const [loads, stores] = [reads(kindOf(site)), writes(kindOf(site))];
    const whole = this.#whole[memory]!;
    const known = whole.footprints.find((f) => f.line === line && f.loads === loads && f.stores === stores);
    if (known) return known;
    const footprint = { line, memory, loads, stores, bits: new Uint32Array(Math.ceil(unitsOf(this.#plan.memories[memory]!) / 32)) };
    const lines = this.#byLine[memory]!;
    const ofLine = lines.get(line) ?? newRegion();
    lines.set(line, ofLine);
    for (const region of [whole, ofLine]) region.footprints.push(footprint);
    return footprint;
  }
}

function union(sets: Uint32Array[]): Uint32Array {
  if (sets.length === 1) return sets[0]!;
  const all = sets[0]!.slice();
  for (const set of sets.slice(1)) for (let i = 0; i < all.length; i++) all[i]! |= set[i]!;
  return all;
}

function bitsSet(bits: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < bits.length; i++) {
    let v = bits[i]!;
    if (v === 0) continue;
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    sum += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}
