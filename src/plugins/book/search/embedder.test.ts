import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFloat16 } from '@site/src/engine/llama';
import evaluation from '@site/models/all-minilm-l6-v2/evaluation.json';
import stored from './embedder-vectors.json';
import { EMBEDDING_MODEL, embeddingModelHash, meanPool, openEmbedder, type NodeEmbedder } from './embedder';

const float16s = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => decodeFloat16(bytes.readUInt16LE(2 * i)));
};
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe('the shipped sentence-embedding model', () => {
  let embedder: NodeEmbedder;
  beforeAll(async () => {
    embedder = await openEmbedder();
  });
  afterAll(() => embedder.dispose());

  it('cuts texts into the tokens that its Python tokenizer cuts', () => {
    for (const { text, ids } of stored) expect(embedder.tokenize(text), text).toEqual(ids);
  });

  it('gives the vectors that fp32 gives in PyTorch, nearly', { timeout: 300_000 }, async () => {
    const cosines: number[] = [];
    for (const { text, vector } of stored) {
      const ours = await embedder.embed(text);
      expect(dot(ours, ours)).toBeCloseTo(1, 5);
      cosines.push(dot(ours, float16s(vector)));
    }
    expect(Math.min(...cosines)).toBeGreaterThan(0.97);
    expect(cosines.reduce((a, b) => a + b) / cosines.length).toBeGreaterThan(0.99);
  });

  it('reads 256 tokens of a long text, and an empty one', async () => {
    const long = 'a word after a word '.repeat(200);
    expect(embedder.tokenize(long)).toHaveLength(256);
    expect(embedder.tokenize(long).at(-1)).toBe(102);
    expect(embedder.tokenize('')).toEqual([101, 102]);
    expect(await embedder.embed('')).toHaveLength(384);
  });

  it('was evaluated on 1,000 texts as the file that ships', () => {
    expect(evaluation.modelSha256).toBe(embeddingModelHash());
    expect(evaluation.texts).toBe(1000);
    expect(evaluation.meanCosine).toBeGreaterThanOrEqual(0.99);
    expect(evaluation.minimumCosine).toBeGreaterThanOrEqual(0.97);
  });

  it('has the files that its manifest names, none over 25 MB', () => {
    const folder = join(process.cwd(), 'static', 'models', EMBEDDING_MODEL);
    const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { files: Record<string, { bytes: number; sha256: string }> };
    for (const [path, { bytes, sha256 }] of Object.entries(files)) {
      const content = readFileSync(join(folder, path));
      expect(content.length, path).toBe(bytes);
      expect(bytes, path).toBeLessThan(25_000_000);
      expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
    }
  });
});

it('pools rows to their mean, of length 1', () => {
  expect([...meanPool(Float32Array.of(1, 5, 5, 3), 2)].map((v) => v.toFixed(6))).toEqual(['0.600000', '0.800000']);
});
