import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { shippedModels } from '@site/src/llm/test-models';
import { defaults, distribution, percent, sampling, storyToken, type Still } from './model';
import { computeStill } from './still';

const tokens = ['a', 'b', 'c', 'd'];
const logits = [0.1, 0.4, 0.2, 0.3].map(Math.log);

describe('distribution', () => {
  test('by hand: top-k 2 of 0.4, 0.3, 0.2, 0.1 leaves 4/7 and 3/7', () => {
    const { bars, keptCount, keptMass, bitsBefore } = distribution(logits, tokens, { topK: 2 });
    expect(bars.map((bar) => bar.text)).toEqual(['b', 'd', 'c', 'a']);
    [4 / 7, 3 / 7, 0, 0].forEach((p, i) => expect(bars[i]!.after).toBeCloseTo(p, 6));
    expect([keptCount, keptMass]).toEqual([2, expect.closeTo(0.7, 6)]);
    expect(bitsBefore).toBeCloseTo(1.8464, 4);
  });

  test('greedy is a certainty; at temperature 1 with nothing cut off nothing changes', () => {
    expect(distribution(logits, tokens, { temperature: 0 })).toMatchObject({ keptCount: 1, bitsAfter: 0 });
    for (const { before, after } of distribution(logits, tokens, {}).bars) expect(after).toBeCloseTo(before, 6);
  });

  test('the knobs never change the order, and a higher temperature never lowers the entropy', () => {
    const knob = fc.record({ temperature: fc.double({ min: 0.1, max: 5, noNaN: true }), topK: fc.integer({ min: 0, max: 8 }), topP: fc.double({ min: 0.05, max: 1, noNaN: true }) });
    // Hundredths: what differs by less may tie in float32 before the knobs and not after.
    const some = fc.array(fc.integer({ min: -1000, max: 1000 }).map((n) => n / 100), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(some, knob, (x, options) => {
        const after = distribution(x, [], options, x.length).bars.map((bar) => bar.after);
        expect(after.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
        after.slice(1).forEach((p, i) => expect(p).toBeLessThanOrEqual(after[i]! + 1e-6));
        const hotter = { temperature: options.temperature * 1.5 };
        expect(distribution(x, [], hotter).bitsAfter).toBeGreaterThanOrEqual(distribution(x, [], { temperature: options.temperature }).bitsAfter - 1e-4);
      }),
    );
  });

  test('takes whatever a link says', () => {
    expect(sampling({ temperature: -3, topK: 2.6, topP: 0 })).toEqual({ temperature: 0, topK: 3, topP: 0.05 });
  });
});

describe('the still', () => {
  let still: Still;
  beforeAll(async () => {
    still = await computeStill();
  }, 60_000);

  test('is a distribution over the whole vocabulary, and the first token of the story is drawn from it', () => {
    expect(still.logits).toHaveLength(still.tokens.length);
    const { bars, keptMass } = distribution(still.logits, still.tokens, sampling(defaults));
    const [first] = still.story.tokens;
    const bar = bars.find((each) => each.text === first!.text)!;
    expect(bar.before).toBeCloseTo(first!.modelProbability, 3);
    expect(bar.after).toBeCloseTo(first!.drawnProbability, 3);
    expect(keptMass).toBeGreaterThan(0.7);
  });

  test('the runtime of the page writes the same story with the same settings', { timeout: 60_000 }, async () => {
    const llm = await shippedModels().find(({ id }) => id === still.story.modelId)!.llm('fp16');
    const seen: ReturnType<typeof storyToken>[] = [];
    const { stopReason } = await llm.generate({
      ...sampling(defaults),
      prompt: defaults.prompt,
      seed: defaults.seed,
      maxNewTokens: defaults.maxTokens,
      onToken: ({ id, tokenText, probability, logits: x }) => seen.push(storyToken(id, tokenText, probability, x)),
    });
    expect(seen.map((token) => token.text)).toEqual(still.story.tokens.map((token) => token.text));
    seen.forEach((token, i) => expect(token.modelProbability).toBeCloseTo(still.story.tokens[i]!.modelProbability, 3));
    expect(stopReason).toBe(still.story.stopReason);
    await llm.dispose();
  });
});

test('probabilities are told in words', () => {
  expect([0, 0.0004, 0.0123, 0.5].map(percent)).toEqual(['0 %', '< 0.1 %', '1.2 %', '50 %']);
});
