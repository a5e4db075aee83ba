// The checks worker: of the page's own origin, one for each run or check. Holds the lab's checks, transpiles the
// reader's text, and reaches the reader's realm through a port, or runs WGSL itself. Built per lab by scripts/build-labs.ts.

import { setShowSink } from '@site/src/kit/show';
import type { Lab, SourceDiagnostic } from '@site/src/formats';
import { UnsupportedError } from '@site/src/gpu/kernel';
import { openKernel, type OpenKernel } from '@site/src/gpu/webgpu';
import { ReaderSyntaxError, RealmClient } from '@site/src/runtime/client';
import type { WorkerMessage, WorkerRequest } from '@site/src/runtime/protocol';
import { ReaderError, ReaderTimeout } from '@site/src/runtime/reader';
import { locateSyntaxError, transpile } from '@site/src/runtime/transpile';
import { createRng, type Rng } from '@site/src/engine/random';
import type { CheckContext, LabChecks } from './api';
import { CheckFailure } from './failure';
import { planOf, runChecks, verdictOf, type CheckHost } from './run-checks';

export interface ChecksWorkerOptions {
  lab: Lab;
  language: 'typescript' | 'wgsl';
  checks: LabChecks;
  /** All that the kit exports: to tell a forbidden name from one that does not exist. */
  kitNames: string[];
}

/** A lab where the reader's code hangs this often is over: each time costs `limits.callMs`. */
const maxHangs = 2;

const post = (message: WorkerMessage): void => self.postMessage(message);

/** What the checks talk to: the reader's module or kernel, opened at first use. */
interface Subject {
  context(): Promise<Pick<CheckContext, 'reader' | 'kernel'>>;
  afterCheck(): Promise<void>;
}

/** The reader's text cannot run at all; every check says so. */
class SourceError extends ReaderError {
  readonly diagnostics: SourceDiagnostic[];
  constructor(diagnostics: SourceDiagnostic[]) {
    const first = diagnostics[0];
    super(`Line ${first?.line ?? 1}: ${first?.message ?? 'this does not parse.'} Nothing could run yet.`, { line: first?.line });
    this.diagnostics = diagnostics;
  }
}

/** A context member that this lab's language does not have. */
function absent(member: string, language: string): never {
  throw new Error(`a ${language} lab has no context.${member}`);
}

class ModuleSubject implements Subject {
  readonly #options: ChecksWorkerOptions;
  readonly #source: string;
  readonly #deadline: number;
  #port: MessagePort | undefined;
  #client: RealmClient | undefined;
  #code: string | undefined;
  /** Why loading failed: the same for every check. */
  #failed: Error | undefined;
  #hangs = 0;

  constructor(options: ChecksWorkerOptions, source: string, port: MessagePort, deadline: number) {
    this.#options = options;
    this.#source = source;
    this.#port = port;
    this.#deadline = deadline;
  }

  async context(): Promise<Pick<CheckContext, 'reader' | 'kernel'>> {
    if (this.#failed) throw this.#failed;
    try {
      this.#client ??= await this.#load();
    } catch (error) {
      this.#failed = error as Error;
      throw error;
    }
    return {
      reader: this.#client.reader,
      get kernel() {
        return absent('kernel', 'TypeScript');
      },
    };
  }

  async afterCheck(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const lost = client.lost;
    if (!lost) return client.release();
    client.close();
    this.#client = undefined;
    if (++this.#hangs >= maxHangs) this.#failed = new ReaderTimeout('Not run: your code has hung twice already.');
    throw lost;
  }

  async #load(): Promise<RealmClient> {
    const { lab, kitNames } = this.#options;
    if (this.#code === undefined) {
      const { code, diagnostics } = transpile(this.#source, lab.allow, kitNames);
      if (diagnostics.length > 0) throw new SourceError(diagnostics);
      this.#code = code;
    }
    const client = new RealmClient(this.#port ?? (await newPort()), {
      callMs: lab.limits.callMs,
      deadline: this.#deadline,
      onConsole: (lines) => post({ kind: 'console', lines }),
      onShow: (items) => post({ kind: 'show', items }),
    });
    this.#port = undefined;
    try {
      await client.load(this.#code, lab.allow);
    } catch (error) {
      if (error instanceof ReaderSyntaxError) throw new SourceError([locateSyntaxError(this.#code, error.message)]);
      throw error;
    }
    return client;
  }
}

class KernelSubject implements Subject {
  readonly #source: string;
  readonly #deadline: number;
  #opened: Promise<OpenKernel> | undefined;
  constructor(source: string, deadline: number) {
    this.#source = source;
    this.#deadline = deadline;
  }
  async context(): Promise<Pick<CheckContext, 'reader' | 'kernel'>> {
    this.#opened ??= openKernel(this.#source, this.#deadline);
    const { kernel, diagnostics } = await this.#opened;
    if (diagnostics.some(({ severity }) => severity === 'error')) throw new SourceError(diagnostics);
    return {
      kernel,
      get reader() {
        return absent('reader', 'WGSL');
      },
    };
  }
  async afterCheck(): Promise<void> {}
}

let portWanted: ((port: MessagePort) => void) | undefined;

function newPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    portWanted = resolve;
    post({ kind: 'need-realm' });
  });
}

const siteRoot = new URL('../', self.location.href);

/** A file below the site's root. Rejects paths that lead elsewhere, and with UnsupportedError when it cannot be had. */
async function asset(path: string): Promise<ArrayBuffer> {
  if (/^[/\\]|\.\.|[:?#]/.test(path)) throw new Error(`asset("${path}"): write a path under static/, like "models/…"`);
  const response = await fetch(new URL(path, siteRoot)).catch(() => undefined);
  if (!response?.ok) throw new UnsupportedError(`The file ${path} that this lab needs could not be loaded. Check your connection and try again.`);
  return response.arrayBuffer();
}

async function contextOf(subject: Subject, rng: Rng): Promise<CheckContext> {
  const opened = await subject.context();
  // Getters stay getters: the member that this language lacks must throw only when it is used.
  return Object.defineProperties({ rng, asset, show: (item) => post({ kind: 'show', items: [item] }) } as CheckContext, Object.getOwnPropertyDescriptors(opened));
}

async function check(options: ChecksWorkerOptions, request: WorkerRequest & { kind: 'check' }, subject: Subject, deadline: number): Promise<void> {
  const { lab, checks } = options;
  let diagnostics: SourceDiagnostic[] = [];
  post({ kind: 'plan', tasks: planOf(lab, checks, request.task) });
  const host: CheckHost = {
    context: async (rng) => {
      try {
        return await contextOf(subject, rng);
      } catch (error) {
        diagnostics = diagnosticsOf(error);
        throw error;
      }
    },
    afterCheck: () => subject.afterCheck(),
    onStart: (title) => post({ kind: 'checking', title }),
    onVerdict: (task, report) => post({ kind: 'checked', task, report }),
    isOver: () => performance.now() > deadline,
  };
  await runChecks(lab, checks, request, host);
  post({ kind: 'done', diagnostics });
}

function diagnosticsOf(error: unknown): SourceDiagnostic[] {
  if (error instanceof SourceError) return error.diagnostics;
  if (error instanceof ReaderError && error.line !== undefined)
    return [{ severity: 'error', line: error.line, column: 1, message: error.message }];
  return [];
}

async function run(checks: LabChecks, seed: number, subject: Subject): Promise<void> {
  try {
    const context = await contextOf(subject, createRng(seed));
    await checks.demo?.(context);
    await subject.afterCheck();
    post({ kind: 'ran', ended: 'finished', message: '', diagnostics: [] });
  } catch (error) {
    const { verdict, message } = verdictOf(error);
    const ended = verdict === 'timeout' || verdict === 'unsupported' ? verdict : 'failed';
    const words = verdict === 'error' && !(error instanceof CheckFailure) ? message.replace('This check', 'The demo of this lab') : message;
    post({ kind: 'ran', ended, message: words, diagnostics: diagnosticsOf(error) });
  }
}

export function startChecksWorker(options: ChecksWorkerOptions): void {
  setShowSink((item) => post({ kind: 'show', items: [item] }));
  self.onmessage = (event: MessageEvent<WorkerRequest>) => {
    const request = event.data;
    const port = event.ports[0];
    if (request.kind === 'realm') {
      if (port) portWanted?.(port);
      return;
    }
    const deadline = performance.now() + options.lab.limits.totalMs;
    const subject = options.language === 'wgsl' ? new KernelSubject(request.source, deadline) : new ModuleSubject(options, request.source, port!, deadline);
    const work = request.kind === 'run' ? run(options.checks, request.seed, subject) : check(options, request, subject, deadline);
    // Left to the worker's error event, which the session reads as a broken lab.
    work.catch((error: unknown) => setTimeout(() => { throw error; }));
  };
}
