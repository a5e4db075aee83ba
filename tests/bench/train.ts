// One training step (forward, backward, clipping, AdamW) of the 0.8 M model in Chromium: the engine on its fastest backend beside the same
// model in TensorFlow.js on its fastest one. Every backend that either has is tried; the losses of both are compared step by step.

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { countParameters, type LlamaConfig } from '@site/src/engine/llama';
import { build } from 'esbuild';
import { buildWasm } from '../../scripts/build-wasm';
import { chromiumArgs, chromiumMissing, findChromium } from '../../scripts/chromium';
import { root } from '../../scripts/steps';
import { compare, median, type Bench, type BenchOptions, type BenchResult } from './lib/result';
import type { BatchSize, Contender, Steps } from './lib/train-page';

/** storyworld-0.8m with a context of 256. */
const config: LlamaConfig = { vocabularySize: 896, hiddenSize: 128, intermediateSize: 320, layerCount: 4, headCount: 4, kvHeadCount: 2, headSize: 32, contextLength: 256, rmsNormEpsilon: 1e-5, ropeTheta: 10000, tiedEmbeddings: true };
const whole: BatchSize = { batchSize: 8, tokenCount: 256 };
/** A first look at every contender: whoever takes this many times as long as the fastest of its side is not shown the whole batch. */
const small: BatchSize = { batchSize: 1, tokenCount: 64 };
const hopeless = 20;
/** Losses of both agree to this after every step, or they do not train the same model. */
const lossTolerance = 1e-3;

const products = ['own gradient', 'transposed first'] as const;
const contenders: Contender[] = [
  ...(['wasm', 'webgpu', 'TypeScript'] as const).map((backend) => ({ who: 'ours', backend }) as const),
  ...(['wasm', 'wasm on all cores', 'webgpu', 'webgl', 'cpu'] as const).flatMap((backend) => products.map((products) => ({ who: 'tfjs', backend, products }) as const)),
];
const nameOf = (contender: Contender): string => (contender.who === 'ours' ? `ours, ${contender.backend}` : `TensorFlow.js, ${contender.backend}, products ${contender.products}`);

/** Floating-point operations of a step: 6 a weight of a matrix and token, and attention's products on what each query sees (2 forward, 5 backward). */
function flopOf({ batchSize, tokenCount }: BatchSize): number {
  const gains = (2 * config.layerCount + 1) * config.hiddenSize;
  const seen = (batchSize * tokenCount * (tokenCount + 1)) / 2;
  return 6 * (countParameters(config) - gains) * batchSize * tokenCount + 7 * 2 * config.headCount * config.headSize * seen * config.layerCount;
}

const wasmFolder = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

/** The page and TensorFlow.js's wasm files, isolated across origins so that it may use threads. */
async function serve(): Promise<{ server: Server; url: string }> {
  const { outputFiles } = await build({ entryPoints: [join(root, 'tests/bench/lib/train-page.ts')], bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', alias: { '@site': root }, logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' } });
  const script = outputFiles[0]!.text;
  const server = createServer((request, response) => {
    const send = (type: string, body: string | Buffer) =>
      response.writeHead(200, { 'content-type': type, 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }).end(body);
    const wasm = /^\/tfjs\/([\w-]+\.wasm)$/.exec(request.url ?? '');
    if (request.url === '/') return send('text/html; charset=utf-8', '<!doctype html><title>train</title><script src="/page.js"></script>');
    if (request.url === '/page.js') return send('text/javascript', script);
    if (wasm) return send('application/wasm', readFileSync(join(wasmFolder, wasm[1]!)));
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
}

const stepsOf = (page: Page, contender: Contender, size: BatchSize, count: number): Promise<Steps> =>
  page.evaluate(([config, contender, size, count]) => window.trainBench.steps(config, contender, size, count), [config, contender, size, count] as const);

/** Milliseconds without the first step, in which backends compile. */
const warm = ({ ms }: Steps): number => median(ms.slice(1));

/** Milliseconds of a step of each that runs, every one in a fresh page; says how each did. */
async function tryAll(open: () => Promise<Page>, those: readonly Contender[], size: BatchSize, count: number, log: BenchOptions['log']): Promise<{ contender: Contender; ms: number }[]> {
  const tried: { contender: Contender; ms: number }[] = [];
  for (const contender of those) {
    const page = await open();
    try {
      const look = await stepsOf(page, contender, size, count);
      tried.push({ contender, ms: warm(look) });
      log(`${nameOf(contender)} (${look.on}): ${warm(look).toFixed(0)} ms a step of ${size.batchSize} × ${size.tokenCount}`);
    } catch (error) {
      log(`${nameOf(contender)}: does not run ${size.batchSize} × ${size.tokenCount}: ${(error as Error).message.split('\n')[0]!}`);
    }
    await page.close();
  }
  if (tried.length === 0) throw new Error(`none of these runs here: ${those.map(nameOf).join('; ')}`);
  return tried.sort((a, b) => a.ms - b.ms);
}

/** Which contender of one side is fastest on the whole batch. */
async function fastest(open: () => Promise<Page>, who: Contender['who'], log: BenchOptions['log']): Promise<Contender> {
  const looks = await tryAll(open, contenders.filter((contender) => contender.who === who), small, 3, log);
  const hopeful = looks.filter(({ ms }) => ms < hopeless * looks[0]!.ms).map(({ contender }) => contender);
  return (await tryAll(open, hopeful, whole, 2, log))[0]!.contender;
}

function sameLosses(ours: Steps, peer: Steps, log: BenchOptions['log']): void {
  const worst = Math.max(...ours.lossNats.map((loss, i) => Math.abs(loss - peer.lossNats[i]!)));
  if (!(worst < lossTolerance)) throw new Error(`the two do not train the same model: losses ${ours.lossNats.join(' ')} and ${peer.lossNats.join(' ')}`);
  log(`losses of ${ours.lossNats.length} steps, from ${ours.lossNats[0]!.toFixed(4)} to ${ours.lossNats.at(-1)!.toFixed(4)} nats per token, differ by at most ${worst.toExponential(1)}`);
}

async function measure(open: () => Promise<Page>, { runs, log }: BenchOptions): Promise<BenchResult[]> {
  const [mine, theirs] = [await fastest(open, 'ours', log), await fastest(open, 'tfjs', log)];
  const [ours, peer]: [number[], number[]] = [[], []];
  let peerOn = '';
  let version = '';
  // In turn, each in a fresh page: what disturbs the machine disturbs both, and neither leaves the other its memory.
  for (let run = 0; run < runs; run++) {
    const pair: Steps[] = [];
    for (const contender of [mine, theirs]) {
      const page = await open();
      version = await page.evaluate(() => window.trainBench.tfjsVersion);
      pair.push(await stepsOf(page, contender, whole, 5));
      await page.close();
    }
    const [a, b] = pair as [Steps, Steps];
    if (run === 0) sameLosses(a, b, log);
    peerOn = b.on;
    ours.push(...a.ms.slice(1));
    peer.push(...b.ms.slice(1));
    log(`run ${run + 1} of ${runs}: ${nameOf(mine)} ${warm(a).toFixed(0)} ms, ${nameOf(theirs)} ${warm(b).toFixed(0)} ms`);
  }
  const gflops = (ms: readonly number[]) => (flopOf(whole) / median(ms) / 1e6).toFixed(1);
  log(`${(flopOf(whole) / 1e9).toFixed(1)} GFLOP a step: ours ${gflops(ours)} GFLOP/s, TensorFlow.js ${gflops(peer)} GFLOP/s; the mark is a ratio of 1`);
  await logProfile(open, log);
  return [compare('train/step-0.8m-8x256/time', { unit: 'ms', better: 'lower' }, ours, peer, { name: `${nameOf(theirs)} (${peerOn}), beside ${nameOf(mine)}`, version })];
}

async function logProfile(open: () => Promise<Page>, log: BenchOptions['log']): Promise<void> {
  const page = await open();
  const spent = await page.evaluate(([config, size]) => window.trainBench.profile(config, size), [config, whole] as const);
  const total = Object.values(spent).reduce((sum, ms) => sum + ms, 0);
  const shares = Object.entries(spent).sort(([, a], [, b]) => b - a).map(([name, ms]) => `${name} ${((100 * ms) / total).toFixed(1)} %`);
  log(`where a step of ours on wasm goes (${total.toFixed(0)} ms): ${shares.join(', ')}`);
  await page.close();
}

async function run(options: BenchOptions): Promise<BenchResult[]> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumMissing);
  await buildWasm();
  const { server, url } = await serve();
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  options.log(`Chromium ${browser.version()}, ${countParameters(config).toLocaleString('en')} parameters, batch ${whole.batchSize} × ${whole.tokenCount}`);
  try {
    const open = async () => {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    };
    return await measure(open, options);
  } finally {
    await browser.close();
    server.close();
  }
}

export default { title: 'a training step of the 0.8 M model', run } satisfies Bench;
