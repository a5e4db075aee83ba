// What a lab's checks are put to: the reader's module or kernel, opened at first use.

import type { Lab, Remark, SourceDiagnostic } from '@site/src/formats';
import type { WorkerMessage } from '@site/src/runtime/protocol';
import { ReaderError } from '@site/src/runtime/reader';
import type { CheckContext } from './api';

/** The check that runs; null for the demo of a Run. */
export type CheckLabel = { task: string; check: string } | null;

export interface Subject {
  /** Rejects with what verdictOf() knows. */
  context(label: CheckLabel): Promise<Pick<CheckContext, 'reader' | 'kernel'>>;
  /** What is worth knowing beside the verdict. Rejects with ReaderTimeout when the reader's code was lost meanwhile. */
  afterCheck(passed: boolean): Promise<Remark[]>;
  /** When every verdict is in: what is worth showing beside them, and can change none. Never rejects. */
  beside?(): Promise<void>;
}

export interface SubjectOptions {
  lab: Lab;
  source: string;
  /** All that the kit exports: to tell a forbidden name from one that does not exist. */
  kitNames: string[];
  /** In `performance.now()` time. */
  deadline: number;
  post(message: WorkerMessage): void;
  /** The port of a reader's worker: the session's first, then fresh ones. TypeScript labs only. */
  nextPort(): Promise<MessagePort>;
}

/** The reader's text cannot run at all; every check says so. */
export class SourceError extends ReaderError {
  readonly diagnostics: SourceDiagnostic[];
  constructor(diagnostics: SourceDiagnostic[]) {
    const first = diagnostics[0];
    super(`Line ${first?.line ?? 1}: ${first?.message ?? 'this does not parse.'} Nothing could run yet.`, { line: first?.line });
    this.diagnostics = diagnostics;
  }
}

/** A context member that this lab's language does not have. */
export function absent(member: string, language: string): never {
  throw new Error(`a ${language} lab has no context.${member}`);
}
