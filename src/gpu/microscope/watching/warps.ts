// What warps ask of memory and where their lanes part: requests, sectors, bank passes, issues, active lanes, from the
// steps of invocations of one warp and one barrier interval at a time. Memory is bounded by the constants below.

import { WarpMeter } from '../../simt/meter';
import { STORAGE, UNIFORM } from './kinds';
import { Lockstep } from './lockstep';

/** The most that one lane asks for with one instruction: 16 bytes. */
const WORDS_PER_REQUEST = 4;
/** Lanes' accesses of one interval that are kept (5 bytes each or so). */
const MAX_ENTRIES = 1 << 22;
const MAX_BRANCHES = 1 << 17;

export class Warps {
  /** By site: warp-wide requests, what they cost (sectors of storage or passes of workgroup memory), and lanes' accesses among them. */
  readonly requests: Float64Array;
  readonly cost: Float64Array;
  readonly counted: Float64Array;
  /** By block. */
  readonly issues: Float64Array;
  readonly activeLanes: Float64Array;
  /** Steps taken in so far. */
  steps = 0;
  readonly #spaces: Uint8Array;
  readonly #takeTurns: Uint8Array;
  /** By site: requests that one access of a lane is. */
  readonly #requestsEach: Float64Array;
  readonly #accesses: Lockstep;
  readonly #branches: Lockstep;
  readonly #meter: WarpMeter;

  /** `spaces` and `takeTurns` (1: an atomic) by site; `spaces` may be written while a run goes on. */
  constructor(warpSize: number, spaces: Uint8Array, takeTurns: Uint8Array, blocks: number) {
    this.requests = new Float64Array(spaces.length);
    this.cost = new Float64Array(spaces.length);
    this.counted = new Float64Array(spaces.length);
    this.issues = new Float64Array(blocks);
    this.activeLanes = new Float64Array(blocks);
    this.#spaces = spaces;
    this.#takeTurns = takeTurns;
    this.#requestsEach = new Float64Array(spaces.length).fill(1);
    // Of each step how many words a lane asks for, and each lane's first.
    this.#accesses = new Lockstep(Math.floor(MAX_ENTRIES / warpSize), 1 + warpSize);
    this.#branches = new Lockstep(MAX_BRANCHES);
    this.#meter = new WarpMeter(warpSize, WORDS_PER_REQUEST);
  }

  /** The next steps are those of this lane (0 to warpSize - 1). */
  beginLane(lane: number): void {
    this.#accesses.beginLane(lane);
    this.#branches.beginLane(lane);
  }

  access(site: number, path: number, word: number, words: number): void {
    this.steps++;
    if (words > WORDS_PER_REQUEST) this.#accessWide(site, path, word, words);
    else this.#accesses.stepWith(site, path, words, word);
  }

  enter(block: number, path: number): void {
    this.steps++;
    this.#branches.step(block, path);
  }

  /** Takes stock of the warp's interval, before another warp or interval begins. */
  flush(): void {
    this.#flushAccesses();
    this.#flushBranches();
  }

  #accessWide(site: number, path: number, word: number, words: number): void {
    for (let from = 0; from < words; from += WORDS_PER_REQUEST) this.access(site, path, word + from, Math.min(WORDS_PER_REQUEST, words - from));
    this.#requestsEach[site] = Math.ceil(words / WORDS_PER_REQUEST);
  }

  #flushAccesses(): void {
    const accesses = this.#accesses;
    for (let group = accesses.stride; group < accesses.end; group += accesses.stride) {
      const site = accesses.codeOf(group);
      const space = this.#spaces[site]!;
      if (space === UNIFORM) continue;
      const lanes = accesses.lanesOf(group);
      const words = accesses.sharedOf(group);
      const from = accesses.ownFrom(group);
      this.counted[site]! += lanes / this.#requestsEach[site]!;
      this.requests[site]!++;
      this.cost[site]! +=
        space === STORAGE
          ? this.#meter.sectors(accesses.rows, from, from + lanes, words)
          : this.#meter.bankPasses(accesses.rows, from, from + lanes, words, this.#takeTurns[site] === 1);
    }
    accesses.clear();
  }

  #flushBranches(): void {
    const branches = this.#branches;
    for (let group = branches.stride; group < branches.end; group += branches.stride) {
      const block = branches.codeOf(group);
      this.issues[block]!++;
      this.activeLanes[block]! += branches.lanesOf(group);
    }
    branches.clear();
  }
}
