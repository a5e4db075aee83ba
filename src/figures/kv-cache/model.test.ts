import { beforeAll, expect, test } from 'vitest';
import { forward } from '@site/src/engine/llama';
import { createSequence } from '@site/src/llm/sequence';
import { shippedModels } from '@site/src/llm/test-models';
import { byteText, cacheSize, defaults, growth, publishedShapes, type Still } from './model';
import { computeStill, keysOfLayer, writeText } from './still';

let still: Still;
beforeAll(async () => void (still = await computeStill()));

test('the sizes are those of what the runtime really holds, layer by layer', async () => {
  for (const model of shippedModels()) {
    const graph = await model.open('fp16');
    const sequence = createSequence(graph, model.config);
    await sequence.step([1, 2, 3]);
    await sequence.step([4]);
    const layers = await sequence.readCache();
    const size = cacheSize(still.models.find(({ name }) => name === model.id)!, 4, 'own', 4);
    for (const { keys, values } of layers) expect(keys.byteLength + values.byteLength).toBe(size.bytesPerLayer);
    expect(layers.length * size.bytesPerLayer).toBe(size.bytes);
    await graph.dispose();
  }
});

test('a key is final when it is computed: of any beginning of the text the keys are the same', () => {
  const { model, ids } = writeText();
  for (const length of [1, still.promptLength, ids.length - 1]) {
    const { hidden } = forward(model, ids.slice(0, length), { inspect: true });
    model.layers.forEach((_, layer) => expect(keysOfLayer(model, layer, hidden[layer]!)).toEqual(still.keys[layer]!.slice(0, length)));
  }
});

test('published sizes', () => {
  const of = (name: string, sharing = 'own') => cacheSize(publishedShapes.find((shape) => shape.name === name)!, 1, sharing, 2).bytesPerToken;
  expect(of('Llama 2 7B')).toBe(524_288);
  expect(of('Llama 3 8B')).toBe(131_072);
  expect(of('Llama 3 8B', 'all')).toBe(of('Llama 2 7B'));
  expect(of('Llama 2 70B', 'one')).toBe(of('Llama 2 70B') / 8);
});

test('with the cache each column is computed once; without it each step computes all', () => {
  const text = { tokens: 'abcde'.split(''), promptLength: 2 };
  expect(growth(text, 0)).toEqual({ tokenCount: 2, before: 0, computed: 2, computedWithout: 2, lastStep: 3 });
  expect(growth(text, 2)).toEqual({ tokenCount: 4, before: 3, computed: 4, computedWithout: 2 + 3 + 4, lastStep: 3 });
  expect(growth(text, 99).tokenCount).toBe(5);
  expect(defaults.step).toBeLessThanOrEqual(growth(still, 99).lastStep);
});

test('bytes in words', () => {
  expect([512, 2048, 1_073_741_824, 67_108_864].map(byteText)).toEqual(['512 B', '2.05 kB', '1.07 GB', '67.1 MB']);
});
