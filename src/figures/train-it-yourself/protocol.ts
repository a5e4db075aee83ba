// What the page and the worker that trains tell each other.

import type { RunRecord, Sample, WriteOptions } from './run';
import type { Settings } from './settings';

export type DeviceWish = 'auto' | 'wasm' | 'webgpu';

export interface Places {
  /** The folder of the book's models. */
  modelsUrl: string;
  /** Names this tab among those that may train. */
  tab: string;
}

export type ToWorker =
  | ({ kind: 'start'; settings: Settings; device: DeviceWish } & Places)
  /** The run that is kept. */
  | ({ kind: 'go on'; device: DeviceWish } & Places)
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'rate'; learningRate: number }
  | { kind: 'write'; options: WriteOptions }
  | { kind: 'save' }
  /** Keep the run and end. */
  | { kind: 'stop' };

/** What does not change during a run. */
export interface RunFacts {
  parameters: number;
  uniformNats: number;
  frequencyNats: number;
  floorNats: number;
  /** Where it runs and why, e.g. "WebAssembly: 210 ms a step here, WebGPU takes 480 ms". */
  device: string;
}

export interface Progress {
  step: number;
  lossNats: number;
  tokensPerSecond: number;
}

export type FromWorker =
  | { kind: 'preparing'; what: string }
  | { kind: 'ready'; facts: RunFacts; record: RunRecord }
  | { kind: 'progress'; progress: Progress; record?: RunRecord }
  | { kind: 'paused'; step: number }
  | { kind: 'written'; sample: Sample }
  | { kind: 'cannot write'; why: string }
  | { kind: 'saved'; step: number }
  | { kind: 'stopped' }
  | { kind: 'not saved'; why: string }
  /** Another tab has taken the run over: this one has stopped. */
  | { kind: 'taken' }
  | { kind: 'failed'; why: string };
