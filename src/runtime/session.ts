// A lab open on a page: starts a fresh frame and a fresh checks worker for each run or check, relays what
// they show, and ends them at the limit. It never runs the reader's code itself and never blocks the page.

import type { CheckReport, GpuNote, SourceDiagnostic } from '@site/src/formats';
import { createRealm, type Realm } from './frame';
import type { PlannedTask, WorkerMessage, WorkerRequest } from './protocol';
import { assembleReport, planWithoutChecks } from './report';
import type { CheckOptions, CheckResult, LabBundle, LabSession, RunResult, SessionHooks } from './types';

/** Beyond `limits.totalMs`, which the checks worker keeps itself; then it is the worker that hangs. */
const graceMs = 3_000;

interface Engine {
  worker: Worker;
  realm: Realm | undefined;
}

const runtimeTexts = new Map<string, Promise<string>>();

/** The runtime text, fetched once a page; a failed fetch is tried again next time. */
function runtimeText(url: string): Promise<string> {
  let text = runtimeTexts.get(url);
  if (!text) {
    text = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.text();
    });
    text.catch(() => runtimeTexts.delete(url));
    runtimeTexts.set(url, text);
  }
  return text;
}

type Ending =
  | { how: 'message'; message: Extract<WorkerMessage, { kind: 'ran' | 'done' }> }
  | { how: 'timeout' }
  | { how: 'stopped' }
  | { how: 'broken'; why: string };

export function openLab(bundle: LabBundle, hooks: SessionHooks = {}): LabSession {
  const url = (path: string) => new URL(bundle.baseUrl + path, location.href).href;
  const needsRealm = bundle.language === 'typescript';
  let closed = false;
  let stopCurrent: (() => void) | undefined;

  const newRealm = async () => createRealm(await runtimeText(url(bundle.paths.runtime)));
  const newEngine = async (): Promise<Engine> => {
    const realm = needsRealm ? await newRealm() : undefined;
    return { worker: new Worker(url(bundle.paths.checks)), realm };
  };
  const destroy = (engine: Engine) => {
    engine.worker.terminate();
    engine.realm?.destroy();
  };
  const spareEngine = () => {
    const engine = newEngine();
    engine.catch(() => {});
    return engine;
  };

  // One pair is kept warm, so that a check does not wait for a frame and two workers to start.
  let spare: Promise<Engine> | undefined = spareEngine();

  async function drive(request: WorkerRequest, signal: AbortSignal | undefined, onMessage: (message: WorkerMessage) => void): Promise<Ending> {
    stopCurrent?.();
    if (closed || signal?.aborted) return { how: 'stopped' };
    const starting = spare ?? spareEngine();
    spare = undefined;
    let engine: Engine | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    try {
      const stopped = new Promise<Ending>((resolve) => {
        stop = () => resolve({ how: 'stopped' });
        stopCurrent = stop;
        signal?.addEventListener('abort', stop);
        timer = setTimeout(() => resolve({ how: 'timeout' }), bundle.lab.limits.totalMs + graceMs);
      });
      const started = await Promise.race([starting, stopped]);
      if ('how' in started) {
        void starting.then(destroy, () => {});
        return started;
      }
      engine = started;
      return await Promise.race([stopped, converse(engine, request, onMessage)]);
    } catch (error) {
      return { how: 'broken', why: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (stopCurrent === stop) stopCurrent = undefined;
      if (engine) destroy(engine);
      if (!closed) spare ??= spareEngine();
    }
  }

  function converse(engine: Engine, request: WorkerRequest, onMessage: (message: WorkerMessage) => void): Promise<Ending> {
    const { worker } = engine;
    const post = (message: WorkerRequest) => worker.postMessage(message, engine.realm ? [engine.realm.port] : []);
    const replaceRealm = async () => {
      engine.realm?.destroy();
      engine.realm = await newRealm();
      post({ kind: 'realm' });
    };
    return new Promise((resolve) => {
      const broken = (why: string) => resolve({ how: 'broken', why });
      worker.onerror = (event) => broken(event.message || 'its checks could not be loaded');
      worker.onmessageerror = () => broken('a message could not be read');
      worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
        if (data.kind === 'console') hooks.onConsole?.(data.lines);
        else if (data.kind === 'show') hooks.onShow?.(data.items);
        else if (data.kind === 'observed') hooks.onObserved?.(data.record);
        else if (data.kind === 'need-realm') replaceRealm().catch((error: Error) => broken(error.message));
        else if (data.kind === 'ran' || data.kind === 'done') resolve({ how: 'message', message: data });
        else onMessage(data);
      };
      post(request);
    });
  }

  const brokenWords = (why: string) => `This lab could not start (${why}). That is the book's fault, or your connection's: reload the page and try again.`;
  const timeoutWords = `Ended after ${bundle.lab.limits.totalMs / 1000} seconds: it takes too long, or a loop never ends.`;

  async function run(source: string, options: { signal?: AbortSignal } = {}): Promise<RunResult> {
    const start = performance.now();
    let gpu: GpuNote | undefined;
    const result = (ended: RunResult['ended'], message: string, diagnostics: SourceDiagnostic[] = []): RunResult => ({ ended, message, diagnostics, durationMs: performance.now() - start, gpu });
    const ending = await drive({ kind: 'run', source, seed: freshSeed() }, options.signal, (message) => {
      if (message.kind === 'beside') gpu = message.notes[0]?.note;
    });
    if (ending.how === 'stopped') return result('stopped', 'Stopped.');
    if (ending.how === 'timeout') return result('timeout', timeoutWords);
    if (ending.how === 'broken') return result('failed', brokenWords(ending.why));
    if (ending.message.kind !== 'ran') return result('failed', brokenWords('unexpected answer'));
    return result(ending.message.ended, ending.message.message, ending.message.diagnostics);
  }

  async function check(source: string, options: CheckOptions = {}): Promise<CheckResult> {
    const start = performance.now();
    const seed = options.seed ?? freshSeed();
    const verdicts = new Map<string, Map<string, CheckReport>>();
    let plan: PlannedTask[] = planWithoutChecks(bundle.lab, options.task);
    let done = 0;
    let gpu: string | undefined;
    const total = () => plan.reduce((sum, task) => sum + task.checks.length, 0);

    const ending = await drive({ kind: 'check', source, seed, task: options.task ?? null }, options.signal, (message) => {
      if (message.kind === 'plan') plan = message.tasks;
      if (message.kind === 'checking') hooks.onProgress?.({ done, total: total(), title: message.title });
      if (message.kind === 'checked') {
        const task = verdicts.get(message.task) ?? new Map<string, CheckReport>();
        verdicts.set(message.task, task.set(message.report.id, message.report));
        hooks.onProgress?.({ done: ++done, total: total(), title: '' });
      }
      if (message.kind === 'comparing') hooks.onProgress?.({ done, total: total(), title: 'the same on your GPU' });
      if (message.kind === 'beside') {
        gpu = message.gpu;
        for (const { task, check, note } of message.notes) {
          const report = task !== null && check !== null ? verdicts.get(task)?.get(check) : undefined;
          if (report) report.gpu = note;
        }
      }
    });
    const missing = {
      message: { verdict: 'error' as const, message: 'This check did not run, which is the lab\'s fault.' },
      stopped: { verdict: 'timeout' as const, message: 'Not run: stopped before its turn came.' },
      timeout: { verdict: 'timeout' as const, message: timeoutWords },
      broken: { verdict: 'error' as const, message: ending.how === 'broken' ? brokenWords(ending.why) : '' },
    }[ending.how];
    const report = assembleReport(bundle.lab.id, plan, { seed, durationMs: performance.now() - start, of: verdicts, missing, gpu });
    const hung = report.tasks.some((task) => task.checks.some(({ verdict }) => verdict === 'timeout'));
    return {
      report,
      diagnostics: ending.how === 'message' && ending.message.kind === 'done' ? ending.message.diagnostics : [],
      // Once every verdict is in, only the comparison with the GPU can still be stopped.
      ended: ending.how === 'stopped' && done < total() ? 'stopped' : hung ? 'timeout' : 'finished',
    };
  }

  return {
    run,
    check,
    close() {
      closed = true;
      stopCurrent?.();
      void spare?.then(destroy, () => {});
      spare = undefined;
    },
  };
}

const freshSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]!;
