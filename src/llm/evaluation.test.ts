// The shipped weights, measured again: what the cards say of them is so. Nothing is trained here.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDocument, generateDocument } from '../storyworld';
import type { Llm } from './llm';
import { shippedModels, type ShippedModel } from './test-models';

interface Card {
  heldOut: { firstSeed: number; subsetDocuments: number; byDtype: Record<'fp16' | 'q8' | 'q4', { subsetNatsPerToken: number }> };
  samples: { all: { grammatical: number; consistent: number } };
}

const SAMPLES = 40;
const VARIANTS = ['fp16', 'q8', 'q4'] as const;

const cardOf = (model: ShippedModel) => JSON.parse(new TextDecoder().decode(model.read('card.json'))) as Card;

/** Nats of `target` where the `V` logits from `at` on say what comes next. */
function nats(logits: Float32Array, at: number, V: number, target: number): number {
  const row = logits.subarray(at * V, (at + 1) * V);
  const max = row.reduce((a, b) => Math.max(a, b));
  return max + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - max), 0)) - row[target]!;
}

/** Mean over the tokens of the documents, each alone and with the end-of-text that ends it. */
async function heldOutLoss(llm: Llm, { firstSeed, subsetDocuments }: Card['heldOut']): Promise<number> {
  let sum = 0;
  let tokens = 0;
  for (let i = 0; i < subsetDocuments; i++) {
    const ids = llm.promptIds(generateDocument(firstSeed + i).text);
    const logits = await llm.logits(ids);
    [...ids.slice(1), llm.endOfTextId].forEach((target, at) => (sum += nats(logits, at, llm.config.vocabularySize, target)));
    tokens += ids.length;
  }
  return sum / tokens;
}

for (const model of shippedModels())
  describe(model.id, () => {
    const card = cardOf(model);

    for (const variant of VARIANTS)
      describe(variant, () => {
        let llm: Llm;
        beforeAll(async () => void (llm = await model.llm(variant)));
        afterAll(() => llm.dispose());

        it('has the held-out loss that its card says', { timeout: 120_000 }, async () => {
          expect(await heldOutLoss(llm, card.heldOut)).toBeCloseTo(card.heldOut.byDtype[variant].subsetNatsPerToken, 4);
        });

        if (variant === 'fp16')
          it('writes texts that are as good as its card says', { timeout: 120_000 }, async () => {
            const prompts = new Array<string>(SAMPLES).fill('');
            const texts = (await llm.generateBatch({ prompts, temperature: 1, seed: 1 })).map(({ text, stopReason }) => (stopReason === 'end of text' ? text : ''));
            const reports = texts.map(checkDocument);
            // Three standard deviations of a share among so many.
            const least = (share: number) => share - 3 * Math.sqrt((share * (1 - share)) / SAMPLES) - 1 / SAMPLES;
            const { grammatical, consistent } = card.samples.all;
            expect(reports.filter((report) => report.grammatical).length / SAMPLES).toBeGreaterThanOrEqual(least(grammatical));
            expect(reports.filter((report) => report.consistent).length / SAMPLES).toBeGreaterThanOrEqual(least(consistent));
          });
      });
  });
