// A WGSL lab's subject: the reader's kernels on the microscope, in this worker. WGSL is data, so no realm is needed.
// When every verdict is in, the same dispatches run on the reader's GPU, where there is one, to be shown beside them.

import type { Remark } from '@site/src/formats';
import { throwOnError, type Dispatch, type GpuArray, type Kernel, type ObserveOptions, type Offer } from '@site/src/gpu/kernel';
import { openMicroscope, type Microscope } from '@site/src/gpu/microscope';
import type { MicroscopeRun } from '@site/src/gpu/microscope/results';
import { openGpu, type Gpu } from '@site/src/gpu/webgpu';
import { ReaderTimeout } from '@site/src/runtime/reader';
import type { DispatchRecord } from '@site/src/runtime/types';
import type { CheckContext } from './api';
import { compareOnGpu, type Comparable } from './compare';
import { remarksOf } from './findings';
import { absent, SourceError, type CheckLabel, type Subject, type SubjectOptions } from './subject';

export const openSubject = (options: SubjectOptions): Subject => new KernelSubject(options);

/**
 * Steps (loop rounds, calls, invocations) that one graded dispatch may take: seconds, watched, on a slow machine. Not a time, so that a verdict
 * is the same on every machine. A check may ask for more.
 */
const gradedSteps = 2 ** 23;
/** Beyond this a dispatch is not kept for a closer look or for the GPU. */
const mostBytesOfDispatch = 2 ** 24;
const mostBytesKept = 2 ** 26;
/** WebGPU's limit maxComputeWorkgroupsPerDimension. */
const mostWorkgroups = 65_535;

interface Observed {
  dispatch: Dispatch;
  options: ObserveOptions;
  run: MicroscopeRun;
  offer?: Offer;
}

const isClean = ({ stopped, findings }: MicroscopeRun): boolean => stopped === null && findings.every(({ severity }) => severity !== 'error');

/** Buffers whose contents a kernel reads and changes. */
const readAndWritten = ({ counts }: MicroscopeRun): string[] =>
  Object.entries(counts?.buffers ?? {}).flatMap(([name, { loads, stores, atomics }]) => (atomics > 0 || (loads > 0 && stores > 0) ? [name] : []));

const invocationsOf = ({ run }: Observed): number => run.counts?.invocations ?? 0;

function largest(observed: readonly Observed[]): Observed[] {
  return observed.reduce<Observed[]>(([most], item) => [most && invocationsOf(most) >= invocationsOf(item) ? most : item], []);
}

const bytesOf = (buffers: Record<string, GpuArray>): number => Object.values(buffers).reduce((sum, { byteLength }) => sum + byteLength, 0);

class KernelSubject implements Subject {
  readonly #options: SubjectOptions;
  readonly #gpu: Promise<Gpu | null>;
  readonly #comparable: Comparable[] = [];
  #opened: Microscope | undefined;
  #keptBytes = 0;
  #label: CheckLabel = null;
  /** Of the check that runs. */
  #observed: Observed[] = [];

  constructor(options: SubjectOptions) {
    this.#options = options;
    // Asked for now, so that it is there when the checks are done.
    this.#gpu = openGpu();
  }

  async context(label: CheckLabel): Promise<Pick<CheckContext, 'reader' | 'kernel'>> {
    this.#label = label;
    this.#observed = [];
    this.#opened ??= openMicroscope(this.#options.source);
    const { problems } = this.#opened;
    if (problems.some(({ severity }) => severity === 'error')) throw new SourceError(problems);
    return {
      kernel: this.#kernel(this.#opened),
      get reader() {
        return absent('reader', 'WGSL');
      },
    };
  }

  async afterCheck(passed: boolean): Promise<Remark[]> {
    const observed = this.#observed;
    this.#observed = [];
    // Of a check the dispatch where it failed, or its largest; of a demo all of them.
    const ran = observed.filter(({ offer }) => !offer);
    const telling = !this.#label ? observed : passed ? largest(ran) : ran.slice(-1);
    for (const item of telling) if (bytesOf(item.dispatch.buffers) <= mostBytesOfDispatch) this.#options.post({ kind: 'observed', record: this.#record(item) });
    return remarksOf(observed.flatMap(({ run }) => run.findings));
  }

  #record({ dispatch, options, run, offer }: Observed): DispatchRecord {
    const [x, y = 1, z = 1] = dispatch.workgroups;
    const size = this.#opened!.workgroupSize(dispatch.entry, dispatch.constants);
    return {
      task: this.#label?.task ?? null,
      check: this.#label?.check ?? null,
      source: this.#options.source,
      dispatch,
      options,
      clean: isClean(run),
      invocations: [x, y, z, ...size].reduce((a, b) => a * b, 1),
      restore: readAndWritten(run),
      ...(offer ? { offer } : {}),
    };
  }

  async beside(): Promise<void> {
    const { post, source, deadline } = this.#options;
    const gpu = await this.#gpu;
    if (!gpu || this.#comparable.length === 0) return;
    post({ kind: 'comparing' });
    post({ kind: 'beside', ...(await compareOnGpu(gpu, source, this.#comparable, deadline)) });
  }

  #kernel(opened: Microscope): Kernel {
    const observe = async (dispatch: Dispatch, given: ObserveOptions = {}): Promise<MicroscopeRun> => {
      const options: ObserveOptions = { ...given, budget: { steps: gradedSteps, ...given.budget } };
      if (performance.now() > this.#options.deadline) throw new ReaderTimeout('The time for the whole check was over before this kernel could run.');
      const start = performance.now();
      const run = opened.run(dispatch, { ...options, watch: 'full' });
      this.#keep(dispatch, options, run, performance.now() - start);
      return run;
    };
    return {
      source: this.#options.source,
      observe,
      run: async (dispatch) => {
        const run = await observe(dispatch);
        throwOnError(run);
        return run.buffers;
      },
      offer: (dispatch, offer) => {
        const small = this.#observed.filter(({ dispatch: { entry } }) => entry === dispatch.entry).at(-1);
        const fits = dispatch.workgroups.every((count = 1) => count <= mostWorkgroups);
        if (small && fits && isClean(small.run)) this.#observed.push({ ...small, dispatch, offer });
      },
      workgroupSize: async (entry) => opened.workgroupSize(entry),
    };
  }

  #keep(dispatch: Dispatch, options: ObserveOptions, run: MicroscopeRun, ms: number): void {
    this.#observed.push({ dispatch, options, run });
    const bytes = bytesOf(dispatch.buffers) + bytesOf(run.buffers);
    if (run.stopped !== null || this.#keptBytes + bytes > mostBytesKept) return;
    this.#keptBytes += bytes;
    this.#comparable.push({ label: this.#label, dispatch, run, ms });
  }
}
