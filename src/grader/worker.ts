// The checks worker: of the page's own origin, one for each run or check. Holds the lab's checks and puts them to
// what the reader wrote. Built per lab by scripts/build-labs.ts, with the subject of the lab's language.

import { setShowSink } from '@site/src/kit/show';
import type { Lab, SourceDiagnostic } from '@site/src/formats';
import { FindingError, UnsupportedError } from '@site/src/gpu/kernel';
import type { WorkerMessage, WorkerRequest } from '@site/src/runtime/protocol';
import { ReaderError } from '@site/src/runtime/reader';
import { createRng, type Rng } from '@site/src/engine/random';
import type { CheckContext, LabChecks } from './api';
import { marksOf } from './findings';
import { planOf, runChecks, verdictOf, type CheckHost } from './run-checks';
import { SourceError, type CheckLabel, type Subject, type SubjectOptions } from './subject';

export interface ChecksWorkerOptions {
  lab: Lab;
  checks: LabChecks;
  kitNames: string[];
  openSubject(options: SubjectOptions): Subject;
}

const post = (message: WorkerMessage): void => self.postMessage(message);

const siteRoot = new URL('../', self.location.href);

/** A file below the site's root. Rejects paths that lead elsewhere, and with UnsupportedError when it cannot be had. */
async function asset(path: string): Promise<ArrayBuffer> {
  if (/^[/\\]|\.\.|[:?#]/.test(path)) throw new Error(`asset("${path}"): write a path under static/, like "models/…"`);
  const response = await fetch(new URL(path, siteRoot)).catch(() => undefined);
  if (!response?.ok) throw new UnsupportedError(`The file ${path} that this lab needs could not be loaded. Check your connection and try again.`);
  return response.arrayBuffer();
}

async function contextOf(subject: Subject, rng: Rng, label: CheckLabel): Promise<CheckContext> {
  const opened = await subject.context(label);
  // Getters stay getters: the member that this language lacks must throw only when it is used.
  return Object.defineProperties({ rng, asset, show: (item) => post({ kind: 'show', items: [item] }) } as CheckContext, Object.getOwnPropertyDescriptors(opened));
}

async function check(lab: Lab, checks: LabChecks, request: WorkerRequest & { kind: 'check' }, subject: Subject, deadline: number): Promise<void> {
  let diagnostics: SourceDiagnostic[] = [];
  post({ kind: 'plan', tasks: planOf(lab, checks, request.task) });
  const host: CheckHost = {
    context: async (rng, label) => {
      try {
        return await contextOf(subject, rng, label);
      } catch (error) {
        diagnostics = diagnosticsOf(error);
        throw error;
      }
    },
    afterCheck: (passed) => subject.afterCheck(passed),
    onStart: (title) => post({ kind: 'checking', title }),
    onVerdict: (task, report) => post({ kind: 'checked', task, report }),
    isOver: () => performance.now() > deadline,
  };
  await runChecks(lab, checks, request, host);
  await subject.beside?.();
  post({ kind: 'done', diagnostics });
}

function diagnosticsOf(error: unknown): SourceDiagnostic[] {
  if (error instanceof SourceError) return error.diagnostics;
  if (error instanceof FindingError) return marksOf(error.finding);
  if (error instanceof ReaderError && error.line !== undefined)
    return [{ severity: 'error', line: error.line, column: 1, message: error.message }];
  return [];
}

async function run(checks: LabChecks, seed: number, subject: Subject): Promise<void> {
  let ran: Extract<WorkerMessage, { kind: 'ran' }> = { kind: 'ran', ended: 'finished', message: '', diagnostics: [] };
  try {
    const context = await contextOf(subject, createRng(seed), null);
    await checks.demo?.(context);
    await subject.afterCheck(true);
  } catch (error) {
    const { verdict, message } = verdictOf(error);
    const ended = verdict === 'timeout' || verdict === 'unsupported' ? verdict : 'failed';
    const words = verdict === 'error' ? message.replace('This check', 'The demo of this lab') : message;
    ran = { kind: 'ran', ended, message: words, diagnostics: diagnosticsOf(error) };
    // What ran before it failed can still be looked at.
    await subject.afterCheck(false).catch(() => {});
  }
  await subject.beside?.();
  post(ran);
}

export function startChecksWorker({ lab, checks, kitNames, openSubject }: ChecksWorkerOptions): void {
  setShowSink((item) => post({ kind: 'show', items: [item] }));
  const ports: MessagePort[] = [];
  let portWanted: ((port: MessagePort) => void) | undefined;
  const nextPort = (): Promise<MessagePort> => {
    const port = ports.shift();
    if (port) return Promise.resolve(port);
    post({ kind: 'need-realm' });
    return new Promise((resolve) => (portWanted = resolve));
  };

  self.onmessage = (event: MessageEvent<WorkerRequest>) => {
    const request = event.data;
    const port = event.ports[0];
    if (request.kind === 'realm') {
      if (port) portWanted?.(port);
      return;
    }
    if (port) ports.push(port);
    const deadline = performance.now() + lab.limits.totalMs;
    const subject = openSubject({ lab, source: request.source, kitNames, deadline, post, nextPort });
    const work = request.kind === 'run' ? run(checks, request.seed, subject) : check(lab, checks, request, subject, deadline);
    // Left to the worker's error event, which the session reads as a broken lab.
    work.catch((error: unknown) => setTimeout(() => { throw error; }));
  };
}
