import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '@site/src/engine/backend';
import { fromTokenizerJson, type Tokenizer } from '@site/src/engine/tokenizer';
import { createCorpus } from './corpus';
import { openProcessor } from './device';
import type { RecordedRun } from './model';
import { createRun } from './run';
import { defaults, GUESS_STEPS, ROW_TOKENS, type Settings } from './settings';
import built from './recorded.json';

const recorded = built as RecordedRun;
const small: Settings = { ...defaults, size: 'small', batchSize: 1 };
let tokenizer: Tokenizer;
let backend: Backend;
beforeAll(async () => {
  tokenizer = fromTokenizerJson(JSON.parse(readFileSync(new URL('../../../static/models/storyworld-0.8m/tokenizer.json', import.meta.url), 'utf8')));
  backend = await openProcessor();
  return () => backend.dispose();
});

describe('the corpus', () => {
  it('is whole rows from the start of a story, the same for the same seed, and never a held-out story', () => {
    const corpus = createCorpus(tokenizer, small);
    const rows = [0, 1, 50].flatMap((step) => corpus.rows(step));
    expect(rows).toEqual([0, 1, 50].flatMap((step) => createCorpus(tokenizer, small).rows(step)));
    for (const row of rows) {
      expect(row).toHaveLength(ROW_TOKENS + 1);
      expect(row[0]).toBe(tokenizer.endOfTextId);
    }
    const firstStory = (row: readonly number[]) => row.slice(1, row.indexOf(tokenizer.endOfTextId, 1)).join();
    const heldOut = new Set(corpus.heldOut.rows.map(firstStory));
    expect(rows.some((row) => heldOut.has(firstStory(row)))).toBe(false);
    const ofFew = (seed: number) => createCorpus(tokenizer, { ...small, stories: 1000, seed }).rows(0);
    expect(ofFew(2)).not.toEqual(ofFew(1));
  });

  it('repeats its stories where there are few of them', () => {
    const corpus = createCorpus(tokenizer, { ...small, stories: 10, batchSize: 16 });
    const stories = new Set([0, 1, 2, 3].flatMap((step) => corpus.rows(step)).map((row) => row.slice(1, row.indexOf(tokenizer.endOfTextId, 1)).join()));
    expect(stories.size).toBeLessThanOrEqual(10);
  });

  it('has levels in their order, and held-out rows that end with their story', () => {
    const { heldOut, frequencyNats, uniformNats } = createCorpus(tokenizer, small);
    expect(0 < heldOut.floorNats && heldOut.floorNats < frequencyNats && frequencyNats < uniformNats).toBe(true);
    heldOut.rows.forEach((row, i) => {
      expect(row[heldOut.counts[i]!]).toBe(tokenizer.endOfTextId);
      expect(row.slice(heldOut.counts[i]!).every((id) => id === tokenizer.endOfTextId)).toBe(true);
      expect(row.slice(1, heldOut.counts[i]).includes(tokenizer.endOfTextId)).toBe(false);
    });
  });
});

describe('a run', () => {
  it('that was stopped goes on to the same numbers and the same stories', { timeout: 120_000 }, async () => {
    const whole = await createRun(backend, tokenizer, small);
    const first = await createRun(backend, tokenizer, small);
    for (let i = 0; i < 2; i++) await first.advance();
    const kept = structuredClone(await first.state());
    await first.dispose();
    const second = await createRun(backend, tokenizer, small, kept);
    for (let i = 0; i < 4; i++) await whole.advance();
    for (let i = 0; i < 2; i++) await second.advance();
    expect(await second.state()).toEqual(await whole.state());
    await whole.dispose();
    await second.dispose();
  });

  it('gets below the uniform guess within some tens of steps', { timeout: 120_000 }, async () => {
    const run = await createRun(backend, tokenizer, { ...small, learningRate: 1e-2 });
    let lossNats = Infinity;
    for (let i = 0; i < 40; i++) ({ lossNats } = await run.advance());
    expect(lossNats).toBeLessThan(run.corpus.uniformNats);
    expect(run.record.samples.length).toBe(run.record.measurements.length);
    await run.dispose();
  });

  it('refuses a prompt that leaves no room, and takes anything else', { timeout: 120_000 }, async () => {
    const run = await createRun(backend, tokenizer, small);
    const write = (prompt: string) => run.write({ prompt, temperature: 0, seed: 1, maxNewTokens: 3 });
    await expect(write('owl '.repeat(400))).rejects.toThrow('the model can read');
    for (const prompt of ['', '🦉', '\ud800', 'Once']) expect(typeof (await write(prompt)).text).toBe('string');
    await run.dispose();
  });
});

describe('the recorded run', () => {
  it('is what this code gives from its first step on', { timeout: 120_000 }, async () => {
    const run = await createRun(backend, tokenizer, recorded.settings);
    for (let i = 0; i < 3; i++) await run.advance();
    run.record.measurements.forEach(({ step, heldOutNats }, i) => {
      expect(recorded.measurements[i]!.step).toBe(step);
      expect(recorded.measurements[i]!.heldOutNats).toBeCloseTo(heldOutNats, 3);
    });
    run.record.points.forEach(({ step, trainNats }, i) => {
      expect(recorded.points[i]!.step).toBe(step);
      expect(recorded.points[i]!.trainNats).toBeCloseTo(trainNats, 3);
    });
    expect(run.record.samples[0]).toEqual(recorded.samples[0]);
    await run.dispose();
  });

  it('crosses the frequencies after a few dozen steps, as the chapter says', () => {
    const crossed = recorded.measurements.find(({ heldOutNats }) => heldOutNats < recorded.frequencyNats)!;
    expect(crossed.step).toBeGreaterThan(10);
    expect(crossed.step).toBeLessThan(50);
  });

  it('is long enough to answer the guess, and ends well below the frequencies', () => {
    expect(recorded.measurements.some(({ step }) => step === GUESS_STEPS)).toBe(true);
    expect(recorded.measurements.at(-1)!.heldOutNats).toBeLessThan(recorded.frequencyNats / 2);
    expect(recorded.seconds).toHaveLength(recorded.measurements.length);
  });
});
