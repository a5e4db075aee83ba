// Greedy decoding of each shipped model, tokens a second: src/llm's generate beside transformers.js's, on the same files and the
// same onnxruntime-web (plain wasm, one thread) in one page. Both must write the same tokens.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { generateStory } from '@site/src/storyworld';
import { build } from 'esbuild';
import { chromiumArgs, chromiumMissing, findChromium } from '../../scripts/chromium';
import { root } from '../../scripts/steps';
import type { Dtype, Profile, Round } from './lib/llm-page';
import { compare, median, type Bench, type BenchOptions, type BenchResult } from './lib/result';

const modelsFolder = join(root, 'static/models');
const graphs: Record<Dtype, string> = { fp32: 'onnx/model.onnx', q8: 'onnx/model_quantized.onnx', q4: 'onnx/model_q4.onnx' };
/** How the book calls what transformers.js calls by these names: the file's weights are fp16, computed in fp32. */
const bookNames: Record<Dtype, string> = { fp32: 'fp16', q8: 'q8', q4: 'q4' };
const newTokens = 160;
const profileRounds = 5;

function shippedModels(): { id: string; dtypes: Dtype[] }[] {
  const isLanguageModel = (id: string) => existsSync(join(modelsFolder, id, graphs.fp32)) && (JSON.parse(readFileSync(join(modelsFolder, id, 'config.json'), 'utf8')) as { model_type: string }).model_type === 'llama';
  return readdirSync(modelsFolder)
    .filter(isLanguageModel)
    .map((id) => ({ id, dtypes: (Object.keys(graphs) as Dtype[]).filter((dtype) => existsSync(join(modelsFolder, id, graphs[dtype]))) }));
}

/** The page's one script. transformers.js is given the plain wasm build that ours has, in place of the one with WebGPU. */
async function pageScript(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'tests/bench/lib/llm-page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    alias: { '@site': root, 'onnxruntime-web/webgpu': 'onnxruntime-web/wasm' },
    // As a browser sees it: the runtime asks this to tell Node from a page.
    define: { process: 'undefined' },
  });
  return outputFiles[0]!.contents;
}

const types: Record<string, string> = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm', json: 'application/json' };

async function startServer(script: Uint8Array): Promise<{ server: Server; url: string }> {
  // An isolated page has a clock of 5 µs; any other has one of 100.
  const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  const fileOf = (path: string) => (path.startsWith('/models/') ? join(root, 'static', normalize(path)) : join(root, 'node_modules/onnxruntime-web/dist', path.split('/').pop()!));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const send = (body: string | Uint8Array, type: string) => response.writeHead(200, { ...isolated, 'Content-Type': type }).end(body);
    if (path === '/') return send('<!doctype html><script type="module" src="/page.js"></script>', types.html!);
    if (path === '/page.js') return send(script, types.js!);
    readFile(fileOf(path)).then(
      (body) => send(body, types[path.split('.').pop()!] ?? 'application/octet-stream'),
      () => response.writeHead(404, isolated).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  return { server, url: `http://localhost:${typeof address === 'object' && address ? address.port : ''}/` };
}

/** Beginnings of stories that the model has not been told to end soon. */
const prompts = [1, 2, 3].map((seed) => generateStory(seed).text.split(' ').slice(0, 12).join(' '));

function sameTokens(ours: Round, peer: Round, prompt: string): void {
  const at = ours.tokens.findIndex((token, i) => token !== peer.tokens[i]);
  if (at >= 0 || ours.tokens.length !== peer.tokens.length || ours.calls !== peer.calls) {
    throw new Error(`the two do not write the same: after "${prompt}", token ${at < 0 ? ours.tokens.length : at}; ours ${ours.tokens.join(' ')}; transformers.js ${peer.tokens.join(' ')}`);
  }
}

const medianProfile = (profiles: readonly Profile[]): Profile => {
  const of = (part: keyof Profile) => median(profiles.map((profile) => profile[part]));
  return { total: of('total'), run: of('run'), tensors: of('tensors'), sampling: of('sampling'), rest: of('rest') };
};
const share = (part: number, { total }: Profile) => `${part.toFixed(3)} ms (${((100 * part) / total).toFixed(1)} %)`;

async function measure(page: Page, id: string, dtype: Dtype, { runs, log }: BenchOptions): Promise<{ ours: number[]; peer: number[] }> {
  await page.evaluate(([model, type]) => window.llmBench.open(model, type), [id, dtype] as const);
  const round = (side: 'ours' | 'peer', prompt: string) => page.evaluate(([s, p, n]) => window.llmBench.round(s, p, n), [side, prompt, newTokens] as const);
  const profile = (side: 'ours' | 'peer') => page.evaluate(([s, p, n]) => window.llmBench.profile(s, p, n), [side, prompts[0]!, newTokens] as const);
  const [ours, peer]: [number[], number[]] = [[], []];
  // The first round of each warms up the engine. Who goes first changes with the round.
  for (let i = 0; i <= 3 * runs; i++)
    for (const prompt of prompts) {
      const order = i % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
      const rounds: Partial<Record<'ours' | 'peer', Round>> = {};
      for (const side of order) rounds[side] = await round(side, prompt);
      sameTokens(rounds.ours!, rounds.peer!, prompt);
      if (i === 0) continue;
      ours.push((1000 * rounds.ours!.calls) / rounds.ours!.ms);
      peer.push((1000 * rounds.peer!.calls) / rounds.peer!.ms);
    }
  const profiles: Record<'ours' | 'peer', Profile[]> = { ours: [], peer: [] };
  for (let i = 0; i < profileRounds; i++) for (const side of ['ours', 'peer'] as const) profiles[side].push(await profile(side));
  const [mine, theirs] = [medianProfile(profiles.ours), medianProfile(profiles.peer)];
  log(`${id} ${bookNames[dtype]}: ${median(ours).toFixed(0)} tokens/s, transformers.js ${median(peer).toFixed(0)}; the mark is a ratio of 1, here ${(median(ours) / median(peer)).toFixed(2)}`);
  log(`  ours, a token: ${mine.total.toFixed(3)} ms: session.run ${share(mine.run, mine)}, its inputs and outputs ${share(mine.tensors, mine)}, choosing ${share(mine.sampling, mine)}, pauses and bookkeeping ${share(mine.rest, mine)}`);
  log(`  transformers.js, a token: ${theirs.total.toFixed(3)} ms: session.run ${share(theirs.run, theirs)}, all else ${share(theirs.total - theirs.run, theirs)}`);
  return { ours, peer };
}

async function run(options: BenchOptions): Promise<BenchResult[]> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumMissing);
  const { server, url } = await startServer(await pageScript());
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => options.log(`page: ${error.message}`));
    await page.goto(url);
    await page.waitForFunction(() => 'llmBench' in window);
    const { transformers, ort } = await page.evaluate(() => window.llmBench.versions);
    options.log(`Chromium ${browser.version()}, onnxruntime-web ${ort}, plain wasm, one thread; greedy, ${prompts.length} prompts, at most ${newTokens} tokens each`);
    const results: BenchResult[] = [];
    for (const { id, dtypes } of shippedModels())
      for (const dtype of dtypes) {
        const { ours, peer } = await measure(page, id, dtype, options);
        results.push(compare(`llm/${id}-${bookNames[dtype]}/decode`, { unit: 'tokens/s', better: 'higher' }, ours, peer, { name: 'transformers.js generate', version: transformers ?? '' }));
      }
    return results;
  } finally {
    await browser.close();
    server.close();
  }
}

export default { title: 'greedy decoding by the shipped models', run } satisfies Bench;
