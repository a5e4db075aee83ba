import { expect, it } from 'vitest';
import { forward, modelFromTensors, type LlamaConfig } from '@site/src/engine/llama';
import { initialTensors } from '@site/src/engine/training';
import { createDecoder } from './decoder';

const config: LlamaConfig = {
  vocabularySize: 23,
  hiddenSize: 12,
  intermediateSize: 20,
  layerCount: 2,
  headCount: 4,
  kvHeadCount: 2,
  headSize: 6,
  contextLength: 16,
  rmsNormEpsilon: 1e-5,
  ropeTheta: 10_000,
  tiedEmbeddings: true,
};
const model = modelFromTensors(config, initialTensors(config, 4));

it('one token at a time gives what the whole forward pass gives', () => {
  const ids = Array.from({ length: 16 }, (_, i) => (7 * i) % 23);
  const { logits } = forward(model, ids);
  const decoder = createDecoder(model);
  ids.forEach((id, t) => {
    const row = decoder.next(id);
    row.forEach((value, i) => expect(value).toBeCloseTo(logits[t * 23 + i]!, 5));
  });
});

it('says when the context is full', () => {
  const decoder = createDecoder(model);
  for (let t = 0; t < 16; t++) decoder.next(0);
  expect(() => decoder.next(0)).toThrow('the context of 16 tokens is full');
});
