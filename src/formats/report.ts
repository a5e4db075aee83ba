// What a Check comes back with; the same object in the browser, in `npm run labs` and in a regrade.

export type Verdict = 'pass' | 'fail' | 'error' | 'timeout' | 'unsupported';

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
}

/** Something wrong in the reader's text, before it ran; 1-based line and column. */
export interface SourceDiagnostic {
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
