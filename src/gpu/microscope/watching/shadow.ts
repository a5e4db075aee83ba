// Who touched each word (or half word) of one memory, kept as small as finding every race needs. Two accesses of one
// word race where different invocations make them, at least one writes, and nothing orders them: no barrier of this
// memory's address space between invocations of a workgroup, nothing at all between workgroups.
//
// Why so few slots are exact. Let W be the writers and R the readers of a word in one interval between barriers that
// order its memory. The word races iff some w in W and some other x in W or R differ. Until the first race is found all
// of W is one invocation, so one slot holds W; of R two different invocations are enough, since one of them differs from
// any writer. Between workgroups, which run one after the other, the first writer's and the first reader's are
// enough: they differ from the present one iff an earlier workgroup touched the word.
//
// Not here: atomics. A word is atomic by its type or it is not, for the whole dispatch (WGSL has no plain access to
// an atomic, and WebGPU no aliases of a writable buffer), and two atomics never race.

/** Lowest bits of a `who`: the invocation's local index + 1. Then its site, then how many barriers of another space it passed in the interval. */
const WHO_BITS = 11;
const SITE_BITS = 15;
const WHO_MASK = (1 << WHO_BITS) - 1;
const SITE_MASK = (1 << SITE_BITS) - 1;
export const MAX_SITES = 1 << SITE_BITS;
export const MAX_PHASE = (1 << (32 - WHO_BITS - SITE_BITS)) - 1;

export const whoOf = (invocation: number, site: number, phase: number) => ((phase << (WHO_BITS + SITE_BITS)) | (site << WHO_BITS) | (invocation + 1)) >>> 0;
export const invocationOf = (who: number) => (who & WHO_MASK) - 1;
export const siteOf = (who: number) => (who >>> WHO_BITS) & SITE_MASK;
export const phaseOf = (who: number) => who >>> (WHO_BITS + SITE_BITS);

/** Whether two accesses have the same path, that is the same round of all loops around them (if they stand in the same loops). */
export type SamePath = 'yes' | 'no' | 'unknown';

export interface RaceListener {
  /** Two invocations of the present workgroup. */
  inWorkgroup(shadow: Shadow, unit: number, earlier: number, earlierWrites: boolean, now: number, nowWrites: boolean, samePath: SamePath): void;
  /** `earlier` belongs to workgroup number `workgroup`. */
  betweenWorkgroups(shadow: Shadow, unit: number, earlier: number, earlierWrites: boolean, workgroup: number, now: number, nowWrites: boolean): void;
}

// Of each unit, in a row.
const EPOCH = 0;
const WRITER = 1;
const READER = 2;
const OTHER_READER = 3;
const WRITER_PATH = 4;
const READER_PATH = 5;
const FIRST_WRITING_GROUP = 6; // its number + 1; 0: none
const FIRST_GROUP_WRITER = 7;
const FIRST_READING_GROUP = 8;
const FIRST_GROUP_READER = 9;
const WORKGROUP_STRIDE = 6;
const STORAGE_STRIDE = 10;

export class Shadow {
  /** Changes whenever everything before is ordered before everything after, for this memory and within a workgroup. Never 0. */
  epoch = 1;
  /** Barriers of the other space passed in this epoch. */
  phase = 0;
  /** Number of the present workgroup. */
  workgroup = 0;
  readonly memory: number;
  readonly #shared: boolean;
  readonly #stride: number;
  readonly #cells: Uint32Array;
  readonly #listener: RaceListener;

  /** `units`: words, or half words where the memory holds f16. `shared`: between workgroups (storage). */
  constructor(memory: number, units: number, shared: boolean, listener: RaceListener) {
    this.memory = memory;
    this.#shared = shared;
    this.#stride = shared ? STORAGE_STRIDE : WORKGROUP_STRIDE;
    this.#cells = new Uint32Array(units * this.#stride);
    this.#listener = listener;
  }

  static bytesPerUnit(shared: boolean): number {
    return 4 * (shared ? STORAGE_STRIDE : WORKGROUP_STRIDE);
  }

  read(unit: number, who: number, path: number): void {
    const cells = this.#cells;
    const at = unit * this.#stride;
    if (cells[at + EPOCH] !== this.epoch) {
      cells[at + EPOCH] = this.epoch;
      cells[at + WRITER] = 0;
      cells[at + READER] = who;
      cells[at + OTHER_READER] = 0;
      cells[at + READER_PATH] = path;
    } else {
      const writer = cells[at + WRITER]!;
      if (writer !== 0 && differ(writer, who)) this.#listener.inWorkgroup(this, unit, writer, true, who, false, same(cells[at + WRITER_PATH]!, path));
      const reader = cells[at + READER]!;
      if (reader === 0) {
        cells[at + READER] = who;
        cells[at + READER_PATH] = path;
      } else if (differ(reader, who) && cells[at + OTHER_READER] === 0) cells[at + OTHER_READER] = who;
    }
    if (this.#shared) this.#readShared(unit, at, who);
  }

  write(unit: number, who: number, path: number): void {
    const cells = this.#cells;
    const at = unit * this.#stride;
    if (cells[at + EPOCH] !== this.epoch) {
      cells[at + EPOCH] = this.epoch;
      cells[at + WRITER] = who;
      cells[at + READER] = 0;
      cells[at + OTHER_READER] = 0;
      cells[at + WRITER_PATH] = path;
    } else this.#writeAgain(unit, at, who, path);
    if (this.#shared) this.#writeShared(unit, at, who);
  }

  /** The unit was touched before in this epoch. */
  #writeAgain(unit: number, at: number, who: number, path: number): void {
    const cells = this.#cells;
    const writer = cells[at + WRITER]!;
    if (writer === 0) {
      cells[at + WRITER] = who;
      cells[at + WRITER_PATH] = path;
    } else if (differ(writer, who)) this.#listener.inWorkgroup(this, unit, writer, true, who, true, same(cells[at + WRITER_PATH]!, path));
    const reader = cells[at + READER]!;
    if (reader === 0) return;
    if (differ(reader, who)) this.#listener.inWorkgroup(this, unit, reader, false, who, true, same(cells[at + READER_PATH]!, path));
    else if (cells[at + OTHER_READER] !== 0) this.#listener.inWorkgroup(this, unit, cells[at + OTHER_READER]!, false, who, true, 'unknown');
  }

  /** This invocation read the unit in this epoch, as far as the slots remember. */
  hasRead(unit: number, invocation: number): boolean {
    const at = unit * this.#stride;
    return invocationOf(this.#cells[at + READER]!) === invocation || invocationOf(this.#cells[at + OTHER_READER]!) === invocation;
  }

  #readShared(unit: number, at: number, who: number): void {
    const cells = this.#cells;
    const group = this.workgroup + 1;
    const writing = cells[at + FIRST_WRITING_GROUP]!;
    if (writing !== 0 && writing !== group) this.#listener.betweenWorkgroups(this, unit, cells[at + FIRST_GROUP_WRITER]!, true, writing - 1, who, false);
    if (cells[at + FIRST_READING_GROUP] === 0) {
      cells[at + FIRST_READING_GROUP] = group;
      cells[at + FIRST_GROUP_READER] = who;
    }
  }

  #writeShared(unit: number, at: number, who: number): void {
    const cells = this.#cells;
    const group = this.workgroup + 1;
    const writing = cells[at + FIRST_WRITING_GROUP]!;
    if (writing === 0) {
      cells[at + FIRST_WRITING_GROUP] = group;
      cells[at + FIRST_GROUP_WRITER] = who;
    } else if (writing !== group) this.#listener.betweenWorkgroups(this, unit, cells[at + FIRST_GROUP_WRITER]!, true, writing - 1, who, true);
    const reading = cells[at + FIRST_READING_GROUP]!;
    if (reading !== 0 && reading !== group) this.#listener.betweenWorkgroups(this, unit, cells[at + FIRST_GROUP_READER]!, false, reading - 1, who, true);
  }
}

const differ = (a: number, b: number) => ((a ^ b) & WHO_MASK) !== 0;
const same = (a: number, b: number): SamePath => ((a | 0) === (b | 0) ? 'yes' : 'no');
