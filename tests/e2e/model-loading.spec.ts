// How models come into a page, whatever the network does: second visits, two tabs, broken and damaged downloads, questions, runtimes that fail,
// plain HTTP, embeddings, and the Hub's layout. On a page of its own, which has src/llm and nothing else.

import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium';
import { send, serveModels, type ModelServer } from './llm/server';

const ID = 'storyworld-0.8m';
const MINILM = 'all-minilm-l6-v2';
const isWeight = (path: string) => /\.(onnx|onnx_data|safetensors|wasm)$/.test(path);

const test = base.extend<{ models: ModelServer; opened: Page }>({
  // plain.test: this machine by a name that is no secure context.
  launchOptions: [async ({}, use) => use({ executablePath: findChromium(), args: [...chromiumArgs, '--host-resolver-rules=MAP plain.test 127.0.0.1'] }), { scope: 'worker' }],
  models: async ({}, use) => {
    const server = await serveModels();
    await use(server);
    await server.close();
  },
  opened: async ({ models, context }, use) => use(await open(context, models.url)),
});
test.setTimeout(300_000);

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'llm' in window);
  return page;
}

type How = { id?: string; dtype?: 'fp16' | 'q8' | 'q4'; device?: 'wasm' | 'webgpu' };

/** Loads a model, writes a little, and gives it back. */
const write = (page: Page, how: How = {}) =>
  page.evaluate(
    async ([id, options]) => {
      const model = await window.llm.loadModel(id, options);
      const { text } = await model.generate({ prompt: 'Once', temperature: 0, maxNewTokens: 8 });
      await model.dispose();
      return { text, device: model.device, notice: model.notice };
    },
    [how.id ?? ID, how] as const,
  );

/** What a reader would be told of a load that fails. */
const failure = (page: Page, how: How = {}) =>
  page.evaluate(
    ([id, options]) =>
      window.llm.loadModel(id, options).then(
        () => 'it loaded',
        (error: Error) => `${error.name}: ${window.llm.explainModelError(error)}`,
      ),
    [how.id ?? ID, how] as const,
  );

const keptFiles = (page: Page) => page.evaluate(async () => (await (await caches.open('model-files')).keys()).map(({ url }) => url));

test('a second visit fetches no weights and no runtime; a changed file replaces the old one', async ({ models, opened: page }) => {
  const first = await write(page);
  expect(first.text.length).toBeGreaterThan(5);
  expect(models.asked.filter(({ path }) => isWeight(path)).length).toBe(3);
  await page.reload();
  await page.waitForFunction(() => 'llm' in window);
  models.asked.length = 0;
  expect(await write(page)).toEqual(first);
  expect(models.asked.map(({ path }) => path).filter((path) => isWeight(path) || path.startsWith('/models/'))).toEqual([`/models/${ID}/manifest.json`]);

  // As if the store had a version that the manifest no longer names, and a damaged entry.
  await page.evaluate(async () => {
    const cache = await caches.open('model-files');
    const [weights] = (await cache.keys()).filter(({ url }) => url.includes('model.onnx_data'));
    await cache.put(weights!.url.replace(/version=.*/, 'version=older'), new Response('old'));
    await cache.put(weights!, new Response('damaged'));
  });
  models.asked.length = 0;
  expect(await write(page)).toEqual(first);
  expect(models.asked.filter(({ path }) => path.endsWith('model.onnx_data'))).toHaveLength(1);
  expect((await keptFiles(page)).filter((url) => url.includes('older'))).toEqual([]);
});

test('two tabs at once download once, and nothing is corrupted', async ({ models, context }) => {
  const [a, b] = await Promise.all([open(context, models.url), open(context, models.url)]);
  const [first, second] = await Promise.all([write(a), write(b)]);
  expect(second.text).toBe(first.text);
  for (const name of ['model.onnx_data', '.wasm']) expect(models.asked.filter(({ path }) => path.endsWith(name)), name).toHaveLength(1);
});

test('an interrupted download says so, keeps nothing half, and goes on where it stopped', async ({ models, opened: page }) => {
  const weights = `/models/${ID}/onnx/model.onnx_data`;
  models.answer = (request, response, path) => path === weights && (send(request, response, join('static', weights), 500_000), true);
  expect(await failure(page)).toMatch(/^ModelFileError: The model could not be loaded: .*model\.onnx_data broke off after \d+ of \d+ bytes\. Try again to load the rest/);
  expect((await keptFiles(page)).filter((url) => url.includes('model.onnx_data'))).toEqual([]);
  models.answer = () => false;
  models.asked.length = 0;
  expect((await write(page)).text.length).toBeGreaterThan(5);
  expect(models.asked.find(({ path }) => path === weights)!.range).toMatch(/^bytes=\d+-$/);
});

test('a missing and an altered file are named', async ({ models, opened: page }) => {
  models.answer = (_, response, path) => path.endsWith('model.onnx') && (((response.statusCode = 404), response.end()), true);
  expect(await failure(page)).toMatch(/model\.onnx is missing \(HTTP 404\)/);
  models.answer = (_, response, path) => path.endsWith('model.onnx_data') && (response.end(Buffer.alloc(statSync(join('static', path)).size)), true);
  expect(await failure(page)).toMatch(/model\.onnx_data differs from the file it should be \(SHA-256\)/);
  models.answer = () => false;
  expect((await write(page)).text.length).toBeGreaterThan(5);
});

test('a load is cancelled midway, and another who waits for it goes on', async ({ models, opened: page }) => {
  models.answer = async (_, response, path) => {
    if (!path.endsWith('model.onnx_data')) return false;
    createReadStream(join('static', path), { highWaterMark: 50_000 }).pipe(response);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return true;
  };
  const result = await page.evaluate(async (id) => {
    const abort = new AbortController();
    const leaving = window.llm.loadModel(id, { signal: abort.signal, onProgress: ({ loadedBytes }) => loadedBytes > 100_000 && abort.abort(new Error('enough')) });
    const staying = window.llm.loadModel(id);
    const left = await leaving.then(() => 'loaded', (error: Error) => error.message);
    const model = await staying;
    const tokens = model.tokenize('Once').length;
    await model.dispose();
    return { left, tokens };
  }, ID);
  expect(result.left).toBe('enough');
  expect(result.tokens).toBeGreaterThan(0);
  expect(models.asked.filter(({ path }) => path.endsWith('model.onnx_data'))).toHaveLength(1);
});

test('on a metered connection it asks first, with bytes and reason, runtime included', async ({ models, context }) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const page = await open(context, models.url);
  const asked = await page.evaluate(async (id) => {
    const needs: { bytes: number; reason: string }[] = [];
    const told = (agree: boolean) =>
      window.llm.loadModel(id, { askConsent: async (need) => (needs.push(need), agree) }).then((model) => model.dispose().then(() => 'loaded'), (error: Error) => error.name);
    return { no: await told(false), yes: await told(true), kept: await told(false), needs };
  }, ID);
  // The third time nothing is left to ask for.
  expect(asked).toMatchObject({ no: 'ConsentNeededError', yes: 'loaded', kept: 'loaded' });
  expect(asked.needs).toHaveLength(2);
  expect(asked.needs[0]!.reason).toMatch(/save data/);
  expect(asked.needs[0]!.bytes).toBeGreaterThan(5e6);
  expect(asked.needs[0]!.bytes).toBeLessThan(7e6);
});

test('a runtime whose WebAssembly failed is replaced in the same page', async ({ opened: page }) => {
  const failed = await page.evaluate(async (id) => {
    const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
    const instantiateBytes = WebAssembly.instantiate.bind(WebAssembly);
    const refuse = () => Promise.reject(new RangeError('WebAssembly.Memory(): could not allocate memory'));
    Object.assign(WebAssembly, { instantiateStreaming: refuse, instantiate: refuse });
    const told = await window.llm.loadModel(id).catch((error: Error) => `${error.name}: ${window.llm.explainModelError(error)}`);
    Object.assign(WebAssembly, { instantiateStreaming: instantiate, instantiate: instantiateBytes });
    return told;
  }, ID);
  expect(failed).toMatch(/^OutOfMemoryError: This device ran out of memory/);
  expect((await write(page)).text.length).toBeGreaterThan(5);
});

test('works on plain HTTP, which has no Cache API, no locks, no hash and no WebGPU', async ({ models, context }) => {
  const page = await open(context, models.plainUrl);
  expect(await page.evaluate(() => [isSecureContext, 'caches' in window, 'gpu' in navigator])).toEqual([false, false, false]);
  expect(await write(page)).toMatchObject({ device: 'wasm' });
  models.answer = (_, response, path) => path.endsWith('model.onnx_data') && (response.end(Buffer.alloc(1000)), true);
  expect(await failure(page)).toMatch(/has 1000 bytes where \d+ were expected/);
});

test('the larger runtime is fetched only for a GPU that can run the model; there the text is the same, and a lost GPU is said to be lost', async ({ models, opened: page }) => {
  const onCpu = await write(page);
  const larger = () => models.asked.map(({ path }) => path).filter((path) => path.includes('asyncify'));
  expect(larger()).toEqual([]);
  if (!(await page.evaluate(async () => (await navigator.gpu.requestAdapter())?.features.has('shader-f16')))) {
    expect(await failure(page, { device: 'webgpu' })).toMatch(/this GPU cannot compute with float16 numbers/);
    expect(larger()).toEqual([]);
    return;
  }
  expect(await write(page, { device: 'webgpu' })).toEqual({ ...onCpu, device: 'webgpu' });
  expect(larger()).toHaveLength(1);
  const lost = await page.evaluate(async (id) => {
    let told = '';
    const model = await window.llm.loadModel(id, { device: 'webgpu', onLost: (error) => (told = window.llm.explainModelError(error)) });
    const ort = (await window.llm.loadOrt('webgpu')) as unknown as { env: { webgpu: { device: Promise<GPUDevice> } } };
    (await ort.env.webgpu.device).destroy();
    const run = await model.generate({ prompt: 'Once', maxNewTokens: 3 }).then(() => 'ran', (error: Error) => error.name);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { told, run };
  }, ID);
  expect(lost.told).toMatch(/GPU was lost.*Load it again\./);
  expect(lost.run).toBe('RuntimeLostError');
  // Loaded again it runs: the page trusts the GPU no more.
  expect(await write(page)).toMatchObject({ text: onCpu.text, device: 'wasm' });
});

test('embeddings: unit vectors, likeness by meaning, kept for the next visit; a second load starts a new worker', async ({ models, opened: page }) => {
  const embed = () =>
    page.evaluate(async (id) => {
      const embedder = await window.llm.loadEmbedder(id);
      const vectors = await embedder.embed(['A cat sits on the mat.', 'A kitten is sitting on a rug.', 'Matrix multiplication is bound by memory.', 'A cat sits on the mat.']);
      const dot = (a: number, b: number) => vectors[a]!.reduce((sum, x, i) => sum + x * vectors[b]![i]!, 0);
      const empty = await embedder.embed(['']).catch((error: Error) => error.message);
      const long = await embedder.embed(['word '.repeat(50_000)]);
      await embedder.dispose();
      const after = await embedder.embed(['x']).catch((error: Error) => error.message);
      return { norms: vectors.map((_, i) => dot(i, i)), alike: dot(0, 1), unlike: dot(0, 2), same: dot(0, 3), dimensions: vectors[0]!.length, empty, long: long[0]!.length, after };
    }, MINILM);
  const first = await embed();
  expect(first).toMatchObject({ dimensions: 384, long: 384 });
  for (const norm of first.norms) expect(norm).toBeCloseTo(1, 4);
  expect(first.same).toBeCloseTo(1, 4);
  expect(first.alike).toBeGreaterThan(first.unlike + 0.3);
  expect(first.empty).toMatch(/text 1 is empty/);
  expect(first.after).toMatch(/disposed/);
  models.asked.length = 0;
  expect(await embed()).toEqual(first);
  expect(models.asked.map(({ path }) => path).filter(isWeight)).toEqual([]);
  expect(models.asked.every(({ path }) => !/cdn|jsdelivr/.test(path))).toBe(true);
});

test.describe('a mirror of the Hub', () => {
  const model = { repo: 'book/storyworld', revision: 'f'.repeat(40), license: 'MIT', url: 'https://example.org' };
  const template = '{% for message in messages %}{{ message.content }}{% endfor %}';

  /** Serves the book's own model under the Hub's layout, with or without the Hub's index of sizes and hashes. */
  function mirror(models: ModelServer, { index }: { index: boolean }): void {
    const folder = join('static/models', ID);
    models.answer = async (request, response, path) => {
      const file = new RegExp(`^/${model.repo}/resolve/${model.revision}/(.+)$`).exec(path)?.[1];
      const inFolder = new RegExp(`^/api/models/${model.repo}/tree/${model.revision}/?(.*)$`).exec(path)?.[1];
      if (inFolder !== undefined && index) {
        const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { files: Record<string, { bytes: number; sha256: string }> };
        const large = Object.entries(files).map(([path, { bytes, sha256 }]) => ({ path, size: bytes, lfs: { oid: sha256, size: bytes } }));
        const all = [...large.filter(({ path }) => path !== 'tokenizer_config.json'), { path: 'tokenizer_config.json', size: Buffer.byteLength(await tokenizerConfig()) }];
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(all.filter(({ path }) => dirname(path) === (inFolder || '.'))));
        return true;
      }
      if (!file) return false;
      const own = file === 'tokenizer_config.json' ? await tokenizerConfig() : undefined;
      if (own !== undefined) return (response.setHeader('Content-Length', Buffer.byteLength(own)), response.end(request.method === 'HEAD' ? undefined : own), true);
      if (request.method === 'HEAD') return (response.setHeader('Content-Length', statSync(join(folder, file)).size), response.end(), true);
      return (send(request, response, join(folder, file)), true);
    };
  }
  const tokenizerConfig = async () => JSON.stringify({ ...(JSON.parse(await readFile(join('static/models', ID, 'tokenizer_config.json'), 'utf8')) as object), chat_template: template });

  for (const index of [true, false])
    test(`${index ? 'with' : 'without'} its index: asks with bytes and licence, then writes in a worker what the page writes`, async ({ models, opened: page }) => {
      mirror(models, { index });
      const { needs, refused, chat, plain, ...rest } = await page.evaluate(
        async ([hubModel, id]) => {
          const needs: { bytes: number; reason: string }[] = [];
          const load = (agree: boolean) => window.llm.loadHubModel(hubModel, { host: location.origin, askConsent: async (need) => (needs.push(need), agree) });
          const refused = await load(false).catch((error: Error) => error.name);
          const remote = await load(true);
          const options = { temperature: 0, maxNewTokens: 12 };
          const chat = await remote.chat([{ role: 'user', content: 'Once there was' }], options);
          // A fork of a sequence goes on as the sequence itself does, with its cache in the worker.
          const sequence = remote.startSequence();
          await sequence.step(remote.promptIds('Once there was'));
          const fork = sequence.fork();
          const together = await sequence.step([1, 2]);
          await fork.step([1]);
          const apart = await fork.step([2]);
          const last = apart.length;
          const difference = apart.reduce((most, x, i) => Math.max(most, Math.abs(x - together[together.length - last + i]!)), 0);
          await sequence.trim(2);
          const cached = (await sequence.readCache())[0]!.keys.length;
          const inspect = await remote.inspect('x').catch((error: Error) => error.message);
          await remote.dispose();
          const again = await load(true).then((llm) => llm.dispose());
          const local = await window.llm.loadModel(id, { dtype: 'q4' });
          const plain = await local.generate({ prompt: local.tokenize('Once there was'), ...options });
          const { kvHeadCount, headSize } = local.config;
          await local.dispose();
          return { needs, refused, chat: chat.text, plain: plain.text, difference, cached, expected: 2 * kvHeadCount * headSize, inspect, again };
        },
        [model, ID] as const,
      );
      expect(refused).toBe('ConsentNeededError');
      expect(needs).toHaveLength(2);
      expect(needs[0]!.reason).toBe('they come from localhost (book/storyworld, licence MIT), not from this book');
      expect(needs[0]!.bytes).toBeGreaterThan(3e6);
      expect(chat).toBe(plain);
      expect(rest.difference).toBeLessThan(1e-3);
      expect(rest.cached).toBe(rest.expected);
      expect(rest.inspect).toMatch(/no attention/);
    });

  test('what is not there is named', async ({ models, opened: page }) => {
    mirror(models, { index: true });
    const missing = await page.evaluate(
      (hubModel) => window.llm.loadHubModel({ ...hubModel, repo: 'book/other' }, { host: location.origin, askConsent: async () => true }).catch((error: Error) => error.message),
      model,
    );
    expect(missing).toMatch(/book\/other\/resolve\/f+\/config\.json is missing \(HTTP 404\)/);
  });
});
