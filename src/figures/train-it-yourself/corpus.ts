// What the model learns from and what it is measured on: StoryWorld's stories as rows of tokens, made when they are needed. Stories to measure on
// never occur among those to learn from, and their exact probability gives the floor that no model can get below.

import { createRng } from '@site/src/engine/random';
import type { Tokenizer } from '@site/src/engine/tokenizer';
import { generateStory } from '@site/src/storyworld';
import { ROW_TOKENS, type Settings } from './settings';

/** Seeds of stories to learn from begin here, of those to measure on there. */
const LEARN_FROM = 1_000_000;
const MEASURE_FROM = 3_000_000_000;
/** More than a row can begin. */
const STORIES_A_ROW = 16;
const HELD_OUT_STORIES = 16;
const FREQUENCY_STORIES = 300;

export interface HeldOut {
  /** One story a row, end-of-text before and after it and again to the end of the row; as long as the longest. */
  rows: number[][];
  /** Tokens of each row that are to be predicted: the story's and one end-of-text. */
  counts: number[];
  /** Mean of -ln p(token), of the process that made them: no model can do better on average. */
  floorNats: number;
}

export interface Corpus {
  /** The rows of a step, counted from 0, each of ROW_TOKENS + 1 tokens; the same for the same seed. */
  rows(step: number): number[][];
  heldOut: HeldOut;
  /** ln V: what a model loses that gives all tokens the same probability. */
  uniformNats: number;
  /** The entropy of the tokens' frequencies: what a model loses that knows nothing else. */
  frequencyNats: number;
}

export function createCorpus(tokenizer: Tokenizer, { batchSize, stories, seed }: Pick<Settings, 'batchSize' | 'stories' | 'seed'>): Corpus {
  const { endOfTextId } = tokenizer;
  const idsOf = (storySeed: number) => tokenizer.encode(generateStory(storySeed).text);
  const known = new Map<number, number[]>();
  const learned = (number: number): number[] => {
    if (stories === 0) return idsOf(LEARN_FROM + number);
    const ids = known.get(number) ?? idsOf(LEARN_FROM + number);
    known.set(number, ids);
    return ids;
  };

  const rowOf = (row: number): number[] => {
    const rng = createRng(Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b));
    const ids = [endOfTextId];
    for (let i = 0; ids.length <= ROW_TOKENS; i++) ids.push(...learned(stories === 0 ? row * STORIES_A_ROW + (i % STORIES_A_ROW) : rng.integer(0, stories - 1)), endOfTextId);
    return ids.slice(0, ROW_TOKENS + 1);
  };

  return {
    rows: (step) => Array.from({ length: batchSize }, (_, i) => rowOf(step * batchSize + i)),
    heldOut: holdOut(tokenizer),
    uniformNats: Math.log(tokenizer.vocabularySize),
    frequencyNats: frequencyEntropy(tokenizer, idsOf),
  };
}

function holdOut(tokenizer: Tokenizer): HeldOut {
  const heldOut: HeldOut = { rows: [], counts: [], floorNats: 0 };
  let nats = 0;
  for (let seed = MEASURE_FROM; heldOut.rows.length < HELD_OUT_STORIES; seed++) {
    const { text, logProbabilityNats } = generateStory(seed);
    const ids = tokenizer.encode(text);
    // The few that a row cannot hold are left out: a part of a story has no known probability.
    if (ids.length + 2 > ROW_TOKENS + 1) continue;
    heldOut.rows.push([tokenizer.endOfTextId, ...ids]);
    heldOut.counts.push(ids.length + 1);
    nats -= logProbabilityNats;
  }
  const longest = Math.max(...heldOut.counts);
  for (const row of heldOut.rows) row.push(...new Array<number>(longest + 1 - row.length).fill(tokenizer.endOfTextId));
  heldOut.floorNats = nats / heldOut.counts.reduce((sum, count) => sum + count, 0);
  return heldOut;
}

function frequencyEntropy(tokenizer: Tokenizer, idsOf: (seed: number) => number[]): number {
  const counts = new Float64Array(tokenizer.vocabularySize);
  let total = 0;
  for (let i = 0; i < FREQUENCY_STORIES; i++) {
    for (const id of [...idsOf(LEARN_FROM + i), tokenizer.endOfTextId]) {
      counts[id]!++;
      total++;
    }
  }
  return counts.reduce((nats, count) => (count > 0 ? nats - (count / total) * Math.log(count / total) : nats), 0);
}
