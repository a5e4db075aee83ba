// Kernels written as generators, run against a Watch: how the watch side is tested without a compiler. A kernel names
// the line of each access; `yield` is a barrier. It runs as the machine does, invocation by invocation up to the next one.

import { localId } from '../../simt/warp';
import type { Memory, Plan, Site, Watch } from '../watch';
import { Watcher, type Watched } from './watcher';

type Triple = [number, number, number];
type Space = Memory['space'];

export interface Setup {
  /** Words of each variable, by name; values where it does not start as zeros. */
  memories: Record<string, { space: Space; words: number; halves?: boolean; values?: readonly number[] }>;
  workgroups: Triple;
  size: Triple;
  warpSize?: number;
  unwritten?: string[];
  traceWorkgroup?: Triple;
  traceEvents?: number;
  followedSteps?: number;
  source?: string;
}

export const WORKGROUP_BARRIER = 1;
export const STORAGE_BARRIER = 2;
type Barrier = [line: number, spaces: number];
export type ScriptedKernel = (k: Lane) => Generator<Barrier, void, void>;

const WIDTH = 100;

/** What the scripts of a run share: sites and blocks are found by a first run that watches nothing. */
class Script {
  readonly sites: Site[] = [];
  readonly plan: Plan;
  readonly contents: Uint32Array[];
  readonly names: string[];
  readonly #siteOf = new Map<string, number>();
  readonly #blockOf = new Map<number, number>();

  constructor(readonly setup: Setup) {
    this.names = Object.keys(setup.memories);
    const memories = this.names.map((name): Memory => {
      const { space, words, halves = false } = setup.memories[name]!;
      return { name, space, words, halves, format: halves ? 'f16' : 'u32', formatOf: () => (halves ? 'f16' : 'u32'), nameOf: (byte) => `${name}[${Math.floor(byte / (halves ? 2 : 4))}]` };
    });
    this.plan = { sites: this.sites, blocks: [], memories };
    this.contents = this.names.map((name) => new Uint32Array(setup.memories[name]!.words));
  }

  fill(): void {
    this.names.forEach((name, i) => this.contents[i]!.fill(0).set(this.setup.memories[name]!.values ?? []));
  }

  site(line: number, kind: Site['kind'], name: string, atomic?: Site['atomic']): number {
    const key = `${line} ${kind} ${name} ${atomic}`;
    const known = this.#siteOf.get(key);
    if (known !== undefined) return known;
    const start = (line - 1) * WIDTH + [...this.#siteOf.keys()].filter((k) => k.startsWith(`${line} `)).length;
    const memory = this.names.indexOf(name);
    this.sites.push({ kind, atomic, span: { start, end: start + 1 }, memory: memory === -1 ? null : memory });
    this.#siteOf.set(key, this.sites.length - 1);
    return this.sites.length - 1;
  }

  block(line: number, flops: number): number {
    const known = this.#blockOf.get(line);
    if (known !== undefined) return known;
    this.plan.blocks.push({ lines: [{ line, flops, integerOps: 0 }], branchTarget: true });
    this.#blockOf.set(line, this.plan.blocks.length - 1);
    return this.plan.blocks.length - 1;
  }
}

export class Lane {
  /** Rounds of the loops around. */
  path = 0;
  readonly local: Triple;
  readonly global: Triple;
  readonly index: number;
  readonly workgroup: Triple;
  readonly #script: Script;
  readonly #watch: Watch;

  constructor(script: Script, watch: Watch, index: number, workgroup: Triple) {
    const { size } = script.setup;
    this.#script = script;
    this.#watch = watch;
    this.index = index;
    this.workgroup = workgroup;
    this.local = localId(index, size);
    this.global = [0, 1, 2].map((d) => workgroup[d]! * size[d]! + this.local[d]!) as Triple;
  }

  load(line: number, name: string, word: number, words = 1): number {
    const memory = this.#script.names.indexOf(name);
    this.#watch.access(this.#script.site(line, 'load', name), this.path, memory, word, words);
    return this.#script.contents[memory]![word]!;
  }

  store(line: number, name: string, word: number, value: number, words = 1): void {
    const memory = this.#script.names.indexOf(name);
    this.#script.contents[memory]!.fill(value, word, word + words);
    this.#watch.access(this.#script.site(line, 'store', name), this.path, memory, word, words);
  }

  storeHalf(line: number, name: string, half: number, value: number): void {
    const memory = this.#script.names.indexOf(name);
    new Uint16Array(this.#script.contents[memory]!.buffer)[half] = value;
    this.#watch.accessHalves(this.#script.site(line, 'store', name), this.path, memory, half, 1);
  }

  loadHalf(line: number, name: string, half: number): number {
    const memory = this.#script.names.indexOf(name);
    this.#watch.accessHalves(this.#script.site(line, 'load', name), this.path, memory, half, 1);
    return new Uint16Array(this.#script.contents[memory]!.buffer)[half]!;
  }

  atomicAdd(line: number, name: string, word: number, value: number): number {
    const memory = this.#script.names.indexOf(name);
    const old = this.#script.contents[memory]![word]!;
    this.#script.contents[memory]![word] = old + value;
    this.#watch.access(this.#script.site(line, 'atomic', name, 'update'), this.path, memory, word, 1);
    return old;
  }

  atomicStore(line: number, name: string, word: number, value: number): void {
    const memory = this.#script.names.indexOf(name);
    this.#script.contents[memory]![word] = value;
    this.#watch.access(this.#script.site(line, 'atomic', name, 'store'), this.path, memory, word, 1);
  }

  outOfBounds(line: number, kind: 'load' | 'store', name: string, index: number): void {
    const memory = this.#script.names.indexOf(name);
    this.#watch.outOfBounds(this.#script.site(line, kind, name), memory, index, this.#script.contents[memory]!.length);
  }

  float(line: number, value: number, finiteInputs = true): void {
    this.#watch.float(this.#script.site(line, 'value', ''), value, finiteInputs);
  }

  /** A block of its own begins on this line, with so many operations. */
  enter(line: number, flops = 0): void {
    const block = this.#script.block(line, flops);
    this.#watch.blockExecutions[block]!++;
    this.#watch.enter(block, this.path);
  }

  line(line: number): void {
    this.#watch.line(line, this.path);
  }
}

class Nobody implements Watch {
  readonly blockExecutions = new Float64Array(1000);
  beginWorkgroup(): void {}
  resume(): void {}
  enter(): void {}
  line(): void {}
  access(): void {}
  accessHalves(): void {}
  float(): void {}
  outOfBounds(): void {}
  barrier(): void {}
  endWorkgroup(): void {}
}

function run(script: Script, watch: Watch, kernel: ScriptedKernel): void {
  const { size, workgroups } = script.setup;
  script.fill();
  for (let w = 0; w < workgroups[0] * workgroups[1] * workgroups[2]; w++) {
    const group = localId(w, workgroups);
    script.plan.memories.forEach((m, i) => m.space === 'workgroup' && script.contents[i]!.fill(0));
    watch.beginWorkgroup(...group);
    const lanes = Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => kernel(new Lane(script, watch, i, group)));
    for (let running = true; running; ) {
      let barrier: Barrier | undefined;
      lanes.forEach((lane, i) => {
        watch.resume(i);
        const step = lane.next();
        if (!step.done) barrier = step.value;
      });
      running = barrier !== undefined;
      if (barrier) watch.barrier(script.site(barrier[0], 'barrier', ''), barrier[1]);
    }
    watch.endWorkgroup();
  }
}

/** Runs it twice: to learn its sites, then watched. */
export function watchScripted(setup: Setup, kernel: ScriptedKernel): { watcher: Watcher; contents: Record<string, Uint32Array> } {
  const script = new Script(setup);
  run(script, new Nobody(), kernel);
  const source = setup.source ?? Array.from({ length: 200 }, () => `${' '.repeat(WIDTH - 1)}\n`).join('');
  const { workgroups, size, warpSize = 32, unwritten, traceWorkgroup, traceEvents, followedSteps } = setup;
  const watched: Watched = { plan: script.plan, source, workgroups, workgroupSize: size, warpSize, contents: script.contents, unwritten, traceWorkgroup, traceEvents, followedSteps };
  const watcher = new Watcher(watched);
  run(script, watcher, kernel);
  return { watcher, contents: Object.fromEntries(script.names.map((name, i) => [name, script.contents[i]!])) };
}
