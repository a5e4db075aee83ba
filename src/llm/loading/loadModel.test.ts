import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forward } from '../../engine/llama';
import type { Fetch } from './download';
import { ConsentNeededError, ModelFileError } from './errors';
import type { LoadProgress } from './files';
import { loadModel } from './loadModel';
import { loadWeights } from './loadWeights';
import type { Need } from './sharedLoad';
import { openStore } from './store';
import { memoryCaches } from './testing';

const ID = 'storyworld-0.8m';
const MODELS_FOLDER = fileURLToPath(new URL('../../../static/models', import.meta.url));

/** Stands in for a web server: reads from disk, and may answer some paths otherwise. */
function diskFetch(answers: Record<string, () => Response> = {}): Fetch {
  return async (url, { signal }) => {
    signal?.throwIfAborted();
    for (const [ending, answer] of Object.entries(answers)) if (url.endsWith(ending)) return answer();
    return new Response(new Uint8Array(await readFile(url)));
  };
}
const options = { baseUrl: MODELS_FOLDER, fetch: diskFetch() };

afterEach(() => vi.unstubAllGlobals());

describe('loadModel', () => {
  it('joins concurrent loads, and the last to dispose frees the model', async () => {
    const fetchOnce = vi.fn(diskFetch());
    const counted = { ...options, fetch: fetchOnce };
    const [a, b] = await Promise.all([loadModel(ID, counted), loadModel(ID, counted)]);
    expect(fetchOnce).toHaveBeenCalledTimes(5);
    await a.dispose();
    await a.dispose();
    expect((await b.generate({ prompt: 'Once', maxNewTokens: 2 })).ids.length).toBeGreaterThan(0);
    await expect(a.nextTokenProbabilities('Once')).rejects.toThrow('disposed');
    await b.dispose();
    const again = await loadModel(ID, counted);
    expect(fetchOnce).toHaveBeenCalledTimes(10);
    await again.dispose();
  });

  it('reports progress to the last byte, to who joins late too', async () => {
    const early: LoadProgress[] = [];
    const late: LoadProgress[] = [];
    const first = await loadModel(ID, { ...options, onProgress: (each) => early.push(each) });
    const second = await loadModel(ID, { ...options, onProgress: (each) => late.push(each) });
    expect(early[0]!.loadedBytes).toBe(0);
    expect(early.at(-1)!.loadedBytes).toBe(early.at(-1)!.totalBytes);
    expect(late).toEqual([early.at(-1)]);
    await Promise.all([first.dispose(), second.dispose()]);
  });

  it('one who aborts does not end the load of another', async () => {
    const abort = new AbortController();
    const leaving = loadModel(ID, { ...options, signal: abort.signal });
    const staying = loadModel(ID, options);
    abort.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    await (await staying).dispose();
  });

  it('when all abort, stops, and loads anew when asked again', async () => {
    const abort = new AbortController();
    const leaving = loadModel(ID, { ...options, signal: abort.signal, onProgress: () => abort.abort(new Error('gone')) });
    await expect(leaving).rejects.toThrow('gone');
    await (await loadModel(ID, options)).dispose();
    await expect(loadModel(ID, { ...options, signal: abort.signal })).rejects.toThrow('gone');
  });

  const failing = (answers: Record<string, () => Response>) => loadModel(ID, { ...options, fetch: diskFetch(answers) });

  it('names the file that is missing, cut short or altered', async () => {
    const weights = new Uint8Array(await readFile(`${MODELS_FOLDER}/${ID}/onnx/model.onnx_data`));
    const altered = weights.slice();
    altered[1000]! ^= 1;
    await expect(failing({ 'model.onnx_data': () => new Response(null, { status: 404 }) })).rejects.toThrow(/model\.onnx_data is missing \(HTTP 404\)/);
    await expect(failing({ 'model.onnx_data': () => new Response(weights.slice(0, -1)) })).rejects.toThrow(/model\.onnx_data has \d+ bytes where/);
    await expect(failing({ 'model.onnx_data': () => new Response(altered) })).rejects.toThrow(/model\.onnx_data differs/);
    await expect(failing({ 'manifest.json': () => new Response('<!doctype html>') })).rejects.toThrow(/manifest\.json is no JSON/);
    await expect(failing({ 'manifest.json': () => new Response('null') })).rejects.toThrow(/is not the manifest of "storyworld-0\.8m"/);
    await expect(failing({ 'manifest.json': () => new Response('<!doctype html>') })).rejects.toBeInstanceOf(ModelFileError);
    await expect(loadModel('../../etc', { ...options })).rejects.toBeInstanceOf(Error);
  });

  it('says which file a model has not', async () => {
    const manifest = JSON.stringify({ id: ID, files: { 'config.json': { bytes: 1, sha256: '' } } });
    await expect(failing({ 'manifest.json': () => new Response(manifest) })).rejects.toThrow('has no file tokenizer.json');
  });

  it('says that a graph cannot be read, though its hash is right', async () => {
    const manifest = JSON.parse(await readFile(`${MODELS_FOLDER}/${ID}/manifest.json`, 'utf8')) as { files: Record<string, unknown> };
    manifest.files['onnx/model.onnx'] = manifest.files['tokenizer_config.json'];
    const answers = { 'manifest.json': () => Response.json(manifest) };
    const fetch: Fetch = async (url, init) => diskFetch(answers)(url.replace('onnx/model.onnx', url.endsWith('model.onnx') ? 'tokenizer_config.json' : 'onnx/model.onnx'), init);
    await expect(loadModel(ID, { ...options, fetch })).rejects.toThrow('the model\'s graph cannot be read');
    // The runtime lives on.
    await (await loadModel(ID, options)).dispose();
  });

  it('checks the length alone where there is no crypto.subtle', async () => {
    vi.stubGlobal('crypto', {});
    await (await failing({})).dispose();
  });

  it('a second visit fetches the manifest and no other file; offline it does with the last one', async () => {
    const store = openStore(memoryCaches().caches);
    const disk = diskFetch();
    await (await loadModel(ID, { ...options, store })).dispose();
    const urls: string[] = [];
    const watched: Fetch = (url, init) => (urls.push(url), disk(url, init));
    await (await loadModel(ID, { ...options, store, fetch: watched })).dispose();
    expect(urls.map((url) => url.split('/').pop())).toEqual(['manifest.json']);
    const offline: Fetch = (url, init) => (init.cache === 'force-cache' ? disk(url, init) : Promise.reject(new TypeError('Failed to fetch')));
    await (await loadModel(ID, { ...options, store, fetch: offline })).dispose();
  });
});

describe('on a metered connection', () => {
  const large = async () => {
    const manifest = JSON.parse(await readFile(`${MODELS_FOLDER}/${ID}/manifest.json`, 'utf8')) as { files: Record<string, { bytes: number }> };
    manifest.files['tokenizer.json']!.bytes = 6e6;
    return diskFetch({ 'manifest.json': () => Response.json(manifest) });
  };
  const metered = () => vi.stubGlobal('navigator', { connection: { saveData: true } });

  it('asks before more than 5 MB, and says how much and why', async () => {
    metered();
    const asked: Need[] = [];
    const fetch = await large();
    const refusing = loadModel(ID, { ...options, fetch, askConsent: async (need) => (asked.push(need), false) });
    await expect(refusing).rejects.toBeInstanceOf(ConsentNeededError);
    expect(asked).toEqual([{ bytes: expect.any(Number) as number, reason: 'your browser is set to save data' }]);
    expect(asked[0]!.bytes).toBeGreaterThan(6e6);
    await expect(loadModel(ID, { ...options, fetch })).rejects.toThrow('save data');
    // Agreed: it goes on, and finds that the file is not what the manifest says.
    await expect(loadModel(ID, { ...options, fetch, askConsent: async () => true })).rejects.toThrow('where 6000000 were expected');
  });

  it('asks each who waits; one yes will do, one no is for oneself', async () => {
    metered();
    const fetch = await large();
    const no = loadModel(ID, { ...options, fetch, askConsent: async () => false });
    const yes = loadModel(ID, { ...options, fetch, askConsent: () => new Promise((resolve) => setTimeout(resolve, 20, true)) });
    await expect(no).rejects.toBeInstanceOf(ConsentNeededError);
    await expect(yes).rejects.toThrow('where 6000000 were expected');
  });

  it('does not ask for less', async () => {
    metered();
    await (await loadModel(ID, options)).dispose();
  });

  it('says at once that it is offline, where not all was kept', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    await expect(loadModel(ID, { ...options, store: null })).rejects.toThrow('this device is offline');
  });
});

it('loads the weights themselves for the engine', async () => {
  const { model, tokenizer } = await loadWeights(ID, options);
  const { logits } = forward(model, [tokenizer.endOfTextId, ...tokenizer.encode('Once')]);
  expect(logits.every(Number.isFinite)).toBe(true);
});
