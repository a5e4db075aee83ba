// Which steps of a warp's lanes are one step of the warp. The machine runs lane after lane up to the next barrier;
// steps of different lanes at the same code with the same path are one issue of the warp (structured reconvergence:
// lanes that parted at a branch meet again where it ends, which real GPUs promise only in part: see the note below).
// Not here: what an issue costs (warps.ts), or in which order issues go (trace.ts).
//
// What is assumed: lanes of a warp meet again as soon as the text allows it, after the `if`, the `switch` or
// the loop that parted them; a loop's round k is executed by all lanes that are in round k. NVIDIA's GPUs before
// Volta did so by a stack of masks; since then each lane has a program counter of its own and the compiler places
// the meeting points: usually the same, but it may meet later (code duplicated into both sides, an early return that
// keeps lanes apart to the end) or never need to part (short branches become predicated or selected instructions, which
// every lane executes). Counts of issues and active lanes are therefore what the text asks for, not what a profiler
// of one GPU will print. No result depends on it: WGSL promises no lockstep, and neither does the race detector use it.

/** What `step` returns for a step that is not kept. */
export const UNTRACKED = -1;

// A group is a row of numbers: these, then what its owner keeps of each lane. Rows are named by where they begin.
const CODE = 0;
const PATH = 1;
const LAST_LANE = 2;
/** What the lane before did after this: lanes mostly do the same, so that the next step is found at once. */
const NEXT = 3;
/** The next group with the same code and path: a lane's k-th meeting takes the k-th. */
const ALIKE = 4;
/** At the first of those: where the last search for one ended. */
const REACHED = 5;
/** Place in the hash table; -1 where it is not the first of its like. */
const SLOT = 6;
const LANES = 7;
const HEADER = 8;

/** The first row stands for "nothing yet". */
const START = 0;
const FIRST_ROWS = 256;

/** Steps of one warp since the last `clear`, grouped: `for (let g = first; g < end; g += stride)`. */
export class Lockstep {
  /** Numbers of one row, and where the first group begins. */
  readonly stride: number;
  end: number;
  #rows: Int32Array;
  /** Row of each hash; an entry that its row does not confirm is empty, so that nothing needs to be wiped. */
  #slots = new Int32Array(4 * FIRST_ROWS);
  #lane = 0;
  #last = START;
  /** The lane took a step that could not be kept: what it does then is not followed either, and costs next to nothing. */
  #lost = false;
  readonly #limit: number;

  /** Keeps fewer than `limit` groups, and `kept` numbers of each beside its code and path. */
  constructor(limit: number, kept = 0) {
    this.stride = HEADER + kept;
    this.end = this.stride;
    this.#limit = limit * this.stride;
    this.#rows = new Int32Array(FIRST_ROWS * this.stride);
    this.#rows[CODE] = -1;
  }

  beginLane(lane: number): void {
    this.#lane = lane;
    this.#last = START;
    this.#lost = false;
  }

  /** `code` ≥ 0. Returns the step's group; UNTRACKED from the first that does not fit until the next lane. */
  step(code: number, path: number): number {
    if (this.#lost) return UNTRACKED;
    const rows = this.#rows;
    const group = rows[this.#last + NEXT]!;
    if (rows[group + CODE] !== code || rows[group + PATH] !== path || rows[group + LAST_LANE] === this.#lane) return this.#search(code, path);
    rows[group + LAST_LANE] = this.#lane;
    rows[group + LANES]!++;
    this.#last = group;
    return group;
  }

  /** A step of whose lanes two numbers are kept: `shared` once, `own` of each lane. */
  stepWith(code: number, path: number, shared: number, own: number): void {
    const group = this.step(code, path);
    if (group === UNTRACKED) return;
    const rows = this.#rows;
    rows[group + HEADER] = shared;
    rows[group + HEADER + rows[group + LANES]!] = own;
  }

  codeOf(group: number): number {
    return this.#rows[group + CODE]!;
  }

  /** Lanes that took part in the step. */
  lanesOf(group: number): number {
    return this.#rows[group + LANES]!;
  }

  sharedOf(group: number): number {
    return this.#rows[group + HEADER]!;
  }

  /** All rows; of each lane of a group its own number stands from ownFrom(group) on. */
  get rows(): Int32Array {
    return this.#rows;
  }

  ownFrom(group: number): number {
    return group + HEADER + 1;
  }

  clear(): void {
    this.end = this.stride;
    this.#rows[NEXT] = START;
    this.#last = START;
  }

  /** Not what the lane before did next. */
  #search(code: number, path: number): number {
    const group = this.#find(code, path);
    if (group === UNTRACKED) {
      this.#lost = true;
      return UNTRACKED;
    }
    const rows = this.#rows;
    // Only a first of its like may be foreseen: the lane may not have met the others yet.
    if (rows[group + SLOT] !== -1) rows[this.#last + NEXT] = group;
    rows[group + LAST_LANE] = this.#lane;
    rows[group + LANES]!++;
    this.#last = group;
    return group;
  }

  #find(code: number, path: number): number {
    const slot = this.#slotOf(code, path);
    const first = this.#slots[slot]!;
    if (!this.#confirmed(first, slot)) return this.#append(code, path, slot);
    if (this.#rows[first + LAST_LANE] !== this.#lane) return first;
    return this.#findAgain(first, code, path);
  }

  /** The lane was at `first` before: its next group of the same code and path. */
  #findAgain(first: number, code: number, path: number): number {
    const rows = this.#rows;
    let group = rows[first + REACHED]!;
    if (rows[group + LAST_LANE] !== this.#lane) group = first;
    while (rows[group + LAST_LANE] === this.#lane) {
      const next = rows[group + ALIKE]!;
      if (next === START) return this.#appendAlike(first, group, code, path);
      group = next;
    }
    rows[first + REACHED] = group;
    return group;
  }

  #appendAlike(first: number, after: number, code: number, path: number): number {
    const group = this.#append(code, path, -1);
    if (group === UNTRACKED) return UNTRACKED;
    this.#rows[after + ALIKE] = group;
    this.#rows[first + REACHED] = group;
    return group;
  }

  /** `slot` -1: not the first of its like. */
  #append(code: number, path: number, slot: number): number {
    if (this.end >= this.#limit) return UNTRACKED;
    const group = this.end;
    this.end += this.stride;
    if (group === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[group + CODE] = code;
    rows[group + PATH] = path;
    rows[group + LAST_LANE] = -1;
    rows[group + NEXT] = START;
    rows[group + ALIKE] = START;
    rows[group + REACHED] = group;
    rows[group + SLOT] = slot;
    rows[group + LANES] = 0;
    if (slot !== -1) this.#place(group);
    return group;
  }

  #confirmed(group: number, slot: number): boolean {
    return group !== START && group < this.end && this.#rows[group + SLOT] === slot;
  }

  /** Slot of the first group with this code and path, or the empty one where it would be. */
  #slotOf(code: number, path: number): number {
    const rows = this.#rows;
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(Math.imul(code, 0x9e3779b1) ^ path, 0x85ebca6b) >>> 8) & mask;
    for (;;) {
      const group = this.#slots[slot]!;
      if (!this.#confirmed(group, slot)) return slot;
      if (rows[group + CODE] === code && rows[group + PATH] === path) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #place(group: number): void {
    this.#rows[group + SLOT] = -1;
    const slot = this.#slotOf(this.#rows[group + CODE]!, this.#rows[group + PATH]!);
    this.#slots[slot] = group;
    this.#rows[group + SLOT] = slot;
  }

  #grow(): void {
    const old = this.#rows;
    this.#rows = new Int32Array(2 * old.length);
    this.#rows.set(old);
    this.#slots = new Int32Array(2 * this.#slots.length);
    const firsts: number[] = [];
    for (let group = this.stride; group < old.length; group += this.stride) {
      if (old[group + SLOT] === -1) continue;
      this.#rows[group + SLOT] = -1;
      firsts.push(group);
    }
    for (const group of firsts) this.#place(group);
  }
}
