// One workgroup whose invocations wait for each other: runs each to its next barrier, subgroup operation or end, lets the
// lanes of a subgroup meet, and then all of the workgroup at one barrier.

import type { Span } from '../../wgsl/typed';
import type { Compiled } from '../compile/compile';
import type { Watch } from '../watch';
import type { Waiting } from './findings';
import { operate, type Lane } from './subgroups';

/** Where an invocation waits: numbers of the text's order and of loop rounds from the outside in, the suspension last. */
type Position = number[];
export type Invocation = Generator<Position, void, void>;

export interface WaitingRun {
  compiled: Compiled;
  invocations: Invocation[];
  order: Int32Array;
  watch: Watch | null;
  subgroupSize: number;
  /** By invocation: leaves that go into a subgroup operation, and come out. */
  exchange: (number | boolean)[][];
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

class Workgroup {
  readonly #run: WaitingRun;
  /** By invocation; null once it has ended. */
  readonly #at: (Position | null)[];

  constructor(run: WaitingRun) {
    this.#run = run;
    this.#at = new Array<Position | null>(run.invocations.length).fill(null);
  }

  run(): Divergence | null {
    const { order, compiled, watch, charge } = this.#run;
    for (;;) {
      for (let k = 0; k < order.length; k++) this.#resume(order[k]!);
      this.#meetSubgroups();
      const first = this.#at[0]!;
      if (!this.#allAt(first)) return this.#divergence();
      if (first === null) return null;
      const suspension = compiled.suspensions[first.at(-1)!]!;
      if (suspension.kind !== 'barrier') throw new Error('only a barrier holds a whole workgroup');
      charge(suspension.span);
      if (watch) watch.barrier(suspension.site, suspension.spaces);
    }
  }

  #resume(invocation: number): void {
    const { invocations, watch, current } = this.#run;
    current[3] = invocation;
    if (watch) watch.resume(invocation);
    const { done, value } = invocations[invocation]!.next();
    this.#at[invocation] = done ? null : value;
  }

  #allAt(position: Position | null): boolean {
    const at = this.#at;
    if (position === null) {
      for (let i = 0; i < at.length; i++) if (at[i] !== null) return false;
    } else {
      for (let i = 0; i < at.length; i++) if (at[i] === null || compare(at[i]!, position) !== 0) return false;
    }
    return true;
  }

  // ---- Subgroups

  #meetSubgroups(): void {
    const { subgroupSize, compiled } = this.#run;
    if (!compiled.suspensions.some(({ kind }) => kind === 'subgroup')) return;
    for (let first = 0; first < this.#at.length; first += subgroupSize) {
      const lanes = Array.from({ length: Math.min(subgroupSize, this.#at.length - first) }, (_, i) => first + i);
      while (this.#meet(lanes, first));
    }
  }

  /** The lanes that wait at the earliest operation do it together; false where none waits at one. */
  #meet(lanes: number[], first: number): boolean {
    const { compiled, exchange } = this.#run;
    const suspensionOf = (position: Position) => compiled.suspensions[position.at(-1)!]!;
    const waiting = lanes.filter((lane) => this.#at[lane] !== null && suspensionOf(this.#at[lane]!).kind === 'subgroup');
    if (waiting.length === 0) return false;
    const earliest = waiting.map((lane) => this.#at[lane]!).reduce((a, b) => (compare(a, b) <= 0 ? a : b));
    const group = waiting.filter((lane) => compare(this.#at[lane]!, earliest) === 0);
    const suspension = suspensionOf(earliest);
    if (suspension.kind !== 'subgroup') return false;
    const results = operate(suspension.operation, suspension.types, group.map((lane): Lane => ({ id: lane - first, args: exchange[lane]! })));
    group.forEach((lane, i) => (exchange[lane] = results[i]!));
    group.forEach((lane) => this.#resume(lane));
    return true;
  }

  // ---- Divergence

  #divergence(): Divergence {
    const at = this.#at;
    const first = at.findIndex((position) => position !== null);
    const other = at.findIndex((position) => position === null || compare(position, at[first]!) !== 0);
    const [a, b] = [at[first]!, at[other] ?? null];
    const samePlace = b !== null && a.at(-1) === b.at(-1);
    const say = (invocation: number, position: Position | null): Waiting => ({ invocation, span: position && this.#spanOf(position), round: samePlace ? ' in another round of a loop or another call' : '' });
    return { first: { ...say(first, a), round: '' }, second: say(other, b), waiting: at.filter((position) => position !== null && compare(position, a) === 0).length };
  }

  #spanOf(position: Position): Span | null {
    const suspension = this.#run.compiled.suspensions[position.at(-1)!]!;
    return suspension.kind === 'step' ? null : suspension.span;
  }
}

/** Earlier in the text, or in an earlier round, is less. */
function compare(a: Position, b: Position): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
