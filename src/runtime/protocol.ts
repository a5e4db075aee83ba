// The messages between the parts of a lab session. Types only.
//   session (page)  <->  checks worker (our origin)  <-> reader's worker (sandboxed frame)
// What the reader's worker sends is checked field by field in client.ts.

import type { CheckReport, ConsoleLine, GpuNote, ShowItem, SourceDiagnostic } from '@site/src/formats';
import type { DispatchRecord } from './types';
import type { Wire } from './wire';

/** Checks worker -> reader's worker. */
export type RealmRequest =
  | { id: number; op: 'load'; code: string; allow: string[] }
  | { id: number; op: 'call'; target: number | null; name: string; args: Wire }
  | { id: number; op: 'construct'; name: string; args: Wire }
  | { id: number; op: 'get'; target: number | null; name: string }
  | { id: number; op: 'set'; target: number; name: string; value: Wire }
  | { id: number; op: 'has'; name: string }
  | { id: number; op: 'release' }
  | { id: number; op: 'ping' };

/** What the reader's code threw, as text. */
export interface Thrown {
  name: string;
  message: string;
  line: number | null;
  /** `syntax`: the code does not parse. `runtime`: our own words on a value or name that will not do. */
  kind: 'thrown' | 'syntax' | 'runtime';
}

/** Reader's worker -> checks worker. */
export type RealmMessage =
  | { kind: 'ready' }
  | { kind: 'result'; id: number; wire: Wire }
  | { kind: 'thrown'; id: number; error: Thrown }
  | { kind: 'output'; lines: ConsoleLine[]; items: ShowItem[] };

/** Session -> checks worker. A TypeScript lab's first message transfers the port of a reader's worker. */
export type WorkerRequest =
  | { kind: 'run'; source: string; seed: number }
  | { kind: 'check'; source: string; seed: number; task: string | null }
  | { kind: 'realm' };

/** Checks worker -> session. */
export type WorkerMessage =
  | { kind: 'plan'; tasks: PlannedTask[] }
  | { kind: 'checking'; title: string }
  | { kind: 'checked'; task: string; report: CheckReport }
  | { kind: 'console'; lines: ConsoleLine[] }
  | { kind: 'show'; items: ShowItem[] }
  /** A kernel ran; for whoever wants to look closer. */
  | { kind: 'observed'; record: DispatchRecord }
  /** Every verdict is in; the same dispatches now run on the reader's GPU. */
  | { kind: 'comparing' }
  /** On the reader's GPU: a sentence on the whole, and a note for each check (null: of the demo). */
  | { kind: 'beside'; gpu: string; notes: { task: string | null; check: string | null; note: GpuNote }[] }
  /** The reader's worker hangs: give a fresh one. Answered by `realm` with a port. */
  | { kind: 'need-realm' }
  | { kind: 'ran'; ended: 'finished' | 'failed' | 'timeout' | 'unsupported'; message: string; diagnostics: SourceDiagnostic[] }
  | { kind: 'done'; diagnostics: SourceDiagnostic[] };

export interface PlannedTask {
  id: string;
  title: string;
  points: number;
  checks: { id: string; title: string }[];
}
