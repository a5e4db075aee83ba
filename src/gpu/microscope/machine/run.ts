// Runs compiled code: gives it its environment, runs the workgroups one after the other, each invocation up to its next
// barrier, and ends a run that goes beyond its budget.

import type { Span } from '../../wgsl/typed';
import { mostRounds } from '../compile/collective';
import type { Compiled } from '../compile/compile';
import type { Watch } from '../watch';
import type { Triple } from '../watching/names';
import * as arithmetic from './arithmetic';
import type { MachineFindings } from './findings';
import { halves } from './half';
import type { BoundMemory } from './memory';
import { invocationOrder, Permutation } from './order';
import { runWaiting, type Invocation } from './waiting';

/** Ends a run: thrown by generated code through `stop`, and by the scheduler. */
export class Stop extends Error {}

type RunWorkgroup = (x: number, y: number, z: number) => void;
type StartInvocation = (fb: number, li: number, lx: number, ly: number, lz: number, wx: number, wy: number, wz: number) => Invocation;
type Factory = (env: object) => RunWorkgroup | StartInvocation;

/** By text, oldest first: code that has run before is warm, whoever opens the same kernel again. */
const factories = new Map<string, Factory>();
const mostFactories = 32;

/** JavaScript from the compiler's own text (compile.ts: nothing of the reader's is in it). */
function factoryOf({ code }: Compiled): Factory {
  const known = factories.get(code);
  const factory = known ?? (new Function('env', code) as Factory);
  factories.delete(code);
  factories.set(code, factory);
  if (factories.size > mostFactories) factories.delete(factories.keys().next().value!);
  return factory;
}

export interface MachineRun {
  compiled: Compiled;
  /** The same program as traced code, and the workgroup that it runs for. */
  traced: { compiled: Compiled; workgroup: Triple } | null;
  memories: BoundMemory[];
  watch: Watch | null;
  findings: MachineFindings;
  workgroups: Triple;
  subgroupSize: number;
  steps: number;
  /** Seed of the order of workgroups and invocations; 0 = ascending. */
  order: number;
}

/** Gives why it was stopped, or null. */
export function runMachine(run: MachineRun): string | null {
  const machine = new Machine(run);
  try {
    machine.run();
    return null;
  } catch (error) {
    if (error instanceof Stop) return error.message;
    throw error;
  } finally {
    run.findings.finish();
  }
}

/**
 * What the machine's own work costs, in steps, so that a budget is about the same time for every kernel: a step is one to two nanoseconds
 * unwatched and some fifty watched, which makes it a round of a short loop in both.
 */
const costs = {
  plain: { workgroup: 32, invocation: 1, start: 64, resume: 32, wordsCleared: 64 },
  watched: { workgroup: 16, invocation: 1, start: 4, resume: 4, wordsCleared: 16 },
} as const;

class Machine {
  readonly #run: MachineRun;
  readonly #invocations: number;
  readonly #budget: Float64Array;
  /** Of the invocation that runs: workgroup x, y, z and local index. */
  readonly #current = new Int32Array(4);
  readonly #order: Int32Array;
  readonly #local: Int32Array[];
  readonly #exchange: (number | boolean)[][] = [];
  /** Rounds of the loops around the barrier that an invocation has reached. */
  readonly #rounds = new Int32Array(mostRounds);

  constructor(run: MachineRun) {
    this.#run = run;
    const [x, y, z] = run.compiled.program.entry.workgroupSize;
    this.#invocations = x * y * z;
    this.#budget = Float64Array.of(run.steps);
    this.#order = invocationOrder(this.#invocations, run.subgroupSize, run.order);
    const indices = Array.from({ length: this.#invocations }, (_, i) => i);
    this.#local = [indices.map((i) => i % x), indices.map((i) => Math.floor(i / x) % y), indices.map((i) => Math.floor(i / (x * y)))].map((list) => Int32Array.from(list));
  }

  run(): void {
    const { compiled, traced, workgroups, watch, memories } = this.#run;
    const env = this.#environment();
    const plain = this.#workgroupRunner(compiled, factoryOf(compiled)(env));
    const tracing = traced && this.#workgroupRunner(traced.compiled, factoryOf(traced.compiled)(env));
    const shared = memories.filter(({ variable }) => variable.space === 'workgroup');
    const [nx, ny, nz] = workgroups;
    const count = nx * ny * nz;
    const order = new Permutation(count, this.#run.order);
    const cost = this.#workgroupCost(shared);
    for (let k = 0; k < count; k++) {
      const index = order.at(k);
      const wx = index % nx;
      const wy = Math.floor(index / nx) % ny;
      const wz = Math.floor(index / (nx * ny));
      if ((this.#budget[0]! -= cost) < 0) throw new Stop(this.#run.findings.tooLarge(count * this.#invocations, this.#run.steps, compiled.program.entry.span));
      this.#current[0] = wx;
      this.#current[1] = wy;
      this.#current[2] = wz;
      for (const { i } of shared) i.fill(0);
      const runner = tracing && traced.workgroup[0] === wx && traced.workgroup[1] === wy && traced.workgroup[2] === wz ? tracing : plain;
      if (watch) watch.beginWorkgroup(wx, wy, wz);
      runner(wx, wy, wz);
      if (watch) watch.endWorkgroup();
    }
  }

  /** Steps of a workgroup before it executes anything. */
  #workgroupCost(shared: readonly BoundMemory[]): number {
    const { workgroup, invocation, start, wordsCleared } = this.#costs();
    const words = shared.reduce((sum, { i }) => sum + i.length, 0);
    return workgroup + this.#invocations * (this.#run.compiled.suspending ? start : invocation) + Math.floor(words / wordsCleared);
  }

  #costs() {
    return this.#run.watch ? costs.watched : costs.plain;
  }

  #workgroupRunner(compiled: Compiled, made: RunWorkgroup | StartInvocation): RunWorkgroup {
    if (!compiled.suspending) return made as RunWorkgroup;
    const start = made as StartInvocation;
    const { watch, findings, subgroupSize, steps } = this.#run;
    const resume = this.#costs().resume * this.#invocations;
    const charge = (span: Span): void => {
      if ((this.#budget[0]! -= resume) < 0) throw new Stop(findings.endless([{ what: 'barrier', span, rounds: 0 }], steps, 0, this.#workgroup()));
    };
    const [lx, ly, lz] = this.#local as [Int32Array, Int32Array, Int32Array];
    return (wx, wy, wz) => {
      const invocations = Array.from({ length: this.#invocations }, (_, li) => start(li * compiled.frameWords, li, lx[li]!, ly[li]!, lz[li]!, wx, wy, wz));
      const diverged = runWaiting({ compiled, invocations, order: this.#order, watch, subgroupSize, exchange: this.#exchange, rounds: this.#rounds, current: this.#current, charge });
      if (diverged) throw new Stop(findings.divergence(diverged.first, diverged.second, diverged.waiting, this.#invocations, [wx, wy, wz]));
    };
  }

  #workgroup(): Triple {
    return [this.#current[0]!, this.#current[1]!, this.#current[2]!];
  }

  #environment(): object {
    const { compiled, memories, watch, workgroups, findings, steps } = this.#run;
    const current = this.#current;
    const workgroup = () => this.#workgroup();
    const frame = new ArrayBuffer(4 * Math.max(1, compiled.frameWords) * (compiled.suspending ? this.#invocations : 1));
    const constants = new ArrayBuffer(4 * compiled.pool.length);
    const constantFloats = new Float32Array(constants);
    const constantInts = new Int32Array(constants);
    compiled.pool.forEach((value, i) => (compiled.poolFloats[i] ? (constantFloats[i] = Number(value)) : (constantInts[i] = Number(value) | 0)));
    return {
      R: arithmetic,
      W: watch,
      B: this.#budget,
      E: watch?.blockExecutions,
      F: new Float32Array(frame),
      I: new Int32Array(frame),
      CF: constantFloats,
      CI: constantInts,
      RF: new Float64Array(64),
      RI: new Int32Array(64),
      H: halves,
      X: this.#exchange,
      P: this.#rounds,
      M: memories,
      NX: workgroups[0],
      NY: workgroups[1],
      NZ: workgroups[2],
      order: this.#order,
      LX: this.#local[0],
      LY: this.#local[1],
      LZ: this.#local[2],
      cur: current,
      stop(ids: number[], rounds: number[]): never {
        throw new Stop(findings.endless(ids.map((id, i) => ({ ...compiled.stops[id]!, rounds: rounds[i]! })), steps, current[3]!, workgroup()));
      },
      outside(site: number, memory: number, index: number, length: number): number {
        if (watch) watch.outOfBounds(site, memory, index, length);
        else findings.outOfBounds(site, memory < 0 ? null : memories[memory]!.variable.name, index, length, current[3]!, workgroup());
        return 0;
      },
      badDivision(site: number, divisor: number, result: number): number {
        findings.badDivision(site, divisor, current[3]!, workgroup());
        return result;
      },
      converted(site: number, value: number, result: number, unsigned: boolean): number {
        const given = unsigned ? result >>> 0 : result;
        if (Math.trunc(value) !== given) findings.badConversion(site, value, given, current[3]!, workgroup());
        return result;
      },
    };
  }
}
