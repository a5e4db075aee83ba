import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { defaults, entropyBits, outcome, type Still } from './model';
import { computeStill } from './still';

let still: Still;
beforeAll(async () => void (still = await computeStill()));

const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const tokens = Array.from('abcdefghijklmnop');
// In steps of a hundredth: two that differ by less than a probability can show would be a tie in one place and none in another.
const anyLogits = fc.array(fc.integer({ min: -800, max: 800 }).map((x) => x / 100), { minLength: tokens.length, maxLength: tokens.length });
const anyState = fc.record({
  prompt: fc.constant(0),
  temperature: fc.constantFrom(0, 0.1, 0.7, 1, 2.5),
  topK: fc.nat(20),
  topP: fc.double({ min: 0.05, max: 1, noNaN: true }),
  seed: fc.nat(99),
  draws: fc.nat(60),
});

test('the prompts of the still come surest first, one logit for each token', () => {
  const bits = still.prompts.map(({ logits }) => entropyBits(logits));
  expect(bits).toEqual([...bits].sort((a, b) => a - b));
  for (const { logits } of still.prompts) expect(logits).toHaveLength(still.tokens.length);
});

test('each filter takes tokens away, scales the others by one factor, and never adds entropy', () => {
  fc.assert(
    fc.property(anyLogits, anyState, (logits, state) => {
      const { rows, left, bits, keptMass } = outcome(logits, tokens, state);
      expect(left[2]).toBeLessThanOrEqual(left[1]!);
      expect(left[3]).toBeLessThanOrEqual(left[2]!);
      if (state.topK > 0) expect(left[2]).toBeLessThanOrEqual(state.topK);
      expect(bits[3]).toBeLessThanOrEqual(Math.log2(left[3]!) + 1e-9);
      expect(keptMass).toBeLessThanOrEqual(1 + 1e-5);
      for (const { stages } of rows) if (stages[3] > 0) expect(stages[3]).toBeCloseTo(stages[1] / keptMass, 4);
      // The order of the model's choices never changes.
      for (let i = 1; i < rows.length; i++) if (rows[i]!.stages[3] > 0) expect(rows[i - 1]!.stages[3]).toBeGreaterThanOrEqual(rows[i]!.stages[3] - 1e-9);
    }),
  );
});

test('only what is left is drawn, as often as was asked, the same for the same seed', () => {
  fc.assert(
    fc.property(anyLogits, anyState, (logits, state) => {
      const result = outcome(logits, tokens, state);
      expect(sum(result.rows.map(({ drawn }) => drawn)) + result.drawnElsewhere).toBe(state.draws);
      for (const { stages, drawn } of result.rows) if (stages[3] === 0) expect(drawn).toBe(0);
      expect(outcome(logits, tokens, state)).toEqual(result);
    }),
  );
});

test('temperature: 1 changes nothing, 0 leaves the first choice alone', () => {
  const logits = still.prompts[0]!.logits;
  const same = outcome(logits, still.tokens, { ...defaults, temperature: 1, topK: 0, topP: 1 });
  for (const { stages } of same.rows) for (const p of stages) expect(p).toBeCloseTo(stages[0], 6);
  expect(outcome(logits, still.tokens, { ...defaults, temperature: 0 }).left.slice(1)).toEqual([1, 1, 1]);
});
