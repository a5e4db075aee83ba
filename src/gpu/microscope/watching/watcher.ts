// The watch side of a run: hears every access, branch and barrier from generated code (watch.ts) and hands it to those
// who count (tally, warps), look for races (race-watch), for unwritten memory, and trace. Its calls are hot: numbers in typed
// arrays, nothing allocated. Not here: running the kernel, or findings that the machine makes itself (endless loops, …).

import type { Counts, Finding, Trace } from '../results';
import type { Plan, Watch } from '../watch';
import { countsOf } from './counts';
import { FindingList } from './finding-list';
import { ATOMIC_LOAD, kindOf, spaceOf } from './kinds';
import { Names, type Triple } from './names';
import { RaceWatch } from './race-watch';
import { FOLLOWED_STEPS, Sampling } from './sampling';
import { Tally } from './tally';
import { Target } from './target';
import { Text } from './text';
import { Tracer } from './trace';
import { Unwritten } from './unwritten';
import { nonFiniteFinding, outOfBoundsFinding } from './value-words';
import { Warps } from './warps';

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
  /** Accesses and branches whose warps are followed exactly; where a run has more, workgroups are sampled for warp-level counts. */
  followedSteps?: number;
}

const TRACE_EVENTS = 200_000;
const volume = ([x, y, z]: Triple) => x * y * z;

export class Watcher implements Watch {
  readonly blockExecutions: Float64Array;
  /** The machine adds what it finds itself. */
  readonly list = new FindingList();

  readonly #watched: Watched;
  readonly #text: Text;
  readonly #names: Names;
  readonly #races: RaceWatch;
  readonly #unwritten: Unwritten;
  readonly #tally: Tally;
  readonly #warps: Warps;
  readonly #sampling: Sampling;
  readonly #memories: number;
  // By site; its space once it was executed.
  readonly #kinds: Uint8Array;
  readonly #spaces: Uint8Array;
  readonly #barriers: Float64Array;
  /** By site · memories + memory. */
  readonly #targets: (Target | null)[];

  #workgroup = 0;
  #invocation = 0;
  #warp = -1;
  #following = true;
  #begun = 0;
  #tracer: Tracer | null = null;
  #tracing = false;
  /** A workgroup has begun and not ended: at the end of a run, one that was stopped. */
  #open = false;

  /** Throws KernelError where the kernel or its writable buffers are too large to watch. */
  constructor(watched: Watched) {
    const { plan, source, workgroupSize, workgroups, warpSize, contents } = watched;
    this.#watched = watched;
    this.#text = new Text(source);
    this.#names = new Names(workgroupSize, workgroups);
    this.#races = new RaceWatch(plan, this.#text, this.#names, contents);
    this.#unwritten = new Unwritten(plan, this.#text, this.#names, watched.unwritten ?? []);
    this.#tally = new Tally(plan, this.#text);
    this.#memories = plan.memories.length;
    this.blockExecutions = new Float64Array(plan.blocks.length);
    this.#kinds = Uint8Array.from(plan.sites, kindOf);
    this.#spaces = new Uint8Array(plan.sites.length);
    this.#targets = new Array<Target | null>(plan.sites.length * plan.memories.length).fill(null);
    this.#barriers = new Float64Array(plan.sites.length);
    this.#warps = new Warps(warpSize, this.#spaces, Uint8Array.from(this.#kinds, (k) => Number(k >= ATOMIC_LOAD)), plan.blocks.length);
    this.#sampling = new Sampling(watched.followedSteps ?? FOLLOWED_STEPS, volume(workgroups));
  }

  beginWorkgroup(x: number, y: number, z: number): void {
    const { workgroups, traceWorkgroup } = this.#watched;
    this.#workgroup = x + workgroups[0] * (y + workgroups[1] * z);
    this.#races.beginWorkgroup(this.#workgroup);
    this.#unwritten.beginWorkgroup();
    this.#following = this.#sampling.follows(this.#begun);
    this.#begun++;
    this.#open = true;
    this.#tracing = traceWorkgroup !== undefined && this.#tracer === null && x === traceWorkgroup[0] && y === traceWorkgroup[1] && z === traceWorkgroup[2];
    if (this.#tracing) this.#tracer = this.#newTracer(traceWorkgroup!);
  }

  resume(invocation: number): void {
    this.#invocation = invocation;
    this.#races.resume(invocation);
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
    const target = this.#targets[site * this.#memories + memory] ?? this.#newTarget(site, memory, 4 * words);
    if (target.halves) this.#touch(target, path, 2 * word, 2 * words);
    else this.#touch(target, path, word, words);
    if (this.#following && target.followed) this.#warps.access(site, path, word, words);
    if (this.#tracing) this.#tracer!.access(site, path, memory, 4 * word, 4 * words);
  }

  accessHalves(site: number, path: number, memory: number, half: number, halves: number): void {
    const target = this.#targets[site * this.#memories + memory] ?? this.#newTarget(site, memory, 2 * halves);
    this.#touch(target, path, half, halves);
    const word = half >>> 1;
    if (this.#following && target.followed) this.#warps.access(site, path, word, ((half + halves - 1) >>> 1) - word + 1);
    if (this.#tracing) this.#tracer!.access(site, path, memory, 2 * half, 2 * halves);
  }

  float(site: number, value: number, finiteInputs: boolean): void {
    if (value - value === 0 || !finiteInputs) return;
    const { span } = this.#watched.plan.sites[site]!;
    const key = `not finite ${this.#text.lineOf(span.start)}`;
    if (!this.list.repeat(key)) this.list.addAs(key, nonFiniteFinding(this.#text, span, value, this.#names, this.#invocation, this.#workgroup));
  }

  outOfBounds(site: number, memory: number, index: number, length: number): void {
    const key = `out of bounds ${site}`;
    if (this.list.repeat(key)) return;
    const { plan } = this.#watched;
    const name = memory < 0 ? null : plan.memories[memory]!.name;
    this.list.addAs(key, outOfBoundsFinding(this.#text, plan.sites[site]!, name, index, length, this.#names, this.#invocation, this.#workgroup));
  }

  barrier(site: number, spaces: number): void {
    this.#barriers[site]!++;
    this.#endWarp();
    this.#races.barrier(site, spaces);
    if (this.#tracing) this.#tracer!.barrier(site);
  }

  endWorkgroup(): void {
    this.#endWarp();
    this.#tally.endWorkgroup();
    if (this.#following) this.#sampling.ended(this.#warps.steps, this.#begun);
    if (this.#tracing) this.#tracer!.end();
    this.#tracing = false;
    this.#open = false;
  }

  findings(): Finding[] {
    const all = new FindingList();
    const { races } = this.#races;
    for (const finding of races.findings()) all.add(finding);
    for (const finding of this.list.list()) all.add(finding);
    // A race may have let a read come before its write: then the race is what there is to mend.
    for (const { finding, memory } of this.#unwritten.found()) if (!races.concerns(memory, finding.places[0]!.place.line)) all.add(finding);
    return all.list();
  }

  counts(): Counts {
    if (this.#open) this.endWorkgroup();
    const { plan, workgroupSize, warpSize } = this.#watched;
    const followed = this.#warps.counted.reduce((a, b) => a + b, 0);
    const made = this.#tally.accesses.reduce((n, { count, memory }) => n + (plan.memories[memory]!.space === 'uniform' ? 0 : count), 0);
    const exact = this.#sampling.followed === this.#begun && Math.round(followed) === made;
    return countsOf({
      plan,
      text: this.#text,
      tally: this.#tally,
      warps: this.#warps,
      spaces: this.#spaces,
      blockExecutions: this.blockExecutions,
      barriers: this.#barriers,
      workgroups: this.#begun,
      workgroupSize: volume(workgroupSize),
      warpSize,
      sampledWorkgroups: exact ? null : this.#sampling.followed,
    });
  }

  trace(): Trace | null {
    if (this.#open) this.endWorkgroup();
    return this.#tracer?.trace() ?? null;
  }

  #touch(target: Target, path: number, unit: number, units: number): void {
    const { bits, written, shadow } = target;
    target.count++;
    let unwritten = false;
    for (let u = unit; u < unit + units; u++) {
      bits[u >>> 5]! |= 1 << (u & 31);
      if (written !== null && written[u] === 0) unwritten = true;
    }
    if (unwritten) this.#unwritten.access(this.#kinds[target.site]!, target.site, target.memory, unit, units, this.#invocation, this.#workgroup);
    if (shadow !== null) this.#races.access(shadow, target.site, path, unit, units);
  }

  /** The first access of a site to a memory. */
  #newTarget(site: number, memory: number, bytesEach: number): Target {
    const { halves, space } = this.#watched.plan.memories[memory]!;
    this.#spaces[site] = spaceOf({ space });
    const target = new Target(site, memory, bytesEach, this.#tally.bitsFor(site, memory), halves, space !== 'uniform', this.#unwritten.writtenOf(memory), this.#races.shadowFor(site, memory));
    this.#tally.accesses.push(target);
    this.#targets[site * this.#memories + memory] = target;
    return target;
  }

  #follow(invocation: number): void {
    const { warpSize } = this.#watched;
    if (this.#sampling.isSpent(this.#warps.steps)) return this.#stopFollowing();
    const warp = Math.floor(invocation / warpSize);
    if (warp !== this.#warp) this.#endWarp();
    this.#warp = warp;
    this.#warps.beginLane(invocation - warp * warpSize);
  }

  #stopFollowing(): void {
    this.#endWarp();
    this.#sampling.ended(this.#warps.steps, this.#begun);
    this.#following = false;
  }

  #endWarp(): void {
    if (this.#warp !== -1) this.#warps.flush();
    this.#warp = -1;
  }

  #newTracer(workgroup: Triple): Tracer {
    const { plan, contents, workgroupSize, warpSize, traceEvents } = this.#watched;
    return new Tracer(plan, this.#text, contents, workgroup, workgroupSize, warpSize, traceEvents ?? TRACE_EVENTS);
  }
}
