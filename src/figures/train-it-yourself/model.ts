// What the figure shows of a run: lines and ticks of the chart, and the words beside it. No React; training itself is run.ts.

import { wholeBetween } from '@site/src/components/Figure/state';
import { countParameters } from '@site/src/engine/llama/config';
import type { Judgement } from './judge';
import type { DeviceWish } from './protocol';
import type { Measurement, RunRecord } from './run';
import { BATCH_SIZES, configOf, defaults as defaultSettings, GUESS_STEPS, LEARNING_RATES, ROW_TOKENS, STORY_COUNTS, type Settings } from './settings';

/** What the hash of the page keeps. */
export const defaults = {
  size: defaultSettings.size as string,
  batchSize: defaultSettings.batchSize,
  stories: defaultSettings.stories,
  learningRate: defaultSettings.learningRate,
  device: 'auto' as string,
  /** Nats a token on held-out stories after GUESS_STEPS. */
  guess: 3.5,
};

/** A run of the same code, made once (record.ts), and what the machine took for it. */
export interface RecordedRun extends RunRecord {
  uniformNats: number;
  frequencyNats: number;
  floorNats: number;
  vocabularySize: number;
  parameters: number;
  /** Since the start, at each measurement. */
  seconds: number[];
  tokensPerSecond: number;
  backend: string;
  machine: string;
}

export interface Levels {
  uniformNats: number;
  frequencyNats: number;
  floorNats: number;
}

const nearest = (values: readonly number[], value: number) => values.reduce((best, each) => (Math.abs(each - value) < Math.abs(best - value) ? each : best));

/** Settings that a run can take, whatever a link says. */
export function settingsOf(state: typeof defaults): { settings: Settings; device: DeviceWish; guess: number } {
  return {
    settings: {
      size: state.size === 'small' || state.size === 'large' ? state.size : 'shipped',
      batchSize: nearest(BATCH_SIZES, state.batchSize),
      stories: nearest(STORY_COUNTS, state.stories),
      learningRate: nearest(LEARNING_RATES, state.learningRate),
      seed: defaultSettings.seed,
    },
    device: state.device === 'wasm' || state.device === 'webgpu' ? state.device : 'auto',
    guess: wholeBetween(10 * state.guess, 0, 80) / 10,
  };
}

export const thousands = (count: number) => Math.round(count).toLocaleString('en-US');
export const nats = (value: number) => value.toFixed(2);

export function shapeWords(size: Settings['size'], vocabularySize: number): string {
  const config = configOf(size, vocabularySize);
  return `${config.layerCount} ${config.layerCount === 1 ? 'layer' : 'layers'} of width ${config.hiddenSize}: ${thousands(countParameters(config))} parameters`;
}

export const storyWords = (stories: number) => (stories === 0 ? 'a new one each time' : `the same ${thousands(stories)}`);
export const rateWords = (rate: number) => rate.toLocaleString('en-US', { maximumSignificantDigits: 1, maximumFractionDigits: 4 });

export const tokensSeen = (step: number, settings: Pick<Settings, 'batchSize'>) => step * settings.batchSize * ROW_TOKENS;

/** The chart: tokens seen on a logarithmic axis, nats a token on a linear one, in units of the drawing. */
export const CHART = { width: 360, height: 250, left: 34, right: 352, top: 14, bottom: 212 } as const;
const MOST_NATS = 8;

export interface Chart {
  x: (tokens: number) => number;
  y: (nats: number) => number;
  xTicks: { at: number; label: string }[];
  yTicks: { at: number; label: string }[];
  /** Points for <polyline>. */
  train: string;
  heldOut: string;
}

const shortCount = (count: number) => (count >= 1e6 ? `${count / 1e6} M` : count >= 1e3 ? `${count / 1e3} k` : String(count));

export function chartOf(record: RunRecord | undefined, settings: Settings): Chart {
  const seen = (step: number) => tokensSeen(step, settings);
  const first = seen(1);
  const last = Math.max(seen(2 * GUESS_STEPS), seen(record?.points.at(-1)?.step ?? 0));
  const scale = (CHART.right - CHART.left) / Math.log(last / first);
  const x = (tokens: number) => CHART.left + scale * Math.log(Math.max(first, tokens) / first);
  // A run that goes wrong leaves the chart at its top.
  const y = (value: number) => CHART.bottom - ((CHART.bottom - CHART.top) * Math.min(MOST_NATS, Math.max(0, value))) / MOST_NATS;
  const line = (points: readonly (readonly [number, number])[]) => points.map(([step, value]) => `${x(seen(step)).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const decades = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].filter((tokens) => tokens >= first && tokens <= last);
  return {
    x,
    y,
    xTicks: decades.map((tokens) => ({ at: x(tokens), label: shortCount(tokens) })),
    yTicks: [0, 2, 4, 6, 8].map((value) => ({ at: y(value), label: String(value) })),
    train: line((record?.points ?? []).map(({ step, trainNats }) => [step, trainNats] as const)),
    heldOut: line((record?.measurements ?? []).map(({ step, heldOutNats }) => [step, heldOutNats] as const)),
  };
}

export const measuredAtGuess = (record: RunRecord | undefined): Measurement | undefined => record?.measurements.find(({ step }) => step === GUESS_STEPS);

/** Rows of the table in words: at most about a dozen, evenly over the axis, the last one always. */
export function tableRows(record: RunRecord): { step: number; tokens: number; trainNats: number | undefined; heldOutNats: number }[] {
  const { measurements, points } = record;
  const every = Math.max(1, Math.ceil(measurements.length / 12));
  return measurements
    .filter((_, i) => (measurements.length - 1 - i) % every === 0)
    .map(({ step, heldOutNats }) => ({ step, tokens: tokensSeen(step, record.settings), trainNats: points.findLast((point) => point.step <= step)?.trainNats, heldOutNats }));
}

/** A sentence on what StoryWorld's checker found. */
export function judgementWords({ ungrammatical, contradictions, first }: Judgement): string {
  const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  if (!first) return 'StoryWorld’s checker finds nothing wrong with it.';
  const what = [...(ungrammatical > 0 ? [many(ungrammatical, 'sentence that nobody there would say', 'sentences that nobody there would say')] : []), ...(contradictions > 0 ? [many(contradictions, 'contradiction', 'contradictions')] : [])];
  const quoted = first.sentence.length > 90 ? `${first.sentence.slice(0, 90)}…` : first.sentence;
  return `StoryWorld’s checker finds ${what.join(' and ')}. The first: “${quoted}” (${first.why}).`;
}

/** Index of the first sample that has no ungrammatical sentence; -1 where there is none. */
export const firstGrammatical = ({ samples }: Pick<RunRecord, 'samples'>): number => samples.findIndex(({ judgement }) => judgement.ungrammatical === 0);

/** A sentence on where the run stands between the three levels. */
export function whereItStands({ heldOutNats }: Measurement, { uniformNats, frequencyNats, floorNats }: Levels): string {
  if (heldOutNats > uniformNats) return 'That is worse than giving every token the same probability.';
  if (heldOutNats > frequencyNats) return 'That is better than a uniform guess, and worse than knowing how frequent each token is.';
  const share = (100 * (frequencyNats - heldOutNats)) / (frequencyNats - floorNats);
  return `That is ${share.toFixed(0)} % of the way from knowing only how frequent each token is down to the floor.`;
}
