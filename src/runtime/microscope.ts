// Asks the kernel microscope, which runs in workers of the page's origin (microscope-worker.ts). A run can be given up at any
// time: its worker is ended, and the next question starts a fresh one.

import type { SourceDiagnostic } from '@site/src/formats';
import type { Dispatch } from '@site/src/gpu/kernel';
import type { MicroscopeRun, RunOptions } from '@site/src/gpu/microscope/results';

export type MicroscopeRequest =
  | { id: number; kind: 'problems'; source: string }
  | { id: number; kind: 'run'; source: string; dispatch: Dispatch; options: RunOptions };

export type MicroscopeAnswer = { id: number; problems: SourceDiagnostic[] } | { id: number; run: MicroscopeRun } | { id: number; failed: string };

type Question = MicroscopeRequest extends infer R ? (R extends MicroscopeRequest ? Omit<R, 'id'> : never) : never;

/** The longest that one run may take; the budget of steps ends most sooner. */
const longestRunMs = 20_000;
const longestProblemsMs = 5_000;

/** One worker that answers one question at a time; a new question ends one that is still open. */
class Line {
  readonly #url: string;
  #worker: Worker | undefined;
  #giveUp: ((error: Error) => void) | undefined;
  #nextId = 1;

  constructor(url: string) {
    this.#url = url;
  }

  ask(question: Question, ms: number, signal?: AbortSignal): Promise<MicroscopeAnswer> {
    this.end(new Error('Another question came first.'));
    if (signal?.aborted) return Promise.reject(new Error('Stopped.'));
    const worker = (this.#worker ??= new Worker(this.#url));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(new Error(`Given up after ${ms / 1000} seconds: this dispatch is too large to be simulated here. Take a smaller size.`)), ms);
      const stop = () => this.end(new Error('Stopped.'));
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        this.#giveUp = undefined;
      };
      signal?.addEventListener('abort', stop);
      this.#giveUp = (error) => {
        settle();
        reject(error);
      };
      worker.onerror = () => this.end(new Error('The microscope could not be loaded, or ran out of memory.'));
      worker.onmessage = ({ data }: MessageEvent<MicroscopeAnswer>) => {
        if (data.id !== id) return;
        settle();
        resolve(data);
      };
      worker.postMessage({ ...question, id });
    });
  }

  /** Ends an open question, and its worker with it: a simulation cannot be interrupted otherwise. */
  end(error: Error): void {
    const giveUp = this.#giveUp;
    if (!giveUp) return;
    this.#worker?.terminate();
    this.#worker = undefined;
    giveUp(error);
  }

  close(): void {
    this.end(new Error('Closed.'));
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** `url`: of the worker that the build made (LabManifest.paths.microscope). Nothing is loaded before the first question. */
export class MicroscopeClient {
  readonly #problems: Line;
  readonly #runs: Line;

  constructor(url: string) {
    this.#problems = new Line(url);
    this.#runs = new Line(url);
  }

  /** Errors and warnings in a text. Rejects when a later question takes its place. */
  async problems(source: string): Promise<SourceDiagnostic[]> {
    const answer = await this.#problems.ask({ kind: 'problems', source }, longestProblemsMs);
    if ('problems' in answer) return answer.problems;
    throw new Error('failed' in answer ? answer.failed : 'unexpected answer');
  }

  /** Rejects with plain words when it cannot run, is stopped or takes too long. */
  async run(source: string, dispatch: Dispatch, options: RunOptions, signal?: AbortSignal): Promise<MicroscopeRun> {
    const answer = await this.#runs.ask({ kind: 'run', source, dispatch, options }, longestRunMs, signal);
    if ('run' in answer) return answer.run;
    throw new Error('failed' in answer ? answer.failed : 'unexpected answer');
  }

  close(): void {
    this.#problems.close();
    this.#runs.close();
  }
}
