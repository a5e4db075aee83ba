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

/** Group of a step whose warp has more different steps in one interval than are kept. */
export const UNTRACKED = -1;

// A group is eight numbers in a row.
const STRIDE_LOG2 = 3;
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

/** Group 0 stands for "nothing yet". */
const START = 0;

/** Steps of one warp since the last `clear`, grouped. Groups are 1 ≤ g < count. */
export class Lockstep {
  count = 1;
  #groups = new Int32Array(1024 << STRIDE_LOG2);
  /** Group of each hash; an entry that its group does not confirm is empty, so that nothing needs to be wiped. */
  #slots = new Int32Array(4096);
  #lane = 0;
  #last = START;
  /** The lane took a step that could not be kept: what it does then is not followed either, and costs next to nothing. */
  #lost = false;
  readonly #limit: number;

  /** Keeps fewer than `limit` groups. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#groups[CODE] = -1;
  }

  beginLane(lane: number): void {
    this.#lane = lane;
    this.#last = START;
    this.#lost = false;
  }

  /** `code` ≥ 0. Returns the step's group; UNTRACKED from the first that does not fit until the next lane. */
  step(code: number, path: number): number {
    if (this.#lost) return UNTRACKED;
    const groups = this.#groups;
    let group = groups[(this.#last << STRIDE_LOG2) + NEXT]!;
    let at = group << STRIDE_LOG2;
    if (groups[at + CODE] !== code || groups[at + PATH] !== path || groups[at + LAST_LANE] === this.#lane) {
      group = this.#find(code, path);
      if (group === UNTRACKED) {
        this.#lost = true;
        return UNTRACKED;
      }
      // Only a first of its like may be foreseen: the lane may not have met the others yet.
      if (this.#groups[(group << STRIDE_LOG2) + SLOT] !== -1) this.#groups[(this.#last << STRIDE_LOG2) + NEXT] = group;
      at = group << STRIDE_LOG2;
    }
    this.#groups[at + LAST_LANE] = this.#lane;
    this.#groups[at + LANES]!++;
    this.#last = group;
    return group;
  }

  codeOf(group: number): number {
    return this.#groups[(group << STRIDE_LOG2) + CODE]!;
  }

  /** Lanes that took part in the step. */
  lanesOf(group: number): number {
    return this.#groups[(group << STRIDE_LOG2) + LANES]!;
  }

  clear(): void {
    this.count = 1;
    this.#groups[NEXT] = START;
    this.#last = START;
  }

  #find(code: number, path: number): number {
    const groups = this.#groups;
    const slot = this.#slotOf(code, path);
    const first = this.#slots[slot]!;
    if (!this.#confirmed(first, slot)) return this.#append(code, path, slot);
    if (groups[(first << STRIDE_LOG2) + LAST_LANE] !== this.#lane) return first;
    return this.#findAgain(first, code, path);
  }

  /** The lane was at `first` before: its next group of the same code and path. */
  #findAgain(first: number, code: number, path: number): number {
    const groups = this.#groups;
    let group = groups[(first << STRIDE_LOG2) + REACHED]!;
    if (groups[(group << STRIDE_LOG2) + LAST_LANE] !== this.#lane) group = first;
    while (groups[(group << STRIDE_LOG2) + LAST_LANE] === this.#lane) {
      const next = groups[(group << STRIDE_LOG2) + ALIKE]!;
      if (next === START) return this.#appendAlike(first, group, code, path);
      group = next;
    }
    groups[(first << STRIDE_LOG2) + REACHED] = group;
    return group;
  }

  #appendAlike(first: number, after: number, code: number, path: number): number {
    const group = this.#append(code, path, -1);
    if (group === UNTRACKED) return UNTRACKED;
    this.#groups[(after << STRIDE_LOG2) + ALIKE] = group;
    this.#groups[(first << STRIDE_LOG2) + REACHED] = group;
    return group;
  }

  /** `slot` -1: not the first of its like. */
  #append(code: number, path: number, slot: number): number {
    if (this.count >= this.#limit) return UNTRACKED;
    const group = this.count++;
    const at = group << STRIDE_LOG2;
    if (at === this.#groups.length) this.#grow();
    const groups = this.#groups;
    groups[at + CODE] = code;
    groups[at + PATH] = path;
    groups[at + LAST_LANE] = -1;
    groups[at + NEXT] = START;
    groups[at + ALIKE] = START;
    groups[at + REACHED] = group;
    groups[at + SLOT] = slot;
    groups[at + LANES] = 0;
    if (slot !== -1) this.#place(group);
    return group;
  }

  #confirmed(group: number, slot: number): boolean {
    return group !== START && group < this.count && this.#groups[(group << STRIDE_LOG2) + SLOT] === slot;
  }

  /** Slot of the first group with this code and path, or the empty one where it would be. */
  #slotOf(code: number, path: number): number {
    const groups = this.#groups;
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(Math.imul(code, 0x9e3779b1) ^ path, 0x85ebca6b) >>> 8) & mask;
    for (;;) {
      const group = this.#slots[slot]!;
      if (!this.#confirmed(group, slot)) return slot;
      const at = group << STRIDE_LOG2;
      if (groups[at + CODE] === code && groups[at + PATH] === path) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #place(group: number): void {
    const at = group << STRIDE_LOG2;
    this.#groups[at + SLOT] = -1;
    const slot = this.#slotOf(this.#groups[at + CODE]!, this.#groups[at + PATH]!);
    this.#slots[slot] = group;
    this.#groups[at + SLOT] = slot;
  }

  #grow(): void {
    const old = this.#groups;
    this.#groups = new Int32Array(2 * old.length);
    this.#groups.set(old);
    this.#slots = new Int32Array(2 * this.#slots.length);
    const firsts: number[] = [];
    for (let at = 1 << STRIDE_LOG2; at < old.length; at += 1 << STRIDE_LOG2) {
      if (old[at + SLOT] === -1) continue;
      this.#groups[at + SLOT] = -1;
      firsts.push(at >> STRIDE_LOG2);
    }
    for (const group of firsts) this.#place(group);
  }
}
