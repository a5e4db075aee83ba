/** What one trains with: the options of a trainer, what a step tells, and a state that can be kept. */
import type { Backend } from '../backend';
import type { LlamaConfig, NamedTensor } from '../llama';

/** B rows of token ids, all of one length. */
export type TokenRows = readonly ArrayLike<number>[];

/** Parameters under Hugging Face's names, as `readSafetensors` gives them and `modelFromTensors` takes them. */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

export interface TrainerOptions {
  config: LlamaConfig;
  /** Who computes. The trainer frees its buffers, never the backend. */
  backend: Backend;
  /** Weights to begin with; `initialTensors(config, seed)` for new ones. */
  weights: NamedTensors;
  /** Learning rate of a step, counted from 0: `cosineSchedule(…)` or any function. */
  learningRate: (step: number) => number;
  /** AdamW's two decays; 0.9 and 0.95 unless told. */
  betas?: readonly [number, number];
  /** 1e-8 unless told. */
  epsilon?: number;
  /** On matrices alone, not on the gains of norms; 0.1 unless told. */
  weightDecay?: number;
  /** Gradients are scaled down to this norm; 1 unless told. */
  clipNorm?: number;
}

export interface StepResult {
  /** Steps taken, this one included. */
  step: number;
  /** Mean cross-entropy of the batch before the step, nats per token. */
  lossNats: number;
  /** Of all gradients together, before clipping. */
  gradientNorm: number;
  learningRate: number;
}

/** All that a run needs to go on as if it had not stopped. Plain data: it can be cloned, posted and stored. */
export interface TrainerState {
  step: number;
  parameters: Record<string, { weights: Float32Array; firstMoment: Float32Array; secondMoment: Float32Array }>;
}

export interface Trainer {
  readonly config: LlamaConfig;
  /** Steps taken. */
  readonly step: number;
  /** One step of AdamW on rows of T + 1 tokens: the model sees the first T of each and predicts the last T. */
  train(rows: TokenRows): Promise<StepResult>;
  /** The mean loss of rows of T + 1 tokens, nats per token. Changes nothing. */
  evaluate(rows: TokenRows): Promise<number>;
  /** Loss and gradients (unclipped) of rows of T + 1 tokens. Changes nothing. */
  gradients(rows: TokenRows): Promise<{ lossNats: number; gradients: NamedTensors }>;
  /** [B, T, V] of rows of T tokens. Changes nothing. */
  logits(rows: TokenRows): Promise<Float32Array>;
  /** A copy. */
  weights(): Promise<NamedTensors>;
  state(): Promise<TrainerState>;
  /** Goes on from a state of the same config; throws where it does not fit. */
  restore(state: TrainerState): Promise<void>;
  /** Frees the trainer's buffers, when what was called before is done. */
  dispose(): Promise<void>;
}
