/**
 * Measures the shipped model in headless Chromium, as a reader's page runs it (onnxruntime-web, wasm, one thread):
 * how long a prefill of T tokens takes, and how long each decoded token after it. Writes measurements.json.
 * `npx tsx docs/01-foundations/05-transformer-workload/measure-decode.ts`
 */
import { createServer } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { chromiumArgs, findChromium } from '../../../scripts/chromium';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const PREFILLS = [2, 4, 8, 16, 32, 64, 128, 192];
const REPEATS = 60;
const WARM_UPS = 20;
const DECODED = 48;

interface Measured {
  prefillMs: Record<number, number>;
  decodeMsPerToken: number;
  decodeAfterTokens: number;
}

/** Runs in the page. */
const program = `
import { loadModel } from './src/llm';
import { generateStory } from './src/storyworld';
const median = (xs) => xs.sort((a, b) => a - b)[Math.floor(xs.length / 2)];
window.measure = async (prefills, repeats, warmUps, decoded) => {
  const llm = await loadModel('storyworld-0.8m', { baseUrl: '/models' });
  const ids = [1, 2, 3].flatMap((seed) => llm.promptIds(generateStory(seed).text));
  // All sizes in turn, so that a busy moment of the machine hits them alike.
  const times = prefills.map(() => []);
  for (let i = 0; i < repeats; i++)
    for (const [at, count] of prefills.entries()) {
      const sequence = llm.startSequence();
      const began = performance.now();
      await sequence.step(ids.slice(0, count));
      if (i >= warmUps) times[at].push(performance.now() - began);
      sequence.dispose();
    }
  const prefillMs = Object.fromEntries(prefills.map((count, at) => [count, median(times[at])]));
  const after = 64;
  const steps = [];
  for (let i = 0; i < repeats; i++) {
    // The page's clock ticks in tenths of a millisecond: many steps are timed together.
    const sequence = llm.startSequence();
    await sequence.step(ids.slice(0, after));
    const began = performance.now();
    for (const id of ids.slice(after, after + decoded)) await sequence.step([id]);
    if (i >= warmUps) steps.push((performance.now() - began) / decoded);
    sequence.dispose();
  }
  return { prefillMs, decodeMsPerToken: median(steps), decodeAfterTokens: after };
};`;

const bundle = await build({
  stdin: { contents: program, resolveDir: root, loader: 'ts' },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  // As a browser sees it: the runtime asks this to tell Node from a page.
  define: { process: 'undefined' },
});
const types: Record<string, string> = { wasm: 'application/wasm', mjs: 'text/javascript', js: 'text/javascript', json: 'application/json' };
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const send = (body: string | Buffer, type: string) => response.writeHead(200, { 'content-type': type }).end(body);
  if (path === '/') return send('<script type="module" src="/page.js"></script>', 'text/html');
  if (path === '/page.js') return send(Buffer.from(bundle.outputFiles[0]!.contents), 'text/javascript');
  const file = path.startsWith('/models/') ? join(root, 'static', path) : join(root, 'node_modules/onnxruntime-web/dist', path.split('/').pop()!);
  readFile(file).then(
    (body) => send(body, types[path.split('.').pop()!] ?? 'application/octet-stream'),
    () => response.writeHead(404).end(),
  );
}).listen(0);
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the server has no port');

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
const page = await browser.newPage();
page.on('pageerror', (error) => console.error(error));
await page.goto(`http://localhost:${address.port}/`);
await page.waitForFunction('typeof window.measure === "function"');
const measured = (await page.evaluate(`window.measure(${JSON.stringify(PREFILLS)}, ${REPEATS}, ${WARM_UPS}, ${DECODED})`)) as Measured;
const result = {
  ...measured,
  how: {
    browser: `Chromium ${browser.version()}, headless`,
    runtime: `onnxruntime-web ${(JSON.parse(await readFile(join(root, 'node_modules/onnxruntime-web/package.json'), 'utf8')) as { version: string }).version}, wasm, one thread`,
    machine: `${cpus().length} cores of ${cpus()[0]?.model ?? 'unknown'}, shared`,
    date: new Date().toISOString().slice(0, 10),
    statistic: `median of ${REPEATS - WARM_UPS} prefills of each length, in turn, after ${WARM_UPS} to warm up; of ${DECODED} single tokens after 64 the mean, median of as many`,
  },
};
await writeFile(join(here, 'measurements.json'), `${JSON.stringify(result, null, 2)}\n`);
console.log(result);
await browser.close();
server.close();
