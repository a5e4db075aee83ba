import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../engine/random';
import type { Llm } from './llm';
import { softmax } from './sampling';
import { expectedTokensPerRound, generateSpeculatively, verifyDraft } from './speculative';
import { shippedModels } from './test-models';

const distributionOf = (weights: readonly number[]) => weights.map((weight) => weight / weights.reduce((a, b) => a + b));
const distributions = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }).filter((weights) => weights.some((w) => w > 0)).map(distributionOf);

describe('what is kept of a draft', () => {
  it('is distributed as the large model alone would write, whatever the small one drafts', () => {
    fc.assert(
      fc.property(distributions, distributions, fc.integer(), (p, q, seed) => {
        const { uniform } = createRng(seed);
        const drawQ = () => {
          let rest = uniform();
          return Math.max(0, q.findIndex((value) => value > 0 && (rest -= value) < 0));
        };
        const counts = [0, 0, 0, 0];
        const runs = 4000;
        for (let run = 0; run < runs; run++) {
          const x = drawQ();
          const { acceptedCount, next } = verifyDraft([x], [q], [p, p], uniform);
          counts[acceptedCount === 1 ? x : next]!++;
        }
        // Five standard errors.
        counts.forEach((count, id) => expect(Math.abs(count / runs - p[id]!)).toBeLessThan(0.01 + 5 * Math.sqrt((p[id]! * (1 - p[id]!)) / runs)));
      }),
      { numRuns: 25 },
    );
  });

  it('is everything where the models agree, and as much as the formula says where acceptance is even', () => {
    const same = [0.5, 0.5];
    const { uniform } = createRng(1);
    for (let i = 0; i < 50; i++) expect(verifyDraft([0, 1, 0], [same, same, same], [same, same, same, same], uniform).acceptedCount).toBe(3);
    // q = (1, 0), p = (0.7, 0.3): a drafted 0 is kept in 7 of 10 cases.
    const [p, q] = [[0.7, 0.3], [1, 0]];
    let tokens = 0;
    for (let i = 0; i < 20_000; i++) tokens += 1 + verifyDraft([0, 0, 0], [q, q, q], [p, p, p, p], uniform).acceptedCount;
    expect(tokens / 20_000).toBeCloseTo(expectedTokensPerRound(0.7, 3), 1);
    expect(expectedTokensPerRound(1, 4)).toBe(5);
    expect(expectedTokensPerRound(0.8, 5)).toBeCloseTo(3.69, 2);
  });
});

describe('writing with two models', () => {
  let models: Llm[];
  beforeAll(async () => {
    models = await Promise.all(shippedModels().map((model) => model.llm('fp16')));
  });
  afterAll(() => Promise.all(models.map((model) => model.dispose())));
  const prompt = 'One sunny morning,';

  it('takes fewer steps of the large one than it writes tokens, and ends as texts end', async () => {
    const [small, large] = [models[0]!, models.at(-1)!];
    const { ids, rounds, targetSteps, draftSteps, stopReason } = await generateSpeculatively(large, small, { prompt, draftLength: 4, seed: 3 });
    expect(['end of text', 'context full']).toContain(stopReason);
    expect(targetSteps).toBe(rounds.length);
    expect(targetSteps).toBeLessThan(ids.length);
    expect(draftSteps).toBe(rounds.reduce((sum, { drafted }) => sum + drafted.length, 0));
  });

  it('keeps every token where both are one model', async () => {
    const model = models[0]!;
    const { ids, rounds } = await generateSpeculatively(model, model, { prompt, draftLength: 3, seed: 5, maxNewTokens: 40 });
    expect(ids.length).toBeLessThanOrEqual(40);
    // Rounding in a longer step can turn a kept token away once in thousands.
    const keptShare = rounds.reduce((sum, { acceptedCount }) => sum + acceptedCount, 0) / rounds.reduce((sum, { drafted }) => sum + drafted.length, 0);
    expect(keptShare).toBeGreaterThan(0.95);
  });

  it('writes first tokens as often as the large model alone', async () => {
    const [small, large] = [models[0]!, models.at(-1)!];
    const expected = softmax(await large.logits(prompt).then((logits) => logits.subarray(logits.length - large.config.vocabularySize)));
    const counts = new Map<number, number>();
    const runs = 150;
    for (let seed = 0; seed < runs; seed++) {
      const { ids } = await generateSpeculatively(large, small, { prompt, draftLength: 1, seed, maxNewTokens: 1 });
      counts.set(ids[0]!, (counts.get(ids[0]!) ?? 0) + 1);
    }
    for (const [id, count] of counts) expect(Math.abs(count / runs - expected[id]!)).toBeLessThan(0.01 + 5 * Math.sqrt((expected[id]! * (1 - expected[id]!)) / runs));
  }, 60_000);

  it('refuses what makes no sense', async () => {
    const model = models[0]!;
    await expect(generateSpeculatively(model, model, { prompt, draftLength: 0 })).rejects.toThrow('draftLength');
    await expect(generateSpeculatively(model, model, { prompt, draftLength: 2, temperature: 0 })).rejects.toThrow('temperature');
    await expect(generateSpeculatively(model, model, { prompt: 'a '.repeat(9000), draftLength: 2 })).rejects.toThrow('the model can read');
  });
});
