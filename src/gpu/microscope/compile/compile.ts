// Compiles a typed program to JavaScript. The text of the result is made of this compiler's own words, numbered names and
// parsed numbers: nothing that the reader wrote is copied into it.

import type { ComputeBuiltin, Func, Program, Span, Variable } from '../../wgsl/typed';
import type { Type } from '../../wgsl/types';
import type { BasicBlock, Site } from '../watch';
import { clear, store } from './access';
import { analyse, type Analysis } from './analysis';
import { CompileError, Context, type Bound, type Instance, type Kind, type MemoryPlace, type Module, type Suspension } from './context';
import { evaluateInto, leavesOf } from './expressions';
import { hasHalf, isLarge, leafCount, leafTypes, type Mem } from './shape';
import { writeBlock } from './statements';
import { isUniformInput } from './uniform';

/** A storage, uniform or workgroup variable; its index is the number in its views' names and in Plan.memories. */
export interface CompiledMemory {
  variable: Variable;
  mem: Mem;
}

export interface Compiled {
  program: Program;
  kind: Kind;
  /** Body of a function of `env` that gives the entry point: see machine/run.ts. */
  code: string;
  suspending: boolean;
  suspensions: Suspension[];
  sites: Site[];
  blocks: BasicBlock[];
  stops: Module['stops'];
  memories: CompiledMemory[];
  /** Contents of the memory of constants. */
  pool: (number | boolean)[];
  poolFloats: boolean[];
  /** 32-bit words of private and function memory of one invocation. */
  frameWords: number;
}

/** WGSL's line breaks. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** Functions written for one program, each pointer's memory apart: more is refused. */
const mostInstances = 1000;
/** Words of private and function memory of one invocation. */
const mostFrameWords = 1 << 18;

export function compile(program: Program, kind: Kind, subgroupSize: number): Compiled {
  return new Compiler(program, kind, subgroupSize).compile();
}

class Compiler implements Module {
  readonly analysis: Analysis;
  readonly watched: boolean;
  readonly suspending: boolean;
  readonly sites: Site[] = [];
  readonly blocks: BasicBlock[] = [];
  readonly suspensions: Suspension[] = [];
  readonly stops: Module['stops'] = [];
  readonly frame: Mem = { kind: 'frame', id: 0, unit: 4, packed: true, plan: -1 };
  readonly constants: Mem = { kind: 'constants', id: 0, unit: 4, packed: true, plan: -1 };
  readonly pool: (number | boolean)[] = [];
  readonly poolFloats: boolean[] = [];
  readonly globals = new Map<Variable, MemoryPlace>();
  frameWords = 0;
  readonly #memories: CompiledMemory[] = [];
  readonly #privates: { variable: Variable; place: MemoryPlace }[] = [];
  readonly #instances = new Map<Func, Map<string, Instance>>();
  readonly #functions: string[] = [];
  readonly #lineStarts: number[];
  #instanceCount = 0;
  #names = 0;

  constructor(
    readonly program: Program,
    readonly kind: Kind,
    readonly subgroupSize: number,
  ) {
    this.analysis = analyse(program);
    this.watched = kind !== 'plain';
    this.suspending = this.analysis.waiting.size > 0;
    this.#lineStarts = [0, ...Array.from(program.source.matchAll(lineBreak), (match) => match.index + match[0].length)];
    for (const variable of program.variables) this.#place(variable);
  }

  compile(): Compiled {
    const { program } = this;
    const entry = this.#entry();
    if (this.frameWords > mostFrameWords) throw new CompileError(`This entry point needs ${4 * this.frameWords} bytes of private and function memory for one invocation; the most here is ${4 * mostFrameWords}. Make its arrays smaller.`, program.entry.span);
    const views = this.#memories.map((_, id) => `const f${id}=M[${id}].f,i${id}=M[${id}].i,h${id}=M[${id}].h,n${id}=M[${id}].n;`);
    const code = ['"use strict";', `const {${environmentNames.join(',')}}=env;`, ...views, ...this.#functions, entry].join('\n');
    return { program, kind: this.kind, code, suspending: this.suspending, suspensions: this.suspensions, sites: this.sites, blocks: this.blocks, stops: this.stops, memories: this.#memories, pool: this.pool, poolFloats: this.poolFloats, frameWords: this.frameWords };
  }

  next(): number {
    return this.#names++;
  }

  /** 1-based. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Gives a module-scope variable its memory. */
  #place(variable: Variable): void {
    const { type, space } = variable;
    if (space === 'private') {
      const place: MemoryPlace = { kind: 'memory', mem: this.frame, terms: this.suspending ? ['fb'] : [], root: this.suspending ? 1 : 0, offset: this.frameWords, type, checks: [] };
      this.frameWords += leafCount(type);
      this.#privates.push({ variable, place });
      this.globals.set(variable, place);
      return;
    }
    const id = this.#memories.length;
    const mem: Mem = { kind: space === 'workgroup' ? 'workgroup' : 'buffer', id, unit: hasHalf(type) ? 2 : 4, packed: false, plan: id };
    this.#memories.push({ variable, mem });
    this.globals.set(variable, { kind: 'memory', mem, terms: [], root: 0, offset: 0, type, checks: [] });
  }

  instance(func: Func, pointers: (Mem | null)[], span: Span): Instance {
    const key = pointers.map((mem) => (mem ? `${mem.kind}${mem.id}` : '')).join(',');
    const known = this.#instances.get(func) ?? new Map<string, Instance>();
    this.#instances.set(func, known);
    const found = known.get(key);
    if (found) return found;
    if (++this.#instanceCount > mostInstances) throw new CompileError('This program passes pointers to too many different variables through its functions.', span);
    const context = new Context(this, func, this.analysis.waiting.has(func));
    if (this.suspending) context.code.typed('fb', 'i32');
    const instance: Instance = { name: `g${this.next()}`, func, suspends: context.suspends, slots: [], result: isLarge(func.returns) ? context.frame(func.returns) : null };
    context.result = instance.result;
    const params = func.params.flatMap((param, i) => {
      const { bound, names } = this.#parameter(context, param.type, pointers[i] ?? null);
      instance.slots.push(bound.kind === 'stored' ? bound.place : null);
      context.bound.set(param, bound);
      return names;
    });
    known.set(key, instance);
    context.startBlock();
    writeBlock(context, func.body);
    const fixed = [...(this.suspending ? ['fb'] : []), ...(instance.suspends ? ['li', 'key'] : []), ...(this.watched ? ['p'] : [])];
    this.#functions.push(this.#text(context, instance.name, [...fixed, ...params], []));
    return instance;
  }

  #parameter(context: Context, type: Type, mem: Mem | null): { bound: Bound; names: string[] } {
    if (type.kind === 'ptr') {
      const name = `a${this.next()}`;
      return { bound: { kind: 'pointer', place: { kind: 'memory', mem: mem!, terms: [name], root: 1, offset: 0, type: type.of, checks: [] } }, names: [name] };
    }
    if (isLarge(type)) return { bound: { kind: 'stored', place: context.frame(type) }, names: [] };
    const names = leafTypes(type).map((of) => context.code.typed(`a${this.next()}`, of));
    return { bound: { kind: 'leaves', leaves: names }, names };
  }

  /** A whole function, charging the budget for a call that may cost more than its caller can know. */
  #text(context: Context, name: string, params: string[], first: string[]): string {
    const { code, func, suspends } = context;
    const stop = this.stops.push({ what: 'call', span: func.span }) - 1;
    const counted = this.analysis.simple.has(func) || func === this.program.entry ? [] : [`if((B[0]-=1)<0)return stop([${stop}],[0]);`];
    const hoisted = code.hoisted.length > 0 ? [`let ${code.hoisted.map((each) => `${each}=0`).join(',')};`] : [];
    return [`function${suspends ? '*' : ''} ${name}(${params.join(',')}){`, ...hoisted, ...counted, ...first, ...code.lines, '}'].join('\n');
  }

  /** The entry point, and for a program in which nobody waits the loop over a workgroup's invocations. */
  #entry(): string {
    const { entry } = this.program;
    const context = new Context(this, entry, this.analysis.waiting.has(entry));
    const { code } = context;
    for (const name of ['fb', 'li', 'lx', 'ly', 'lz', 'wx', 'wy', 'wz']) code.typed(name, 'i32');
    context.startBlock();
    for (const { variable, place } of this.#privates) {
      if (!variable.initializer) clear(context, place);
      else if (isLarge(variable.type)) evaluateInto(context, place, variable.initializer);
      else store(context, place, leavesOf(context, variable.initializer), variable.span);
    }
    entry.params.forEach((param, i) => {
      const input = entry.inputs[i]!;
      if (isUniformInput(input)) context.uniform.add(param);
      context.bound.set(param, { kind: 'leaves', leaves: (typeof input === 'string' ? [input] : input).flatMap((each) => this.#input(each)).map((leaf) => code.frozen(leaf, 'i32')) });
    });
    writeBlock(context, entry.body);
    const params = ['li', 'lx', 'ly', 'lz', 'wx', 'wy', 'wz'];
    const fixed = this.suspending ? ['fb'] : [];
    const text = this.#text(context, 'main', [...fixed, ...params], this.watched ? ['const p=0;'] : []);
    if (this.suspending) return `${text}\nreturn main;`;
    const resume = this.watched ? 'W.resume(li);' : '';
    return `${text}
return function(wx,wy,wz){
for(let k=0;k<order.length;k++){const li=order[k];cur[3]=li;${resume}main(li,LX[li],LY[li],LZ[li],wx,wy,wz);}
};`;
  }

  #input(builtin: ComputeBuiltin): string[] {
    const [x, y, z] = this.program.entry.workgroupSize;
    const size = x * y * z;
    const name: string = builtin;
    switch (name) {
      case 'local_invocation_id':
        return ['lx', 'ly', 'lz'];
      case 'local_invocation_index':
        return ['li'];
      case 'workgroup_id':
        return ['wx', 'wy', 'wz'];
      case 'global_invocation_id':
        return [`(Math.imul(wx,${x})+lx|0)`, `(Math.imul(wy,${y})+ly|0)`, `(Math.imul(wz,${z})+lz|0)`];
      case 'num_workgroups':
        return ['NX', 'NY', 'NZ'];
      case 'subgroup_size':
        return [String(this.subgroupSize)];
      case 'subgroup_invocation_id':
        return [`(li%${this.subgroupSize})`];
      case 'subgroup_id':
        return [`(li/${this.subgroupSize}|0)`];
      case 'num_subgroups':
        return [String(Math.ceil(size / this.subgroupSize))];
      case 'workgroup_index':
        return ['(wx+Math.imul(NX,wy+Math.imul(NY,wz)|0)|0)'];
      case 'global_invocation_index': {
        const [gx, gy, gz] = this.#input('global_invocation_id');
        return [`(${gx}+Math.imul(NX*${x}|0,${gy}+Math.imul(NY*${y}|0,${gz})|0)|0)`];
      }
      default:
        throw new Error(`no builtin input ${name}`);
    }
  }
}

/** What generated code finds in its environment. */
export const environmentNames = ['R', 'W', 'B', 'E', 'F', 'I', 'CF', 'CI', 'RF', 'RI', 'H', 'X', 'P', 'M', 'NX', 'NY', 'NZ', 'stop', 'outside', 'badDivision', 'converted', 'order', 'LX', 'LY', 'LZ', 'cur'] as const;
