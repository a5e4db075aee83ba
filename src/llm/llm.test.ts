import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forward, readLlama } from '../engine/llama';
import vectors from '../engine/llama/vectors.json';
import { fetchModelFiles, loadModel, ModelFileError, topTokens, type FetchOptions, type Llm, type LoadProgress } from './index';

const ID = 'storyworld-0.8m';
const BASE_URL = fileURLToPath(new URL('../../static/models', import.meta.url));

/** Stands in for a web server: reads from disk, and may answer some paths otherwise. */
function diskFetch(answers: Record<string, () => Response> = {}): NonNullable<FetchOptions['fetch']> {
  return async (url, { signal }) => {
    signal?.throwIfAborted();
    for (const [ending, answer] of Object.entries(answers)) if (url.endsWith(ending)) return answer();
    return new Response(new Uint8Array(await readFile(url)));
  };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}

describe('a loaded model', () => {
  let llm: Llm;
  const progress: LoadProgress[] = [];
  beforeAll(async () => {
    llm = await loadModel(ID, { baseUrl: BASE_URL, fetch: diskFetch(), onProgress: (each) => progress.push(each) });
  });
  afterAll(() => llm.dispose());

  it('reported its progress to the last byte, and takes at most 4 MB', () => {
    expect(progress[0]!.loadedBytes).toBe(0);
    expect(progress.at(-1)!.loadedBytes).toBe(progress.at(-1)!.totalBytes);
    expect(progress.at(-1)!.totalBytes).toBeLessThan(4e6);
  });

  it('tokenizes there and back', () => {
    const ids = llm.tokenize('Ana had a red kite.');
    expect(llm.decode(ids)).toBe('Ana had a red kite.');
    expect(ids.map((id) => llm.tokenText(id)).join('')).toBe('Ana had a red kite.');
  });

  it('inspects as PyTorch and our own forward pass compute', async () => {
    const [config, weights] = await fetchModelFiles(ID, ['config.json', 'model.safetensors'], { baseUrl: BASE_URL, fetch: diskFetch() });
    const ours = readLlama(JSON.parse(new TextDecoder().decode(config)), weights!.buffer);
    for (const stored of vectors.forward) {
      const seen = await llm.inspect(stored.text);
      expect(seen.ids).toEqual(stored.ids);
      const float32 = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
      expect(largestDifference(seen.logits, float32(stored.logits))).toBeLessThan(1e-4);
      const reference = forward(ours, stored.ids, { inspect: true });
      expect(largestDifference(seen.logits, reference.logits)).toBeLessThan(1e-4);
      seen.attention.forEach((layer, i) => expect(largestDifference(layer, reference.attention[i]!)).toBeLessThan(1e-5));
      seen.hidden.forEach((layer, i) => expect(largestDifference(layer, reference.hidden[i]!)).toBeLessThan(1e-4));
      expect(seen.attention).toHaveLength(ours.config.layerCount);
      expect(seen.hidden).toHaveLength(ours.config.layerCount + 1);
      expect(seen.tokens).toHaveLength(stored.ids.length);
    }
  });

  it('generates greedily what PyTorch generates, token for token, near ties apart', { timeout: 60_000 }, async () => {
    for (const { prompt, ids, margins } of vectors.greedy) {
      const { ids: generated, stopReason } = await llm.generate({ prompt, temperature: 0, maxNewTokens: 40 });
      const whole = stopReason === 'end of text' ? [...generated, llm.endOfTextId] : generated;
      const differsAt = ids.findIndex((id, step) => whole[step] !== id);
      if (differsAt >= 0) expect(margins[differsAt], `"${prompt}", step ${differsAt}`).toBeLessThan(1e-3);
      else expect(whole).toHaveLength(ids.length);
    }
  });

  it('draws the same text for the same seed, and tells of every token', async () => {
    const told: string[] = [];
    const options = { prompt: 'Once there was', temperature: 1, topP: 0.95, seed: 5, maxNewTokens: 30 };
    const first = await llm.generate({ ...options, onToken: ({ text }) => told.push(text) });
    expect((await llm.generate(options)).ids).toEqual(first.ids);
    expect((await llm.generate({ ...options, seed: 6 })).ids).not.toEqual(first.ids);
    expect(told.at(-1)).toBe(first.text);
    expect(told).toHaveLength(first.ids.length);
  });

  it('gives probabilities of the next token that sum to one, and two runs at once do not disturb each other', async () => {
    const text = 'Once there was a kind';
    const [a, b, c] = await Promise.all([llm.nextTokenProbabilities(text), llm.nextTokenProbabilities('Rex was'), llm.nextTokenProbabilities(text)]);
    expect(a.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    expect(c).toEqual(a);
    expect(b).not.toEqual(a);
    expect(topTokens(a, 1)[0]!.probability).toBeGreaterThan(0.01);
  });

  it('stops when told, and when the context is full', async () => {
    const abort = new AbortController();
    const cut = await llm.generate({ prompt: 'Once', seed: 1, signal: abort.signal, onToken: ({ text }) => text.length > 10 && abort.abort() });
    expect(cut.stopReason).toBe('aborted');
    expect(cut.ids.length).toBeGreaterThan(0);
    const nearlyFull = llm.decode(new Array<number>(250).fill(llm.tokenize(' the')[0]!));
    const full = await llm.generate({ prompt: nearlyFull, temperature: 5, seed: 2 });
    expect(['context full', 'end of text']).toContain(full.stopReason);
    expect(full.ids.length).toBeLessThanOrEqual(6);
    await expect(llm.generate({ prompt: nearlyFull + nearlyFull })).rejects.toThrow('the model can read 255');
  });
});

describe('loading', () => {
  it('joins concurrent loads, and the last to dispose frees the model', async () => {
    const fetchOnce = vi.fn(diskFetch());
    const options = { baseUrl: BASE_URL, fetch: fetchOnce };
    const [a, b] = await Promise.all([loadModel(ID, options), loadModel(ID, options)]);
    expect(fetchOnce).toHaveBeenCalledTimes(5);
    await a.dispose();
    await a.dispose();
    expect((await b.generate({ prompt: 'Once', maxNewTokens: 2 })).ids.length).toBeGreaterThan(0);
    await expect(a.nextTokenProbabilities('Once')).rejects.toThrow('disposed');
    await b.dispose();
    const again = await loadModel(ID, options);
    expect(fetchOnce).toHaveBeenCalledTimes(10);
    await again.dispose();
  });

  it('one who aborts does not end the load of another', async () => {
    const abort = new AbortController();
    const options = { baseUrl: BASE_URL, fetch: diskFetch() };
    const leaving = loadModel(ID, { ...options, signal: abort.signal });
    const staying = loadModel(ID, options);
    abort.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    await (await staying).dispose();
  });

  const failing = (answers: Record<string, () => Response>) => loadModel(ID, { baseUrl: BASE_URL, fetch: diskFetch(answers) });

  it('names the file that is missing, cut short or altered', async () => {
    const weights = new Uint8Array(await readFile(`${BASE_URL}/${ID}/onnx/model.onnx_data`));
    const altered = weights.slice();
    altered[1000]! ^= 1;
    await expect(failing({ 'model.onnx_data': () => new Response(null, { status: 404 }) })).rejects.toThrow(/model\.onnx_data is missing \(HTTP 404\)/);
    await expect(failing({ 'model.onnx_data': () => new Response(weights.slice(0, -1)) })).rejects.toThrow(/model\.onnx_data has \d+ bytes where/);
    await expect(failing({ 'model.onnx_data': () => new Response(altered) })).rejects.toThrow(/model\.onnx_data differs/);
    await expect(failing({ 'manifest.json': () => new Response('<!doctype html>') })).rejects.toThrow(/manifest\.json is no JSON/);
    await expect(failing({ 'manifest.json': () => new Response('<!doctype html>') })).rejects.toBeInstanceOf(ModelFileError);
  });

  it('checks the length alone where there is no crypto.subtle', async () => {
    vi.stubGlobal('crypto', {});
    try {
      await (await failing({})).dispose();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
