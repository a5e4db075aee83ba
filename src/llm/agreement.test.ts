// onnxruntime-web, our own forward pass and PyTorch's stored results on each shipped model.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forward, type LlamaModel } from '../engine/llama';
import type { Llm } from './llm';
import { shippedModels } from './test-models';

interface Vectors {
  forward: { text: string; ids: number[]; logits: string }[];
  /** `margins`: by step, PyTorch's best logit above its second. */
  greedy: { prompt: string; ids: number[]; margins: number[] }[];
}

/** PyTorch's two best are a tie within this: either may be taken. */
const TIE = 1e-3;
const float32 = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}

for (const model of shippedModels()) {
  const vectors = JSON.parse(readFileSync(new URL(`../engine/llama/vectors/${model.id}.json`, import.meta.url), 'utf8')) as Vectors;

  describe(model.id, () => {
    let llm: Llm;
    let ours: LlamaModel;
    beforeAll(async () => {
      llm = await model.llm('fp16');
      ours = model.engineModel();
    });
    afterAll(() => llm.dispose());

    it('gives the logits that PyTorch and our own forward pass compute, and shows the same inside', async () => {
      for (const stored of vectors.forward) {
        const seen = await llm.inspect(stored.text);
        expect(seen.ids).toEqual(stored.ids);
        expect(largestDifference(seen.logits, float32(stored.logits))).toBeLessThan(1e-4);
        expect(largestDifference(await llm.logits(stored.ids), float32(stored.logits))).toBeLessThan(1e-4);
        const reference = forward(ours, stored.ids, { inspect: true });
        expect(largestDifference(seen.logits, reference.logits)).toBeLessThan(1e-4);
        seen.attention.forEach((layer, i) => expect(largestDifference(layer, reference.attention[i]!)).toBeLessThan(1e-5));
        seen.hidden.forEach((layer, i) => expect(largestDifference(layer, reference.hidden[i]!)).toBeLessThan(1e-4));
        expect(seen.attention).toHaveLength(ours.config.layerCount);
        expect(seen.hidden).toHaveLength(ours.config.layerCount + 1);
        expect(seen.tokens).toHaveLength(stored.ids.length);
      }
    });

    it('generates greedily what PyTorch generates, token for token, near ties apart', { timeout: 120_000 }, async () => {
      for (const { prompt, ids, margins } of vectors.greedy) {
        const { ids: generated, stopReason } = await llm.generate({ prompt, temperature: 0, maxNewTokens: ids.length });
        const whole = stopReason === 'end of text' ? [...generated, llm.endOfTextId] : generated;
        const differsAt = ids.findIndex((id, step) => whole[step] !== id);
        if (differsAt >= 0) expect(margins[differsAt], `"${prompt}", step ${differsAt}`).toBeLessThan(TIE);
        else expect(whole).toHaveLength(ids.length);
      }
    });
  });
}
