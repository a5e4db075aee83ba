// Runs and checks the reader's text: loads the runtime when it is first wanted, gathers output frame by frame, keeps results.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConsoleLine, GpuNote, LabReport, ShowItem, SourceDiagnostic } from '@site/src/formats';
import type { DispatchRecord, LabBundle, LabSession, Progress, SessionHooks } from '@site/src/runtime/types';
import { addItems, addLines, emptyOutput, type Output } from './outputModel';
import { summarizeReport } from './reportText';

export type Activity = 'idle' | 'running' | 'checking';

export interface SessionState {
  activity: Activity;
  output: Output;
  report: LabReport | undefined;
  diagnostics: SourceDiagnostic[];
  /** WGSL: dispatches of the latest run or check, once it has ended. */
  dispatches: readonly DispatchRecord[];
  /** WGSL: what the reader's GPU made of the latest run. */
  gpu: GpuNote | undefined;
  /** What the status line says. */
  status: string;
  run(source: string): Promise<void>;
  /** Resolves to the report; undefined when it was stopped. */
  check(source: string): Promise<LabReport | undefined>;
  stop(): void;
  forgetDiagnostics(): void;
}

/** Gathers what comes many times a frame and hands it on once a frame. */
function useFrameBuffer(apply: (lines: ConsoleLine[], items: ShowItem[]) => void) {
  const lines = useRef<ConsoleLine[]>([]);
  const items = useRef<ShowItem[]>([]);
  const frame = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = useCallback(() => {
    clearTimeout(frame.current);
    frame.current = undefined;
    const [l, i] = [lines.current, items.current];
    lines.current = [];
    items.current = [];
    if (l.length + i.length > 0) apply(l, i);
  }, [apply]);
  // A timer, not an animation frame: those stand still in a tab that is not in view.
  const schedule = useCallback(() => {
    frame.current ??= setTimeout(flush, 33);
  }, [flush]);
  const clear = useCallback(() => {
    lines.current = [];
    items.current = [];
  }, []);
  return { lines, items, schedule, flush, clear };
}

const endings: Record<string, string> = {
  finished: 'The run finished.',
  failed: 'The run ended with an error.',
  timeout: 'The run was ended: it took too long.',
  stopped: 'Stopped.',
  unsupported: 'This cannot run here.',
};

function progressLine({ done, total, title }: Progress): string {
  if (done === total && title) return `All checks have run. Running ${title}.`;
  return total > 0 ? `Checking ${Math.min(done + 1, total)} of ${total}${title ? `: ${title}` : ''}.` : 'Checking.';
}

export function useSession(bundle: LabBundle): SessionState {
  const [activity, setActivity] = useState<Activity>('idle');
  const [output, setOutput] = useState<Output>(emptyOutput);
  const [report, setReport] = useState<LabReport>();
  const [diagnostics, setDiagnostics] = useState<SourceDiagnostic[]>([]);
  const [status, setStatus] = useState('');
  const [dispatches, setDispatches] = useState<readonly DispatchRecord[]>([]);
  const [gpu, setGpu] = useState<GpuNote>();
  const observed = useRef<DispatchRecord[]>([]);
  const session = useRef<Promise<LabSession>>(undefined);
  const abort = useRef<AbortController>(undefined);
  const apply = useCallback((lines: ConsoleLine[], items: ShowItem[]) => setOutput((before) => addItems(addLines(before, lines), items)), []);
  const buffer = useFrameBuffer(apply);

  const open = useCallback(() => {
    session.current ??= import('@site/src/runtime/session').then(({ openLab }) => {
      const hooks: SessionHooks = {
        onConsole: (lines) => {
          buffer.lines.current.push(...lines.slice(-1_000));
          buffer.schedule();
        },
        onShow: (items) => {
          buffer.items.current.push(...items);
          buffer.schedule();
        },
        onObserved: (record) => observed.current.push(record),
        onProgress: (progress) => setStatus(progressLine(progress)),
      };
      return openLab(bundle, hooks);
    });
    session.current.catch(() => {
      session.current = undefined;
    });
    return session.current;
    // The bundle of a mounted lab does not change; the buffer's parts are stable.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [bundle.lab.id]);

  useEffect(
    () => () => {
      abort.current?.abort();
      void session.current?.then((s) => s.close());
      session.current = undefined;
    },
    [],
  );

  /** Does one run or check; what it says counts only while it is the latest. */
  const attempt = useCallback(
    async <T>(kind: Activity, work: (s: LabSession, signal: AbortSignal, current: () => boolean) => Promise<T>): Promise<T | undefined> => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      const current = () => abort.current === mine;
      buffer.clear();
      setOutput(emptyOutput);
      setDiagnostics([]);
      setGpu(undefined);
      observed.current = [];
      setActivity(kind);
      setStatus(kind === 'running' ? 'Running.' : 'Checking.');
      try {
        return await work(await open(), mine.signal, current);
      } catch {
        if (current()) setStatus('The lab could not be loaded: you seem to be offline. Your text is kept; try again when you are back.');
        return undefined;
      } finally {
        if (current()) {
          buffer.flush();
          setDispatches(observed.current);
          setActivity('idle');
        }
      }
    },
    // What else it uses, the buffer's parts and setters, is stable.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [open],
  );

  const run = useCallback(
    async (source: string) => {
      await attempt('running', async (s, signal, current) => {
        const result = await s.run(source, { signal });
        if (!current()) return;
        setDiagnostics(result.diagnostics);
        setGpu(result.gpu);
        const words = endings[result.ended]!;
        setStatus(result.message.startsWith(words) ? result.message : `${words} ${result.message}`.trim());
      });
    },
    [attempt],
  );

  const check = useCallback(
    (source: string) =>
      attempt('checking', async (s, signal, current) => {
        const result = await s.check(source, { signal });
        if (!current()) return undefined;
        setDiagnostics(result.diagnostics);
        if (result.ended === 'stopped') {
          setStatus('Stopped.');
          return undefined;
        }
        setReport(result.report);
        setStatus(summarizeReport(result.report));
        return result.report;
      }),
    [attempt],
  );

  const stop = useCallback(() => abort.current?.abort(), []);
  const forgetDiagnostics = useCallback(() => setDiagnostics((before) => (before.length > 0 ? [] : before)), []);
  return { activity, output, report, diagnostics, dispatches, gpu, status, run, check, stop, forgetDiagnostics };
}
