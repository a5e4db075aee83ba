// What a page needs to show and drive a lab: the built bundle, the session and its results.
// Types only. How a session does it is in session.ts; how bundles are made in scripts/build-labs.ts.

import type { ConsoleLine, GpuNote, Lab, LabReport, ShowItem, SourceDiagnostic } from '@site/src/formats';
import type { Dispatch, ObserveOptions, Offer } from '@site/src/gpu/kernel';

/** What the build makes of one lab: `.generated/labs/<id>.json`. Paths are relative to the site's base URL. */
export interface LabManifest {
  schemaVersion: 1;
  lab: Lab;
  language: 'typescript' | 'wgsl';
  /** The text that the editor starts with. */
  starter: string;
  paths: {
    /** The text that runs in the reader's realm; the same for every lab. */
    runtime: string;
    /** The worker that holds this lab's checks. */
    checks: string;
    /** WGSL labs: the worker with the kernel microscope, for problems as one types and for a closer look. */
    microscope?: string;
    /** JSON `{source: string}`: fetched only when the reader asks for it. */
    solution: string;
    /** Declarations of `kit`, as text for the editor. */
    kitTypes: string;
  };
}

/** A manifest and where the site stands, e.g. "/" or "/book/" (ends with a slash). */
export interface LabBundle extends LabManifest {
  baseUrl: string;
}

export interface Progress {
  /** Checks that have a verdict, of all that will run. */
  done: number;
  total: number;
  /** Title of the check that runs now; empty when none does. */
  title: string;
}

/** A dispatch that a check or the demo ran on the microscope: all that it takes to run it again. */
export interface DispatchRecord {
  /** null: the demo of a Run. */
  task: string | null;
  check: string | null;
  /** The kernel's text as it ran. */
  source: string;
  dispatch: Dispatch;
  options: ObserveOptions;
  /** The microscope finished it and found no error; of an offer: a smaller one of the same entry point. */
  clean: boolean;
  /** All invocations. */
  invocations: number;
  /** read_write buffers that the kernel reads as well: restored before each repetition when it is timed. */
  restore: readonly string[];
  /** Too large for the microscope: only to be timed on the reader's own device. */
  offer?: Offer;
}

export interface SessionHooks {
  onObserved?(record: DispatchRecord): void;
  onConsole?(lines: ConsoleLine[]): void;
  onShow?(items: ShowItem[]): void;
  onProgress?(progress: Progress): void;
}

export interface RunResult {
  /** `stopped`: by the signal or by close(). `unsupported`: this browser cannot run it, and message says why. */
  ended: 'finished' | 'failed' | 'timeout' | 'stopped' | 'unsupported';
  /** Plain words on why it ended; empty when finished. */
  message: string;
  /** Errors in the reader's text, and the place where a thrown error came from. */
  diagnostics: SourceDiagnostic[];
  durationMs: number;
  /** WGSL, where there is a GPU. */
  gpu?: GpuNote;
}

export interface CheckOptions {
  signal?: AbortSignal;
  /** Of the random inputs; fresh when left out, and always in the report. */
  seed?: number;
  /** Checks this task alone; the report then holds it alone. */
  task?: string;
}

export interface CheckResult {
  /** Always whole: a check that did not run has a verdict that says why. */
  report: LabReport;
  diagnostics: SourceDiagnostic[];
  ended: 'finished' | 'timeout' | 'stopped';
}

/** One lab open on a page. A run or check ends the one before it. */
export interface LabSession {
  /** Loads the reader's module, then does the lab's demo. Never rejects. */
  run(source: string, options?: { signal?: AbortSignal }): Promise<RunResult>;
  /** Grades. Never rejects. */
  check(source: string, options?: CheckOptions): Promise<CheckResult>;
  /** Ends what runs and frees the frame and workers. */
  close(): void;
}
