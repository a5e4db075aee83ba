import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forward } from '@site/src/engine/llama';
import { shippedModels } from '@site/src/llm/onDisk';
import { argmax } from '@site/src/llm/sampling';
import { decidedAt, divergenceBits, entropyBits, lensOf, MOST_TOKENS, readStream, SENTENCE, type Lens } from './model';
import { computeStill } from './still';

test('on every model the last column is the model’s own prediction, and what is said of it is at its end', () => {
  for (const model of shippedModels()) {
    const weights = model.engineModel();
    const lens = lensOf(weights, model.tokenizer, model.id, 'Bo had a red kite. Bo');
    const ids = [model.tokenizer.endOfTextId, ...model.tokenizer.encode('Bo had a red kite. Bo')];
    const { logits } = forward(weights, ids);
    const V = model.config.vocabularySize;
    expect(lens.readings).toHaveLength(model.config.layerCount + 1);
    lens.readings.at(-1)!.forEach((reading, t) => {
      expect(reading.top[0]![0]).toBe(model.tokenizer.tokenText(argmax(logits.subarray(t * V, (t + 1) * V))));
      expect(reading.bitsToFinal).toBe(0);
    });
    for (const positions of lens.readings)
      for (const { top, bits, bitsToFinal } of positions) {
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThanOrEqual(Math.log2(V) + 1e-3);
        expect(bitsToFinal).toBeGreaterThanOrEqual(0);
        expect(top.map(([, p]) => p)).toEqual(top.map(([, p]) => p).sort((a, b) => b - a));
      }
  }
});

test('the embedding alone knows its own token and nothing before it', () => {
  const [model] = shippedModels();
  const weights = model!.engineModel();
  const { hiddenSize: d } = weights.config;
  const [a, b] = [forward(weights, [5, 9, 7], { inspect: true }).hidden[0]!, forward(weights, [8, 3, 7], { inspect: true }).hidden[0]!];
  expect(readStream(weights, a.slice(2 * d))).toEqual(readStream(weights, b.slice(2 * d)));
});

test('entropy and divergence', () => {
  expect(entropyBits([0.25, 0.25, 0.25, 0.25])).toBe(2);
  expect(divergenceBits([1, 0], [0.25, 0.75])).toBe(2);
  const distribution = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }).map((xs) => xs.map((x) => x / xs.reduce((a, b) => a + b)));
  fc.assert(
    fc.property(distribution, distribution, (p, q) => {
      expect(divergenceBits(p, q)).toBeGreaterThanOrEqual(-1e-9);
      expect(divergenceBits(p, p)).toBeCloseTo(0, 9);
    }),
  );
});

test('a prediction is decided where it is last changed', () => {
  const reading = (token: string) => [{ top: [[token, 1]], bits: 0, bitsToFinal: 0 }];
  const lens = (...choices: string[]) => ({ readings: choices.map(reading) }) as unknown as Lens;
  expect(decidedAt(lens('a', 'b', 'a', 'a'), 0)).toBe(2);
  expect(decidedAt(lens('a', 'a'), 0)).toBe(0);
  expect(decidedAt(lens('b', 'a'), 0)).toBe(1);
});

test('the still is its sentence; a longer text is refused', async () => {
  const { lens, models } = await computeStill();
  expect(lens.tokens.slice(1).join('')).toBe(SENTENCE);
  expect(models.map(({ id }) => id)).toContain(lens.modelId);
  const [model] = shippedModels();
  expect(() => lensOf(model!.engineModel(), model!.tokenizer, model!.id, 'a. '.repeat(MOST_TOKENS))).toThrow('the picture has room for');
});
