import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromTokenizerJson } from '../tokenizer';
import { attentionWeights, configFromJson, countParameters, decodeFloat16, forward, matrixShapes, readLlama, readSafetensors, rmsNorm, rope, softmaxInPlace } from './index';
import vectors from './vectors/storyworld-0.8m.json';

const folder = new URL('../../../static/models/storyworld-0.8m/', import.meta.url);
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const weightBytes = new Uint8Array(readFileSync(new URL('model.safetensors', folder))).buffer;
const model = readLlama(json('config.json'), weightBytes);
const tokenizer = fromTokenizerJson(json('tokenizer.json'));

function float32(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}

describe('parameters', () => {
  const untied = { rmsNormEpsilon: 1e-5, ropeTheta: 10000, contextLength: 4096, tiedEmbeddings: false, headSize: 128 };

  it('are counted exactly: published Llamas', () => {
    const llama2 = { ...untied, vocabularySize: 32000, hiddenSize: 4096, intermediateSize: 11008, layerCount: 32, headCount: 32, kvHeadCount: 32 };
    expect(countParameters(llama2)).toBe(6_738_415_616);
    const llama3 = { ...llama2, vocabularySize: 128256, intermediateSize: 14336, kvHeadCount: 8 };
    expect(countParameters(llama3)).toBe(8_030_261_248);
    expect(countParameters({ ...llama3, hiddenSize: 16384, intermediateSize: 53248, layerCount: 126, headCount: 128 })).toBe(405_853_388_800);
  });

  it('of the shipped file are those that its config says', () => {
    const tensors = readSafetensors(weightBytes);
    expect(new Map([...tensors].map(([name, { shape }]) => [name, shape]))).toEqual(
      new Map(matrixShapes(model.config).map(({ name, shape }) => [name, shape])),
    );
    expect([...tensors.values()].reduce((sum, { data }) => sum + data.length, 0)).toBe(countParameters(model.config));
  });
});

describe('reading', () => {
  it('decodes half precision exactly', () => {
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x8000, 0x7c00].map(decodeFloat16)).toEqual([1, -2, 65504, 2 ** -24, 2 ** -14, -0, Infinity]);
  });

  it('refuses damaged files', () => {
    expect(() => readSafetensors(weightBytes.slice(0, 5))).toThrow('too short');
    expect(() => readSafetensors(weightBytes.slice(0, 100))).toThrow('inside its header');
    expect(() => readSafetensors(weightBytes.slice(0, -1))).toThrow('the file ends inside');
    expect(() => configFromJson({ model_type: 'gpt2' })).toThrow('"llama" was expected');
  });
});

describe('operations', () => {
  it('rmsNorm: [3, 4] has a root mean square of sqrt(12.5)', () => {
    const y = rmsNorm(Float32Array.of(3, 4), Float32Array.of(1, 2), 0);
    expect(y[0]).toBeCloseTo(3 / Math.sqrt(12.5), 6);
    expect(y[1]).toBeCloseTo(8 / Math.sqrt(12.5), 6);
  });

  it('rope turns pair (0, 1) of the token at position 1 by one radian, and scores depend on distance alone', () => {
    const y = rope(Float32Array.of(0, 0, 1, 0), 1, 2, 10000);
    expect(y[2]).toBeCloseTo(Math.cos(1), 6);
    expect(y[3]).toBeCloseTo(Math.sin(1), 6);
    const q = Float32Array.of(0.3, -1.2, 0.8, 2);
    const k = Float32Array.of(-0.5, 0.7, 1.1, 0.2);
    const score = (queryPosition: number, keyPosition: number) => {
      const turned = rope(k, 1, 4, 10000, keyPosition);
      return rope(q, 1, 4, 10000, queryPosition).reduce((sum, value, i) => sum + value * turned[i]!, 0);
    };
    expect(score(9, 4)).toBeCloseTo(score(105, 100), 4);
  });

  it('softmax survives large inputs', () => {
    const x = Float32Array.of(1000, 1000);
    softmaxInPlace(x);
    expect([...x]).toEqual([0.5, 0.5]);
  });

  it('attention is causal, sums to one, and query heads of one group read one key head', () => {
    const shape = { headCount: 4, kvHeadCount: 2, headSize: 2 };
    // Head 0 and 1 have one query; so do 2 and 3.
    const q = Float32Array.from({ length: 3 * 4 * 2 }, (_, i) => Math.sin(Math.floor(i / 4) * 2 + (i % 2)));
    const k = Float32Array.from({ length: 3 * 2 * 2 }, (_, i) => Math.cos(i * 1.7));
    const weights = attentionWeights(q, k, shape);
    for (let row = 0; row < 12; row++) {
      const values = [...weights.subarray(row * 3, row * 3 + 3)];
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
      expect(values.slice((row % 3) + 1).every((value) => value === 0)).toBe(true);
    }
    expect(weights.subarray(0, 9)).toEqual(weights.subarray(9, 18));
    expect(weights.subarray(18, 27)).toEqual(weights.subarray(27, 36));
    expect(weights.subarray(0, 9)).not.toEqual(weights.subarray(18, 27));
  });
});

describe('the forward pass', () => {
  it('agrees with PyTorch on logits to 1e-4, attention to 1e-5 and hidden states to 1e-4', () => {
    for (const stored of vectors.forward) {
      expect([tokenizer.endOfTextId, ...tokenizer.encode(stored.text)]).toEqual(stored.ids);
      const { logits, attention, hidden } = forward(model, stored.ids, { inspect: true });
      expect(largestDifference(logits, float32(stored.logits))).toBeLessThan(1e-4);
      stored.attention.forEach((layer, i) => expect(largestDifference(attention[i]!, float32(layer))).toBeLessThan(1e-5));
      stored.hiddenBeforeLastLayers.forEach((layer, i) => expect(largestDifference(hidden[i]!, float32(layer))).toBeLessThan(1e-4));
      expect(hidden).toHaveLength(model.config.layerCount + 1);
    }
  });

  it('leaks nothing from later tokens: past logits stay bit-equal', () => {
    const ids = vectors.forward[0]!.ids;
    const changed = [...ids.slice(0, -1), (ids.at(-1)! + 1) % model.config.vocabularySize];
    const keep = (ids.length - 1) * model.config.vocabularySize;
    expect(forward(model, changed).logits.subarray(0, keep)).toEqual(forward(model, ids).logits.subarray(0, keep));
  });

  it('has the same best token as PyTorch at every step of 50 greedy texts, near ties apart', { timeout: 60_000 }, () => {
    const { vocabularySize } = model.config;
    for (const { prompt, ids, margins } of vectors.greedy) {
      const promptIds = [tokenizer.endOfTextId, ...tokenizer.encode(prompt)];
      const { logits } = forward(model, [...promptIds, ...ids.slice(0, -1)]);
      ids.forEach((id, step) => {
        if (margins[step]! < 1e-3) return;
        const at = (promptIds.length - 1 + step) * vocabularySize;
        const row = logits.subarray(at, at + vocabularySize);
        expect(row.indexOf(row.reduce((max, value) => Math.max(max, value), -Infinity)), `"${prompt}", step ${step}`).toBe(id);
      });
    }
  });

  it('refuses more tokens than the context holds, and unknown tokens', () => {
    expect(() => forward(model, new Array<number>(257).fill(0))).toThrow('do not fit');
    expect(() => forward(model, [100_000])).toThrow('there is no token');
  });
});
