// What running a reader's WGSL kernel means, and the ways in which a kernel can fail that are the reader's to mend.
// A kernel runs on the microscope (./microscope), whose verdict counts, and beside it on a GPU where there is one (webgpu.ts, beside.ts).

import type { Budget, Finding, MicroscopeRun } from './microscope/results';

export type GpuArray = Float32Array | Int32Array | Uint32Array;

export interface Dispatch {
  /** Name of the @compute function. */
  entry: string;
  workgroups: [number, number?, number?];
  /** Contents of each storage or uniform buffer, by the name of the WGSL variable that binds it. */
  buffers: Record<string, GpuArray>;
  /** Pipeline-overridable constants. */
  constants?: Record<string, number>;
}

export interface ObserveOptions {
  /** Buffers (by name) whose starting contents nobody wrote: reading them is a finding. */
  unwritten?: string[];
  budget?: Partial<Budget>;
  subgroupSize?: number;
}

/** What a dispatch that is too large to be watched does, as the lab knows it in closed form. */
export interface Offer {
  /** E.g. "1024 × 1024 × 1024". */
  label: string;
  flop: number;
  /** Bytes of storage that have to move, each address once. */
  bytes: number;
}

/** The reader's kernels, as the checks of a WGSL lab see them. Every run is on the microscope, the same with a GPU and without. */
export interface Kernel {
  /**
   * Runs one dispatch and gives back every read_write buffer after it, as the type that went in. Rejects with FindingError
   * where the microscope found an error (a race, an access out of bounds, …), even if the results are right.
   */
  run(dispatch: Dispatch): Promise<Record<string, GpuArray>>;
  /** The same, with everything that was seen: buffers, findings, counts. Rejects only where the kernel cannot start (KernelError). */
  observe(dispatch: Dispatch, options?: ObserveOptions): Promise<MicroscopeRun>;
  /**
   * Offers a larger dispatch for the roofline of the reader's own device. Nobody runs or grades it here: the reader may time it. Dropped unless
   * the microscope has just finished a smaller dispatch of the same entry point without an error.
   */
  offer(dispatch: Dispatch, offer: Offer): void;
  /** Declared workgroup size of an entry point, e.g. [64, 1, 1]. */
  workgroupSize(entry: string): Promise<[number, number, number]>;
  /** The source as the reader wrote it. */
  readonly source: string;
}

/** The kernel itself is at fault: it does not fit the lab's buffers, does not compile, or never ends. */
export class KernelError extends Error {
  /** 1-based line in the reader's text, where one is known. */
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.name = 'KernelError';
    this.line = line;
  }
}

/** The microscope found an error: what happened, where, and the fix. */
export class FindingError extends KernelError {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(`${finding.message} ${finding.fix}`.trim(), finding.places[0]?.place.line);
    this.name = 'FindingError';
    this.finding = finding;
  }
}

/** Throws the error among a run's findings that ended it, else the first, else why it stopped. What is only a warning passes. */
export function throwOnError({ findings, stopped }: Pick<MicroscopeRun, 'findings' | 'stopped'>): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const error = errors.find(({ kind }) => kind === 'endless-loop' || kind === 'barrier-divergence') ?? errors[0];
  if (error) throw new FindingError(error);
  if (stopped) throw new KernelError(stopped);
}

/** A loop ran into its guard on a GPU. */
export class EndlessLoopError extends KernelError {
  constructor(message: string, line?: number) {
    super(message, line);
    this.name = 'EndlessLoopError';
  }
}

/** This browser or machine cannot run it; the message says why and what to do. */
export class UnsupportedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedError';
  }
}
