// What a Check comes back with; the same object in the browser, in `npm run labs` and in a regrade.

export type Verdict = 'pass' | 'fail' | 'error' | 'timeout' | 'unsupported';

/** A place in the reader's text, 1-based, and what happened there. */
export interface SourcePlace {
  line: number;
  column: number;
  /** E.g. "write by invocation 3 of workgroup 0"; empty where the message says it. */
  what: string;
}

/** Something worth knowing beside a verdict. */
export interface Remark {
  message: string;
  places: SourcePlace[];
}

/**
 * What the reader's own GPU made of a kernel's dispatches, beside the grade and never part of it.
 * `rounding`: floats differ by no more than roundings may add up to. `not-run`: it could not run there, and the message says why.
 */
export interface GpuNote {
  outcome: 'same' | 'rounding' | 'differs' | 'not-run';
  message: string;
}

export interface CheckReport {
  id: string;
  title: string;
  verdict: Verdict;
  /** One or more plain sentences for the learner; empty on a pass. */
  message: string;
  /** Slug of the known misconception that the failure fits. */
  misconception?: string;
  called?: string;
  returned?: string;
  expected?: string;
  /** The first place where they differ, e.g. "index 3" or "line 12". */
  where?: string;
  /** WGSL: where the microscope found it. */
  places?: SourcePlace[];
  /** WGSL: what the microscope warns of; also on a pass. */
  remarks?: Remark[];
  /** WGSL, where there is a GPU. */
  gpu?: GpuNote;
}

export interface TaskReport {
  id: string;
  title: string;
  points: number;
  /** All of the points when every check passes, else 0. */
  earned: number;
  checks: CheckReport[];
}

export interface LabReport {
  schemaVersion: 1;
  lab: string;
  seed: number;
  tasks: TaskReport[];
  durationMs: number;
  /** What ran on the reader's own GPU beside the grade, in a sentence; absent where there is none. */
  gpu?: string;
}

/** Something wrong in the reader's text, before it ran; 1-based line and column. */
export interface SourceDiagnostic {
  /** Kinds that checks and reports tell apart: a barrier (or another collective operation) where control flow is not uniform. */
  kind?: 'uniformity';
  severity: 'error' | 'warning';
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
  message: string;
}

/** What a program shows as it runs: the lab's output panel draws it. */
export type ShowItem =
  | { kind: 'point'; series: string; x: number; y: number; xLabel?: string; yLabel?: string }
  | { kind: 'image'; id: string; width: number; height: number; pixels: Float32Array; caption: string }
  | { kind: 'table'; id: string; columns: string[]; rows: (string | number)[][]; caption: string };

export interface ConsoleLine {
  level: 'log' | 'info' | 'warn' | 'error';
  text: string;
}
