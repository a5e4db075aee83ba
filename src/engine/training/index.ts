/** Trains a Llama on any backend. */
export { initialTensors } from './parameters';
export { cosineSchedule, type CosineSchedule } from './schedule';
export { createTrainer } from './trainer';
export type { NamedTensors, StepResult, TokenRows, Trainer, TrainerOptions, TrainerState } from './types';
