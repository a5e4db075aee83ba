// What the parts of the compiler share: the module being written (sites, blocks, memories, constants) and the function
// being written (its code, the names of its values, where it is in loops and blocks).

import type { Expr, Func, Program, Span, Value, Variable } from '../../wgsl/typed';
import type { Scalar, Type } from '../../wgsl/types';
import type { BasicBlock, Site } from '../watch';
import type { Analysis } from './analysis';
import { Code } from './code';
import { leafCount, type Mem } from './shape';
import type { Uniform } from './uniform';

/** `plain` tells nobody anything; `watched` tells a Watch; `traced` also says each line. */
export type Kind = 'plain' | 'watched' | 'traced';

export interface Check {
  /** Names or constants. In bounds: (index >>> 0) < length. */
  index: string;
  length: string;
  /** The index is a u32. */
  unsigned: boolean;
}

export interface MemoryPlace {
  kind: 'memory';
  mem: Mem;
  /** int32 expressions that add up, with `offset`, to the place: in units of `mem`. All are names. */
  terms: string[];
  /** How many of the terms come before any index. */
  root: number;
  offset: number;
  type: Type;
  /** Indices that must hold before it may be touched. */
  checks: Check[];
}

/** A variable held in JavaScript locals, or part of one. */
export interface RegisterPlace {
  kind: 'register';
  names: string[];
  type: Type;
}

export type Place = MemoryPlace | RegisterPlace;

/** A value: leaves where it is small, else a place that holds it. */
export type Bound = { kind: 'leaves'; leaves: string[] } | { kind: 'stored'; place: MemoryPlace } | { kind: 'pointer'; place: Place };

/** Why generated code may give control back, by number. A barrier's `rounds`: how many loop counters are in `P` where it yields this number alone. */
export type Suspension = { kind: 'barrier'; site: number; span: Span; spaces: number; rounds: number } | { kind: 'subgroup'; span: Span; operation: string; types: Scalar[] } | { kind: 'step' };

export interface Instance {
  name: string;
  func: Func;
  suspends: boolean;
  /** Where large parameters are passed, by index. */
  slots: (MemoryPlace | null)[];
  /** Where a large result is left. */
  result: MemoryPlace | null;
}

export interface Module {
  readonly program: Program;
  readonly kind: Kind;
  readonly analysis: Analysis;
  readonly watched: boolean;
  /** Some function waits: invocations are generators, each with a frame of its own. */
  readonly suspending: boolean;
  readonly subgroupSize: number;
  readonly sites: Site[];
  readonly blocks: BasicBlock[];
  /** By the number of the position that generated code gives. */
  readonly suspensions: Suspension[];
  /** Spans of loops and functions, for `stop`. */
  readonly stops: { what: 'loop' | 'call'; span: Span }[];
  readonly frame: Mem;
  readonly constants: Mem;
  /** Leaves of large constants. */
  readonly pool: (number | boolean)[];
  /** By leaf: held as a float. */
  readonly poolFloats: boolean[];
  frameWords: number;
  /** Module-scope variables. */
  readonly globals: Map<Variable, MemoryPlace>;
  next(): number;
  lineOf(offset: number): number;
  /** The function for these arguments: pointers are told apart by the memory that they point to. */
  instance(func: Func, pointers: (Mem | null)[], span: Span): Instance;
}

export interface LoopState {
  /** Leaves the loop. */
  exit: string;
  /** Skips to the continuing part. */
  next: string;
  counter: string;
  stop: number;
  weight: number;
}

/** One function being written. */
export class Context {
  readonly code: Code;
  readonly bound = new Map<Value, Bound>();
  readonly places = new Map<Variable, Place>();
  readonly loops: LoopState[] = [];
  /** Labels that `break` leaves: loops and switches, innermost last. */
  readonly exits: string[] = [];
  /** Name of the current path, or null where nobody asks. */
  path = 'p';
  /** In a function that waits, the loops around: a number for each (see `position` in collective.ts) and its counter, outermost first. */
  position: string[] = [];
  block: BasicBlock = { lines: [], branchTarget: false };
  /** Whole warps are here: no branch that lanes may take differently lies behind. */
  whole: boolean;
  /** Some lanes left the enclosing block early while others went on. */
  lost = false;
  readonly uniform: Uniform = new Set();
  /** Where a large result is left. */
  result: MemoryPlace | null = null;
  /** Names of floats that the expression being written uses: for the first NaN. Null where nobody asks. */
  inputs: string[] | null = null;

  constructor(
    readonly module: Module,
    readonly func: Func,
    readonly suspends: boolean,
  ) {
    this.code = new Code(() => module.next());
    this.whole = func === module.program.entry;
  }

  /** Writes what lanes reach by a branch: all of them if `uniform`. */
  branch(uniform: boolean, write: () => void): void {
    const { whole, block } = this;
    this.whole = whole && uniform;
    write();
    this.whole = whole;
    this.block = block;
  }

  /** Adds to what one execution of the current block does. */
  cost(span: Span, flops: number, integerOps: number): void {
    if (!this.module.watched) return;
    const line = this.module.lineOf(span.start);
    let entry = this.block.lines.find((each) => each.line === line);
    if (!entry) this.block.lines.push((entry = { line, flops: 0, integerOps: 0 }));
    entry.flops += flops;
    entry.integerOps += integerOps;
  }

  /** Begins a basic block here; where not whole warps come, each that does is told. */
  startBlock(): void {
    if (!this.module.watched) return;
    const branchTarget = !this.whole;
    this.block = { lines: [], branchTarget };
    const index = this.module.blocks.push(this.block) - 1;
    this.code.line(`E[${index}]+=1;`);
    if (branchTarget) this.code.line(`W.enter(${index},${this.path});`);
  }

  site(kind: Site['kind'], span: Span, memory: number | null, atomic?: Site['atomic']): number {
    return this.module.sites.push({ kind, span, memory, ...(atomic ? { atomic } : {}) }) - 1;
  }

  /** Notes floats that the expression being written reads. */
  input(leaves: readonly string[]): void {
    if (this.inputs && this.inputs.length < 8) this.inputs.push(...leaves);
  }

  /** Room in the invocation's frame, at the same place for every execution: no function calls itself. */
  frame(type: Type): MemoryPlace {
    const { module } = this;
    const offset = module.frameWords;
    module.frameWords += leafCount(type);
    return { kind: 'memory', mem: module.frame, terms: module.suspending ? ['fb'] : [], root: module.suspending ? 1 : 0, offset, type, checks: [] };
  }
}

/** Refused at run: not wrong WGSL, but more than this machine has room for. */
export class CompileError extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

export const isPointer = (e: Expr): boolean => e.type.kind === 'ptr';
