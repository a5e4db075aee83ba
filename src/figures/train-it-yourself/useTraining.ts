// The page's side of the worker that trains: one state for the view, and what the reader may ask for. The worker is started by the first ask and ended
// by Stop or with the page, and all of its memory goes with it.

import { useCallback, useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { tabId } from '@site/src/progress';
import type { DeviceWish, FromWorker, Progress, RunFacts, ToWorker } from './protocol';
import type { RunRecord, Sample, WriteOptions } from './run';
import type { Settings } from './settings';
import { forgetRun, loadRunSummary } from './store';

export type Phase = 'idle' | 'preparing' | 'training' | 'pausing' | 'paused' | 'stopping' | 'stopped' | 'taken' | 'failed';

export interface TrainingState {
  phase: Phase;
  /** What is being prepared, or why it failed. */
  told: string;
  facts?: RunFacts;
  record?: RunRecord;
  progress?: Progress;
  /** The last story that the reader asked for. */
  written?: Sample;
  writing: boolean;
  writeProblem: string;
  /** Why nothing can be kept; empty where it can. */
  keepProblem: string;
  /** Of the run that is kept in this browser, this one or an earlier one. */
  keptStep?: number;
}

const idle: TrainingState = { phase: 'idle', told: '', writing: false, writeProblem: '', keepProblem: '' };

function next(before: TrainingState, message: FromWorker): TrainingState {
  switch (message.kind) {
    case 'preparing':
      return { ...before, told: message.what };
    case 'ready':
      return { ...before, phase: 'training', told: '', facts: message.facts, record: message.record };
    case 'progress':
      return { ...before, progress: message.progress, record: message.record ?? before.record };
    case 'paused':
      return { ...before, phase: 'paused' };
    case 'written':
      return { ...before, writing: false, writeProblem: '', written: message.sample };
    case 'cannot write':
      return { ...before, writing: false, writeProblem: message.why };
    case 'saved':
      return { ...before, keptStep: message.step };
    case 'stopped':
      return { ...before, phase: 'stopped' };
    case 'not saved':
      return { ...before, keepProblem: message.why };
    case 'taken':
      return { ...before, phase: 'taken' };
    case 'failed':
      return { ...before, phase: 'failed', told: message.why, writing: false };
  }
}

export function useTraining() {
  const modelsUrl = useBaseUrl('/models');
  const [state, setState] = useState<TrainingState>(idle);
  const worker = useRef<Worker>(null);

  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  const tell = useCallback((message: ToWorker) => worker.current?.postMessage(message), []);

  const begin = useCallback(
    (message: { kind: 'start'; settings: Settings; device: DeviceWish } | { kind: 'go on'; device: DeviceWish }) => {
      end();
      const started = new Worker(new URL('./worker.ts', import.meta.url));
      worker.current = started;
      setState(({ keptStep }) => ({ ...idle, keptStep, phase: 'preparing', told: 'Starting.' }));
      started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (worker.current !== started) return;
        setState((before) => next(before, data));
        // Nothing more comes of it: its memory goes back at once.
        if (data.kind === 'failed' || data.kind === 'taken' || data.kind === 'stopped') end();
      };
      started.onerror = () => {
        if (worker.current !== started) return;
        end();
        setState((before) => ({ ...before, phase: 'failed', told: 'The program that trains could not be loaded. Is the page offline?' }));
      };
      tell({ ...message, modelsUrl, tab: tabId });
    },
    [end, tell, modelsUrl],
  );

  useEffect(() => {
    void loadRunSummary().then((kept) => kept && setState((before) => ({ ...before, keptStep: before.keptStep ?? kept.step })));
  }, []);
  useEffect(() => {
    // A tab that is left may never come back.
    const onHide = () => document.visibilityState === 'hidden' && tell({ kind: 'save' });
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      end();
    };
  }, [tell, end]);

  return {
    state,
    start: (settings: Settings, device: DeviceWish) => begin({ kind: 'start', settings, device }),
    goOn: (device: DeviceWish) => begin({ kind: 'go on', device }),
    pause: () => {
      tell({ kind: 'pause' });
      setState((before) => ({ ...before, phase: 'pausing' }));
    },
    resume: () => {
      tell({ kind: 'resume' });
      setState((before) => ({ ...before, phase: 'training' }));
    },
    /** Ends the worker, once the run is kept, or at once where there is none yet. */
    stop: () => {
      if (state.phase === 'preparing') {
        end();
        setState(({ keptStep }) => ({ ...idle, keptStep }));
        return;
      }
      tell({ kind: 'stop' });
      setState((before) => ({ ...before, phase: 'stopping' }));
    },
    /** Forgets what is kept. */
    forget: async () => {
      end();
      await forgetRun();
      setState(idle);
    },
    setRate: (learningRate: number) => tell({ kind: 'rate', learningRate }),
    write: (options: WriteOptions) => {
      tell({ kind: 'write', options });
      setState((before) => ({ ...before, writing: true }));
    },
  };
}
