import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { readActivations } from '@site/src/engine/activations';
import { channelsOf, defaults, othersDb, quantized, restoreSite, siteOf, storeSite, type Site, type Still } from './model';
import { computeStill } from './still';

let still: Still;
beforeAll(async () => {
  still = await computeStill();
});
const site = (id: string, name: string): Site => restoreSite(still.models.find((m) => m.id === id)!.sites.find((s) => s.name === name)!);

it('the still: a channel of MiniLM stands 15 times above the median, none of the book’s model three times', () => {
  const minilm = channelsOf(site('all-minilm-l6-v2', 'mlp input'), defaults.layer);
  expect(minilm.ratio).toBeGreaterThan(15);
  expect(minilm.row[minilm.strongest]! / minilm.median).toBeCloseTo(minilm.ratio, 3);
  for (const name of ['attention input', 'mlp input']) {
    const ours = site('storyworld-0.8m', name);
    ours.layers.forEach((_, layer) => expect(channelsOf(ours, layer).ratio).toBeLessThan(3));
  }
});
it('at 8 bits one scale for the tensor costs MiniLM’s other channels most, and finer scales win it back', () => {
  const minilm = site('all-minilm-l6-v2', 'mlp input');
  const db = quantized(minilm, 8);
  expect(db.token).toBeGreaterThan(db.tensor);
  expect(db.group).toBeGreaterThan(db.token + 3);
  expect(db.channel).toBeGreaterThan(db.tensor + 6);
  expect(othersDb(minilm, 8)).toBeLessThan(db.tensor);
});
it('a scale for the tensor costs the book’s model less than MiniLM, against groups of 32', () => {
  const gain = (s: Site) => quantized(s, 8).group - quantized(s, 8).tensor;
  expect(gain(site('storyworld-0.8m', 'mlp input'))).toBeLessThan(gain(site('all-minilm-l6-v2', 'mlp input')));
});
it('SmolLM2 has a channel that is large for every token: a scale a token helps little there, a scale a channel much', () => {
  const file = (ending: string) => readFileSync(`static/activations/smollm2-135m-instruct.${ending}`);
  const attention = siteOf(readActivations(JSON.parse(file('json').toString()), new Uint8Array(file('bin')).buffer).sites.find(({ name }) => name === 'attention input')!);
  const db = quantized(attention, 8);
  expect(db.token).toBeLessThan(db.tensor + 4);
  expect(db.channel).toBeGreaterThan(db.token + 15);
});
it('SmolLM2’s residual stream reaches a third of what FP16 can hold', () => {
  const residual = site('smollm2-135m-instruct', 'residual');
  const { row, strongest, median } = channelsOf(residual, -1);
  expect(row[strongest]).toBeGreaterThan(65504 / 4);
  expect(row[strongest]! / median).toBeGreaterThan(100);
});
it('a scale for each channel is a scale for each row of the transpose', () => {
  const small: Site = { name: 'mlp input', channels: 2, layers: [0], sliceLayer: 0, absMax: [[100, 1]], slice: Float32Array.of(100, 1, -50, 0.5, 25, 0.25) };
  expect(quantized(small, 8).channel).toBeGreaterThan(quantized(small, 8).tensor);
  expect(channelsOf(small, 5).layer).toBe(0);
});
it('stores the slice exactly, or not at all', () => {
  const file = (ending: string) => readFileSync(`static/activations/all-minilm-l6-v2.${ending}`);
  const recording = readActivations(JSON.parse(file('json').toString()), new Uint8Array(file('bin')).buffer);
  const whole = siteOf(recording.sites.find(({ name }) => name === 'mlp input')!);
  expect(site('all-minilm-l6-v2', 'mlp input').slice).toEqual(whole.slice);
  expect(restoreSite(storeSite(whole, false)).slice).toHaveLength(0);
  expect(whole.layers).toHaveLength(6);
});
