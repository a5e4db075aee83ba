// One workgroup whose invocations wait for each other: runs each to its next barrier, subgroup operation or end, lets the
// lanes of a subgroup meet, and then all of the workgroup at one barrier.

import type { Span } from '../../wgsl/typed';
import type { Compiled } from '../compile/compile';
import type { Watch } from '../watch';
import type { Waiting } from './findings';
import { operate, type Lane } from './subgroups';

/**
 * Where an invocation waits: numbers of the text's order and of loop rounds from the outside in, the suspension last. Or the suspension alone,
 * with the rounds in `WaitingRun.rounds`.
 */
type Position = number[];
export type Invocation = Generator<number | Position, void, void>;

export interface WaitingRun {
  compiled: Compiled;
  invocations: Invocation[];
  order: Int32Array;
  watch: Watch | null;
  subgroupSize: number;
  /** By invocation: leaves that go into a subgroup operation, and come out. */
  exchange: (number | boolean)[][];
  /** Of the invocation that has just reached a barrier: rounds of the loops around it. */
  rounds: Int32Array;
  current: Int32Array;
  /** Charges the budget for a barrier that all have reached, and ends the run where it is used up. */
  charge(barrier: Span): void;
}

export interface Divergence {
  first: Waiting;
  second: Waiting;
  /** How many wait where the first does. */
  waiting: number;
}

/** Runs the workgroup to its end. Gives a divergence where not all meet at one barrier. */
export function runWaiting(run: WaitingRun): Divergence | null {
  return new Workgroup(run).run();
}

const ended = -1;
/** The builtin itself: generators of every kernel have a shape of their own, on which a lookup of `next` would never be fast. */
const next = Object.getPrototypeOf(function* () {}.prototype).next as () => IteratorResult<number | Position, void>;

class Workgroup {
  readonly #run: WaitingRun;
  /** By invocation: the suspension at which it waits, or -1. */
  readonly #at: Int32Array;
  /** By invocation, where it gave a whole position. */
  readonly #positions: (Position | null)[];
  /** Rounds of the invocation that came first to the barrier. */
  readonly #firstRounds: Int32Array;
  readonly #subgroups: boolean;

  constructor(run: WaitingRun) {
    this.#run = run;
    const { length } = run.invocations;
    this.#at = new Int32Array(length);
    this.#positions = new Array<Position | null>(length).fill(null);
    this.#firstRounds = new Int32Array(run.rounds.length);
    this.#subgroups = run.compiled.suspensions.some(({ kind }) => kind === 'subgroup');
  }

  run(): Divergence | null {
    const { order, compiled, watch, charge } = this.#run;
    for (;;) {
      const first = order[0]!;
      this.#resume(first);
      this.#firstRounds.set(this.#run.rounds);
      let other = -1;
      for (let k = 1; k < order.length; k++) {
        this.#resume(order[k]!);
        if (other < 0 && !this.#subgroups && !this.#meets(first, order[k]!)) other = order[k]!;
      }
      if (this.#subgroups) {
        this.#meetSubgroups();
        other = order.find((invocation) => !this.#meets(first, invocation)) ?? -1;
      }
      if (other >= 0) return this.#divergence(first, other);
      if (this.#at[first] === ended) return null;
      const suspension = compiled.suspensions[this.#at[first]!]!;
      if (suspension.kind !== 'barrier') throw new Error('only a barrier holds a whole workgroup');
      charge(suspension.span);
      if (watch) watch.barrier(suspension.site, suspension.spaces);
    }
  }

  #resume(invocation: number): void {
    const { invocations, watch, current } = this.#run;
    if (this.#at[invocation] === ended) return;
    current[3] = invocation;
    if (watch) watch.resume(invocation);
    const { done, value } = next.call(invocations[invocation]);
    if (typeof value === 'number') {
      this.#at[invocation] = value;
    } else {
      this.#at[invocation] = done ? ended : value!.at(-1)!;
      this.#positions[invocation] = value ?? null;
    }
  }

  /** Whether an invocation that has just come waits where the first does, in the same rounds. */
  #meets(first: number, invocation: number): boolean {
    const at = this.#at[first]!;
    if (this.#at[invocation] !== at) return false;
    if (at === ended) return true;
    const position = this.#positions[first];
    if (position) return compare(position, this.#positions[invocation]!) === 0;
    const suspension = this.#run.compiled.suspensions[at]!;
    const depth = suspension.kind === 'barrier' ? suspension.rounds : 0;
    const { rounds } = this.#run;
    for (let i = 0; i < depth; i++) if (rounds[i] !== this.#firstRounds[i]) return false;
    return true;
  }

  // ---- Subgroups

  #meetSubgroups(): void {
    const { subgroupSize } = this.#run;
    for (let first = 0; first < this.#at.length; first += subgroupSize) {
      const lanes = Array.from({ length: Math.min(subgroupSize, this.#at.length - first) }, (_, i) => first + i);
      while (this.#meet(lanes, first));
    }
  }

  /** The lanes that wait at the earliest operation do it together; false where none waits at one. */
  #meet(lanes: number[], first: number): boolean {
    const { compiled, exchange } = this.#run;
    const waiting = lanes.filter((lane) => this.#at[lane] !== ended && compiled.suspensions[this.#at[lane]!]!.kind === 'subgroup');
    if (waiting.length === 0) return false;
    const earliest = waiting.map((lane) => this.#positions[lane]!).reduce((a, b) => (compare(a, b) <= 0 ? a : b));
    const group = waiting.filter((lane) => compare(this.#positions[lane]!, earliest) === 0);
    const suspension = compiled.suspensions[earliest.at(-1)!]!;
    if (suspension.kind !== 'subgroup') return false;
    const results = operate(suspension.operation, suspension.types, group.map((lane): Lane => ({ id: lane - first, args: exchange[lane]! })));
    group.forEach((lane, i) => (exchange[lane] = results[i]!));
    group.forEach((lane) => this.#resume(lane));
    return true;
  }

  // ---- Divergence

  /** `first` and `other` do not meet; one of them waits at a barrier. */
  #divergence(first: number, other: number): Divergence {
    if (this.#at[first] === ended) [first, other] = [other, first];
    const at = this.#at[first]!;
    const spanOf = (invocation: number): Span | null => {
      const suspension = this.#at[invocation] === ended ? null : this.#run.compiled.suspensions[this.#at[invocation]!]!;
      return suspension && suspension.kind !== 'step' ? suspension.span : null;
    };
    const round = this.#at[other] === at ? ' in another round of a loop or another call' : '';
    return {
      first: { invocation: first, span: spanOf(first), round: '' },
      second: { invocation: other, span: spanOf(other), round },
      waiting: this.#at.reduce((n, each) => n + Number(each === at), 0),
    };
  }
}

/** Earlier in the text, or in an earlier round, is less. */
function compare(a: Position, b: Position): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
