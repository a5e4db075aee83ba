// The watch side of a run: hears every access, branch and barrier from generated code (watch.ts) and hands it to those
// who count (tally, warps), look for races (shadow) and trace. Its calls are hot: numbers in typed arrays, nothing allocated.
// Not here: running the kernel, or findings that the machine makes itself (endless loops, divergent barriers).

import { KernelError } from '../../kernel';
import type { Counts, Finding, Trace } from '../results';
import type { Plan, Watch } from '../watch';
import { countsOf } from './counts';
import { FindingList } from './finding-list';
import { Names, type Triple } from './names';
import { Races, type Moment } from './races';
import { MAX_PHASE, MAX_SITES, Shadow, whoOf } from './shadow';
import { Tally, unitBytes } from './tally';
import { Text } from './text';
import { Tracer } from './trace';
import { nonFiniteFinding, outOfBoundsFinding, unwrittenFinding } from './value-words';
import { STORAGE, UNIFORM, Warps, WORKGROUP } from './warps';

export interface Watched {
  plan: Plan;
  source: string;
  workgroups: Triple;
  workgroupSize: Triple;
  /** Lanes of a warp. */
  warpSize: number;
  /** By memory of the plan: its words. The same array all run long. */
  contents: Uint32Array[];
  /** Names of buffers whose starting contents nobody wrote. */
  unwritten?: readonly string[];
  traceWorkgroup?: Triple;
  traceEvents?: number;
  /** Default FOLLOWED_STEPS. */
  followedSteps?: number;
}

/** Accesses and branches whose warps are followed exactly; where a run has more, workgroups are sampled for warp-level counts. */
export const FOLLOWED_STEPS = 1 << 24;
const TRACE_EVENTS = 200_000;
/** Beyond this the shadows of writable buffers would not fit a browser's tab. */
const MAX_SHADOW_BYTES = 1 << 29;

// Keys of findings in the list, together with a site or line.
const NOT_FINITE = 0;
const OUT_OF_BOUNDS = 1;

const LOAD = 0;
const STORE = 1;
const ATOMIC_LOAD = 2;
const ATOMIC_STORE = 3;
const ATOMIC_UPDATE = 4;

export class Watcher implements Watch, Moment {
  readonly blockExecutions: Float64Array;
  /** The machine adds what it finds itself. */
  readonly list = new FindingList();
  // Moment: what races.ts may ask.
  workgroup = 0;
  sameBits = false;
  path = 0;

  readonly #watched: Watched;
  readonly #text: Text;
  readonly #names: Names;
  readonly #races: Races;
  readonly #tally: Tally;
  readonly #warps: Warps;
  readonly #memories: number;
  readonly #contents: Uint32Array[];
  readonly #followedSteps: number;
  // By site.
  readonly #kinds: Uint8Array;
  readonly #spaces: Uint8Array;
  readonly #lastRun: Uint32Array;
  readonly #lastPath: Int32Array;
  readonly #barriers: Float64Array;
  // By memory.
  readonly #spaceOf: Uint8Array;
  readonly #halves: Uint8Array;
  readonly #shadows: (Shadow | null)[];
  /** The word as its last write left it, where there is a shadow. */
  readonly #lastBits: (Uint32Array | null)[];
  /** 1 where something wrote the unit, where that is asked. */
  readonly #written: (Uint8Array | null)[];
  readonly #unwrittenReads = new Map<number, { finding: Finding; memory: number }>();

  #invocation = 0;
  #warp = -1;
  /** Counts stretches of one invocation between barriers. */
  #run = 0;
  #epoch = 0;
  /** Barriers passed since storage or workgroup memory was last ordered, by space. */
  readonly #passed: [number[], number[]] = [[], []];
  #following = true;
  #followed = 0;
  #nextFollowed = 0;
  #random = 1;
  #begun = 0;
  #tracer: Tracer | null = null;
  #tracing = false;
  /** A workgroup has begun and not ended: at the end of a run, one that was stopped. */
  #open = false;

  /** Throws KernelError where the kernel or its writable buffers are too large to watch. */
  constructor(watched: Watched) {
    const { plan, source, workgroupSize, workgroups, warpSize, contents } = watched;
    if (plan.sites.length > MAX_SITES) throw new KernelError(`A kernel with more than ${MAX_SITES} accesses cannot be watched.`);
    this.#watched = watched;
    this.#text = new Text(source);
    this.#names = new Names(workgroupSize, workgroups);
    this.#races = new Races(plan, this.#text, this.#names, this);
    this.#tally = new Tally(plan, this.#text);
    this.#memories = plan.memories.length;
    this.#contents = contents;
    this.#followedSteps = watched.followedSteps ?? FOLLOWED_STEPS;
    this.blockExecutions = new Float64Array(plan.blocks.length);
    this.#kinds = Uint8Array.from(plan.sites, kindOf);
    this.#spaceOf = Uint8Array.from(plan.memories, (m) => ({ storage: STORAGE, uniform: UNIFORM, workgroup: WORKGROUP })[m.space]);
    this.#spaces = Uint8Array.from(plan.sites, (s) => (s.memory === null ? STORAGE : this.#spaceOf[s.memory]!));
    this.#lastRun = new Uint32Array(plan.sites.length);
    this.#lastPath = new Int32Array(plan.sites.length);
    this.#barriers = new Float64Array(plan.sites.length);
    this.#halves = Uint8Array.from(plan.memories, (m) => Number(m.halves));
    this.#warps = new Warps(warpSize, this.#spaces, Uint8Array.from(this.#kinds, (k) => Number(k >= ATOMIC_LOAD)), plan.blocks.length);
    this.#shadows = shadowsOf(plan, this.#races);
    this.#lastBits = plan.memories.map((m, i) => (this.#shadows[i] ? new Uint32Array(m.words) : null));
    const asked = new Set(watched.unwritten ?? []);
    this.#written = plan.memories.map((m) => (m.space === 'workgroup' || asked.has(m.name) ? new Uint8Array((4 * m.words) / unitBytes(m.halves)) : null));
  }

  beginWorkgroup(x: number, y: number, z: number): void {
    const { workgroups, plan, traceWorkgroup } = this.#watched;
    this.workgroup = x + workgroups[0] * (y + workgroups[1] * z);
    plan.memories.forEach((m, i) => m.space === 'workgroup' && this.#written[i]!.fill(0));
    this.#order(STORAGE);
    this.#order(WORKGROUP);
    this.#following = this.#begun >= this.#nextFollowed;
    this.#begun++;
    this.#open = true;
    this.#tracing = traceWorkgroup !== undefined && this.#tracer === null && x === traceWorkgroup[0] && y === traceWorkgroup[1] && z === traceWorkgroup[2];
    if (this.#tracing) this.#tracer = this.#newTracer(traceWorkgroup!);
  }

  resume(invocation: number): void {
    this.#invocation = invocation;
    this.#run++;
    if (this.#following) this.#follow(invocation);
    if (this.#tracing) this.#tracer!.resume(invocation);
  }

  enter(block: number, path: number): void {
    if (this.#following) this.#warps.enter(block, path);
  }

  line(line: number, path: number): void {
    if (this.#tracing) this.#tracer!.line(line, path);
  }

  access(site: number, path: number, memory: number, word: number, words: number): void {
    if (this.#halves[memory] === 1) this.#touch(site, path, memory, 2 * word, 2 * words, 4 * words);
    else this.#touch(site, path, memory, word, words, 4 * words);
    if (this.#following && this.#spaceOf[memory] !== UNIFORM) this.#warps.access(site, path, word, words);
    if (this.#tracing) this.#tracer!.access(site, path, memory, 4 * word, 4 * words);
  }

  accessHalves(site: number, path: number, memory: number, half: number, halves: number): void {
    this.#touch(site, path, memory, half, halves, 2 * halves);
    const word = half >>> 1;
    if (this.#following && this.#spaceOf[memory] !== UNIFORM) this.#warps.access(site, path, word, ((half + halves - 1) >>> 1) - word + 1);
    if (this.#tracing) this.#tracer!.access(site, path, memory, 2 * half, 2 * halves);
  }

  float(site: number, value: number, finiteInputs: boolean): void {
    if (value - value === 0 || !finiteInputs) return;
    const { span } = this.#watched.plan.sites[site]!;
    const key = NOT_FINITE * MAX_SITES + this.#text.lineOf(span.start);
    if (!this.list.repeat(key)) this.list.addAs(key, nonFiniteFinding(this.#text, span, value, this.#names, this.#invocation, this.workgroup));
  }

  outOfBounds(site: number, memory: number, index: number, length: number): void {
    const key = OUT_OF_BOUNDS * MAX_SITES + site;
    if (this.list.repeat(key)) return;
    const { plan } = this.#watched;
    const name = memory < 0 ? null : plan.memories[memory]!.name;
    this.list.addAs(key, outOfBoundsFinding(this.#text, plan.sites[site]!, name, index, length, this.#names, this.#invocation, this.workgroup));
  }

  barrier(site: number, spaces: number): void {
    this.#barriers[site]!++;
    this.#endWarp();
    for (const [bit, space] of [[1, WORKGROUP], [2, STORAGE]] as const) {
      if (spaces & bit) this.#order(space);
      else this.#pass(space, site);
    }
    if (this.#tracing) this.#tracer!.barrier(site);
  }

  endWorkgroup(): void {
    this.#endWarp();
    this.#tally.endWorkgroup();
    if (this.#following) this.#planSample();
    if (this.#tracing) this.#tracer!.end();
    this.#tracing = false;
    this.#open = false;
  }

  executed(site: number): boolean {
    return this.#lastRun[site] === this.#run;
  }

  executedInRound(site: number): boolean {
    return this.executed(site) && this.#lastPath[site] === this.path;
  }

  passedBarrier(shadow: Shadow, n: number): number | undefined {
    return this.#passedIn(this.#spaceOf[shadow.memory]!)[n];
  }

  findings(): Finding[] {
    const all = new FindingList();
    for (const finding of this.#races.findings()) all.add(finding);
    for (const finding of this.list.list()) all.add(finding);
    // A race may have let a read come before its write: then the race is what there is to mend.
    for (const { finding, memory } of this.#unwrittenReads.values()) if (!this.#races.concerns(memory, finding.places[0]!.place.line)) all.add(finding);
    return all.list();
  }

  counts(): Counts {
    if (this.#open) this.endWorkgroup();
    const { plan, workgroupSize, warpSize } = this.#watched;
    const total = (array: Float64Array) => array.reduce((a, b) => a + b, 0);
    const accesses = this.#tally.accesses.reduce((n, made, key) => n + (this.#spaceOf[key % this.#memories] === UNIFORM ? 0 : made), 0);
    const exact = this.#followed === this.#begun && Math.round(total(this.#warps.counted)) === accesses;
    return countsOf({
      plan,
      text: this.#text,
      tally: this.#tally,
      warps: this.#warps,
      spaces: this.#spaces,
      blockExecutions: this.blockExecutions,
      barriers: this.#barriers,
      workgroups: this.#begun,
      workgroupSize: workgroupSize[0] * workgroupSize[1] * workgroupSize[2],
      warpSize,
      sampledWorkgroups: exact ? null : this.#followed,
    });
  }

  trace(): Trace | null {
    if (this.#open) this.endWorkgroup();
    return this.#tracer?.trace() ?? null;
  }

  #touch(site: number, path: number, memory: number, unit: number, units: number, bytes: number): void {
    this.#tally.add(site * this.#memories + memory, unit, units, bytes);
    this.#spaces[site] = this.#spaceOf[memory]!;
    const kind = this.#kinds[site]!;
    const written = this.#written[memory];
    if (written) this.#checkWritten(written, kind, site, memory, unit, units);
    const shadow = this.#shadows[memory];
    if (!shadow || kind > STORE) return;
    this.#lastRun[site] = this.#run;
    this.#lastPath[site] = path;
    this.path = path;
    const who = whoOf(this.#invocation, site, shadow.phase);
    if (kind === LOAD) for (let u = unit; u < unit + units; u++) shadow.read(u, who, path);
    else for (let u = unit; u < unit + units; u++) this.#write(shadow, memory, u, who, path);
  }

  #write(shadow: Shadow, memory: number, unit: number, who: number, path: number): void {
    const word = this.#halves[memory] === 1 ? unit >>> 1 : unit;
    const last = this.#lastBits[memory]!;
    const bits = this.#contents[memory]![word]!;
    this.sameBits = last[word] === bits;
    last[word] = bits;
    shadow.write(unit, who, path);
  }

  #checkWritten(written: Uint8Array, kind: number, site: number, memory: number, unit: number, units: number): void {
    const reads = kind !== STORE && kind !== ATOMIC_STORE;
    const writes = kind !== LOAD && kind !== ATOMIC_LOAD;
    for (let u = unit; u < unit + units; u++) {
      if (written[u] === 1) continue;
      if (reads) this.#unwrittenRead(site, memory, u);
      if (writes) written[u] = 1;
    }
  }

  #unwrittenRead(site: number, memory: number, unit: number): void {
    const key = site * this.#memories + memory;
    const known = this.#unwrittenReads.get(key);
    if (known) {
      known.finding.occurrences++;
      return;
    }
    const { plan } = this.#watched;
    const finding = unwrittenFinding(this.#text, plan.sites[site]!.span, plan.memories[memory]!, unit, this.#names, this.#invocation, this.workgroup);
    this.#unwrittenReads.set(key, { finding, memory });
  }

  #follow(invocation: number): void {
    const { warpSize } = this.#watched;
    if (this.#warps.steps > this.#followedSteps) {
      this.#endWarp();
      this.#planSample();
      this.#following = false;
      return;
    }
    const warp = Math.floor(invocation / warpSize);
    if (warp !== this.#warp) this.#endWarp();
    this.#warp = warp;
    this.#warps.beginLane(invocation - warp * warpSize);
  }

  #endWarp(): void {
    if (this.#warp !== -1) this.#warps.flush();
    this.#warp = -1;
  }

  /** Follows as many more workgroups as the steps left allow, at uneven distances so that no regular pattern is missed. */
  #planSample(): void {
    this.#followed++;
    const [x, y, z] = this.#watched.workgroups;
    const left = x * y * z - this.#begun;
    const affordable = (this.#followedSteps - this.#warps.steps) / (this.#warps.steps / this.#followed);
    const distance = Math.max(1, Math.ceil(left / affordable));
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    this.#nextFollowed = affordable <= 0 ? Infinity : this.#begun + Math.floor((this.#random / 2 ** 32) * (2 * distance - 1));
  }

  /** What came before is now ordered before what comes: for the memories of this space. */
  #order(space: number): void {
    this.#passedIn(space).length = 0;
    const epoch = ++this.#epoch;
    for (const shadow of this.#shadows) {
      if (!shadow || this.#spaceOf[shadow.memory] !== space) continue;
      shadow.epoch = epoch;
      shadow.phase = 0;
      shadow.workgroup = this.workgroup;
    }
  }

  /** All have waited for each other, but memory of this space is not ordered by it. */
  #pass(space: number, site: number): void {
    const passed = this.#passedIn(space);
    if (passed.length < MAX_PHASE) passed.push(site);
    for (const shadow of this.#shadows) if (shadow && this.#spaceOf[shadow.memory] === space) shadow.phase = passed.length;
  }

  #passedIn(space: number): number[] {
    return this.#passed[space === WORKGROUP ? 0 : 1];
  }

  #newTracer(workgroup: Triple): Tracer {
    const { plan, contents, workgroupSize, warpSize, traceEvents } = this.#watched;
    return new Tracer(plan, this.#text, contents, workgroup, workgroupSize, warpSize, traceEvents ?? TRACE_EVENTS);
  }
}

const kindOf = ({ kind, atomic }: Plan['sites'][number]) =>
  kind !== 'atomic' ? (kind === 'store' ? STORE : LOAD) : atomic === 'load' ? ATOMIC_LOAD : atomic === 'store' ? ATOMIC_STORE : ATOMIC_UPDATE;

/** Of the memories that some site may write plainly and others read or write as well. */
function shadowsOf(plan: Plan, races: Races): (Shadow | null)[] {
  const stores = plan.sites.filter((s) => s.kind === 'store');
  let bytes = 0;
  return plan.memories.map((m, i) => {
    if (m.space === 'uniform' || !stores.some((s) => s.memory === null || s.memory === i)) return null;
    const units = (4 * m.words) / unitBytes(m.halves);
    const shared = m.space === 'storage';
    bytes += units * Shadow.bytesPerUnit(shared);
    if (bytes > MAX_SHADOW_BYTES) throw new KernelError(`${m.name} is too large to look for races in (${m.words} words): run a smaller instance of the kernel.`);
    return new Shadow(i, units, shared, races);
  });
}
