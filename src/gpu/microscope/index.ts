// The kernel microscope: WGSL on a simulated GPU. Compiles a text to JavaScript and runs it invocation by invocation with WGSL's
// semantics; watched, it finds races and other faults, counts and traces. Synchronous and without DOM: for a worker, or Node.
// Not here: a GPU (../webgpu.ts), grades (src/grader), pictures (src/components/Microscope).

import type { SourceDiagnostic } from '@site/src/formats';
import { KernelError, type Dispatch, type GpuArray } from '../kernel';
import { WARP_SIZE } from '../simt/warp';
import { checkModule, instantiate, type CheckedModule } from '../wgsl/check';
import { diagnosticOf, placeOf } from '../wgsl/problem';
import { typeName } from '../wgsl/type-rules';
import type { Program } from '../wgsl/typed';
import { checkDispatch } from './check-dispatch';
import { compile, type Compiled } from './compile/compile';
import { CompileError, type Kind } from './compile/context';
import { MachineFindings } from './machine/findings';
import { bindMemories, describe, results } from './machine/memory';
import { runMachine } from './machine/run';
import type { MicroscopeRun, RunOptions } from './results';
import { FindingList, Watcher, type Watched } from './watching';
import type { Triple } from './watching/names';

/** A storage or uniform variable of the text. */
export interface MicroscopeBinding {
  name: string;
  group: number;
  binding: number;
  space: 'storage' | 'uniform';
  writable: boolean;
  /** As WGSL writes it. */
  type: string;
}

export interface Microscope {
  /** What is wrong with the text, as a browser would say it. With an error among them nothing runs. */
  problems: SourceDiagnostic[];
  entryNames: string[];
  bindings: MicroscopeBinding[];
  /** Names of pipeline-overridable constants. */
  overrides: string[];
  /** Declared workgroup size. Throws KernelError. */
  workgroupSize(entry: string, constants?: Record<string, number>): Triple;
  /**
   * Runs one dispatch; the arrays that go in are not changed. Throws KernelError (with its line) where the kernel cannot start:
   * errors in the text, or buffers that do not fit its declarations.
   */
  run(dispatch: Dispatch, options: RunOptions): MicroscopeRun;
}

/** Steps (loop rounds, function calls, invocations) of one run: seconds on a laptop. */
export const defaultSteps = { none: 2 ** 30, full: 2 ** 27 } as const;
/** Compiled programs that are kept. */
const mostKept = 16;

/** Checks a text. Never throws. */
export function openMicroscope(source: string): Microscope {
  return new OpenMicroscope(source);
}

class OpenMicroscope implements Microscope {
  readonly problems: SourceDiagnostic[];
  readonly entryNames: string[];
  readonly bindings: MicroscopeBinding[];
  readonly overrides: string[];
  readonly #module: CheckedModule;
  readonly #programs = new Map<string, Program>();
  readonly #compiled = new Map<string, Compiled>();

  constructor(source: string) {
    this.#module = checkModule(source);
    this.problems = this.#module.problems.map((problem) => diagnosticOf(source, problem));
    this.entryNames = this.#module.entryPoints.map(({ name }) => name);
    this.overrides = this.#module.overrides.map(({ name }) => name);
    this.bindings = this.#module.bindings.map(({ name, binding, space, access, type }) => ({
      name,
      group: binding!.group,
      binding: binding!.binding,
      space: space as 'storage' | 'uniform',
      writable: space === 'storage' && access !== 'read',
      type: typeName(type),
    }));
  }

  workgroupSize(entry: string, constants: Record<string, number> = {}): Triple {
    return this.#program(entry, constants).entry.workgroupSize;
  }

  run(dispatch: Dispatch, options: RunOptions): MicroscopeRun {
    const { source } = this.#module;
    const { entry, constants = {}, buffers } = dispatch;
    const program = this.#program(entry, constants);
    checkDispatch(source, this.#module.bindings, program.variables.filter(({ binding }) => binding), dispatch);
    const subgroupSize = options.subgroupSize ?? WARP_SIZE;
    if (![4, 8, 16, 32, 64, 128].includes(subgroupSize)) throw new Error(`a subgroup has 4, 8, 16, 32, 64 or 128 lanes, not ${subgroupSize}`);
    const watched = options.watch === 'full';
    const compiled = this.#compile(program, dispatch, watched ? 'watched' : 'plain', subgroupSize);
    const traced = watched && options.traceWorkgroup ? { compiled: this.#compile(program, dispatch, 'traced', subgroupSize), workgroup: options.traceWorkgroup } : null;
    const workgroups: Triple = [dispatch.workgroups[0], dispatch.workgroups[1] ?? 1, dispatch.workgroups[2] ?? 1];
    const { workgroupSize } = program.entry;
    const memories = bindMemories(compiled, buffers);
    const watcher = watched
      ? watcherOf({
          plan: { sites: compiled.sites, blocks: compiled.blocks, memories: memories.map(describe) },
          source,
          workgroups,
          workgroupSize,
          warpSize: subgroupSize,
          contents: memories.map(({ u }) => u),
          unwritten: options.unwritten,
          traceWorkgroup: options.traceWorkgroup,
          traceEvents: options.budget?.traceEvents,
        })
      : null;
    const list = watcher?.list ?? new FindingList();
    const findings = new MachineFindings(list, source, compiled.sites, workgroupSize, workgroups);
    const steps = options.budget?.steps ?? defaultSteps[options.watch];
    const stopped = runMachine({ compiled, traced, memories, watch: watcher, findings, workgroups, subgroupSize, steps, order: options.order ?? 0 });
    return {
      buffers: { ...this.#untouched(program, buffers), ...results(memories, buffers) },
      findings: watcher ? watcher.findings() : list.list(),
      counts: watcher?.counts() ?? null,
      trace: watcher?.trace() ?? null,
      stopped,
    };
  }

  /** Writable buffers that the entry point does not use. */
  #untouched(program: Program, buffers: Record<string, GpuArray>): Record<string, GpuArray> {
    const others = this.bindings.filter(({ name, writable }) => writable && name in buffers && !program.variables.some((variable) => variable.name === name));
    return Object.fromEntries(others.map(({ name }) => [name, buffers[name]!.slice()]));
  }

  #program(entry: string, constants: Record<string, number>): Program {
    return keep(this.#programs, keyOf(entry, constants), () => instantiate(this.#module, entry, constants));
  }

  #compile(program: Program, { entry, constants = {} }: Dispatch, kind: Kind, subgroupSize: number): Compiled {
    return keep(this.#compiled, `${kind} ${subgroupSize} ${keyOf(entry, constants)}`, () => {
      try {
        return compile(program, kind, subgroupSize);
      } catch (error) {
        if (error instanceof CompileError) throw new KernelError(error.message, placeOf(program.source, error.span.start).line);
        throw error;
      }
    });
  }
}

/** Throws KernelError where the kernel is too large to watch. */
function watcherOf(watched: Watched): Watcher {
  try {
    return new Watcher(watched);
  } catch (error) {
    if (error instanceof RangeError) throw new KernelError(`The microscope cannot watch this: ${error.message}.`);
    throw error;
  }
}

const keyOf = (entry: string, constants: Record<string, number>): string => JSON.stringify([entry, ...Object.entries(constants).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** From the cache, or made and kept; the oldest goes. */
function keep<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (cache.size >= mostKept) cache.delete(cache.keys().next().value!);
  cache.set(key, made);
  return made;
}
