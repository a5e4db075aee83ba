// One training run: rows into the trainer, and what is worth showing out of it: points of the curve and stories, further apart as the run gets longer.
// Knows no worker, no page and no storage, so that the worker, the recorded run and the tests do the same.

import type { Backend } from '@site/src/engine/backend';
import { modelFromTensors } from '@site/src/engine/llama';
import { createRng } from '@site/src/engine/random';
import type { Tokenizer } from '@site/src/engine/tokenizer';
import { createTrainer, initialTensors, type TrainerState } from '@site/src/engine/training';
import { sampleToken } from '@site/src/llm/sampling';
import { createCorpus, type Corpus, type HeldOut } from './corpus';
import { createDecoder } from './decoder';
import { judge, type Judgement } from './judge';
import { configOf, GUESS_STEPS, WARMUP_STEPS, type Settings } from './settings';

/** Steps between points grow by this factor, and those between measurements on held-out stories by that. */
const POINT_GROWTH = 1.03;
const MEASURE_GROWTH = 1.25;
/** A measurement is never further from the one before than this. */
const MOST_STEPS_APART = 100;
const MEASURE_ROWS = 8;

export interface Point {
  /** Steps taken when it was measured. */
  step: number;
  /** Mean loss of the steps since the point before it; each before its own update. */
  trainNats: number;
}

export interface Measurement {
  step: number;
  heldOutNats: number;
}

export interface Sample {
  step: number;
  prompt: string;
  /** Without the prompt. */
  text: string;
  judgement: Judgement;
}

/** All that a run is: what is shown, and what it needs to go on. Plain data. */
export interface RunState {
  settings: Settings;
  points: Point[];
  measurements: Measurement[];
  samples: Sample[];
  /** Losses of the steps since the last point. */
  sinceLastPoint: number[];
  trainer: TrainerState;
}

/** What a run has to show for itself. */
export type RunRecord = Omit<RunState, 'trainer' | 'sinceLastPoint'>;

export interface WriteOptions {
  prompt: string;
  temperature: number;
  seed: number;
  maxNewTokens: number;
}

export interface Advance {
  /** Of the step's rows, before its update. */
  lossNats: number;
  /** Of the step alone. */
  stepMs: number;
}

export interface Run {
  readonly step: number;
  readonly record: RunRecord;
  readonly corpus: Corpus;
  /** Takes effect at the next step. */
  learningRate: number;
  /** One step, and whatever is due after it. */
  advance(): Promise<Advance>;
  write(options: WriteOptions): Promise<Sample>;
  state(): Promise<RunState>;
  dispose(): Promise<void>;
}

/** What the model writes of itself: from nothing, always with the same random numbers. */
export const OWN_STORY: WriteOptions = { prompt: '', temperature: 0.7, seed: 1, maxNewTokens: 120 };

/** The first number of steps after `step` that is `growth` times it. */
const nextAfter = (step: number, growth: number): number => Math.max(step + 1, Math.min(step + MOST_STEPS_APART, Math.ceil(step * growth)));

/** Loss of all tokens of held-out stories together, from logits [B, T, V] of their rows; what fills up a row does not count. */
function natsOf(logits: Float32Array, rows: readonly number[][], counts: readonly number[], vocabularySize: number): number {
  let nats = 0;
  rows.forEach((row, b) => {
    for (let t = 0; t < counts[b]!; t++) {
      const at = (b * (row.length - 1) + t) * vocabularySize;
      let [largest, sum] = [-Infinity, 0];
      for (let i = at; i < at + vocabularySize; i++) largest = Math.max(largest, logits[i]!);
      for (let i = at; i < at + vocabularySize; i++) sum += Math.exp(logits[i]! - largest);
      nats += largest + Math.log(sum) - logits[at + row[t + 1]!]!;
    }
  });
  return nats;
}

export async function createRun(backend: Backend, tokenizer: Tokenizer, settings: Settings, saved?: RunState): Promise<Run> {
  const config = configOf(settings.size, tokenizer.vocabularySize);
  const corpus = createCorpus(tokenizer, settings);
  const run = saved ? structuredClone({ ...saved, trainer: undefined }) : { settings, points: [], measurements: [], samples: [], sinceLastPoint: [] };
  const record: RunRecord & Pick<RunState, 'sinceLastPoint'> = run;
  let rate = record.settings.learningRate;
  const trainer = createTrainer({
    config,
    backend,
    weights: initialTensors(config, settings.seed),
    learningRate: (step) => rate * Math.min(1, (step + 1) / WARMUP_STEPS),
  });
  if (saved) await trainer.restore(saved.trainer);

  const measure = async ({ rows, counts }: HeldOut): Promise<number> => {
    let nats = 0;
    for (let from = 0; from < rows.length; from += MEASURE_ROWS) {
      const some = rows.slice(from, from + MEASURE_ROWS);
      nats += natsOf(await trainer.logits(some.map((row) => row.slice(0, -1))), some, counts.slice(from), tokenizer.vocabularySize);
    }
    return nats / counts.reduce((sum, count) => sum + count, 0);
  };

  const write = async ({ prompt, temperature, seed, maxNewTokens }: WriteOptions): Promise<Sample> => {
    const decoder = createDecoder(modelFromTensors(config, await trainer.weights()));
    const promptIds = [tokenizer.endOfTextId, ...tokenizer.encode(prompt)];
    if (promptIds.length >= config.contextLength) throw new RangeError(`the prompt has ${promptIds.length - 1} tokens; the model can read ${config.contextLength - 2} and write after them`);
    const random = createRng(seed).uniform;
    const written: number[] = [];
    let logits = promptIds.map((id) => decoder.next(id)).at(-1)!;
    while (written.length < maxNewTokens) {
      const { id } = sampleToken(logits, { temperature }, random);
      if (id === tokenizer.endOfTextId) break;
      written.push(id);
      if (decoder.tokenCount >= config.contextLength) break;
      logits = decoder.next(id);
    }
    const text = tokenizer.decode(written);
    return { step: trainer.step, prompt, text, judgement: judge(prompt + text) };
  };

  return {
    get step() {
      return trainer.step;
    },
    record,
    corpus,
    get learningRate() {
      return rate;
    },
    set learningRate(value) {
      rate = value;
      record.settings = { ...record.settings, learningRate: value };
    },
    async advance() {
      const rows = corpus.rows(trainer.step);
      const from = performance.now();
      const { step, lossNats } = await trainer.train(rows);
      const stepMs = performance.now() - from;
      if (!Number.isFinite(lossNats)) throw new RangeError(`The loss is no longer a number after step ${step}: the weights have run away. Start over with a smaller learning rate.`);
      record.sinceLastPoint.push(lossNats);
      if (step >= nextAfter(record.points.at(-1)?.step ?? 0, POINT_GROWTH)) {
        const losses = record.sinceLastPoint;
        record.points.push({ step, trainNats: losses.reduce((sum, loss) => sum + loss, 0) / losses.length });
        record.sinceLastPoint = [];
      }
      if (step === GUESS_STEPS || step >= nextAfter(record.measurements.at(-1)?.step ?? 0, MEASURE_GROWTH)) {
        record.measurements.push({ step, heldOutNats: await measure(corpus.heldOut) });
        record.samples.push(await write(OWN_STORY));
      }
      return { lossNats, stepMs };
    },
    write,
    state: async () => structuredClone({ ...record, trainer: await trainer.state() }),
    dispose: () => trainer.dispose(),
  };
}
