// From the press of Check to the verdict in the page, for the core TypeScript labs with their reference solutions, after the
// first check; beside the same checks and solution in a plain worker of the same page, without isolation.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { findLabs, readLab, type LabSource } from '../../scripts/build-labs';
import { chromiumArgs, chromiumMissing, findChromium } from '../../scripts/chromium';
import { serve } from '../../server/files';
import { root } from '../../scripts/steps';
import { compare, type Bench, type BenchOptions, type BenchResult } from './lib/result';

const targetMs = 300;

/** The peer as one script. */
async function bareWorker({ folder, lab }: LabSource): Promise<string> {
  const contents = `
import { startBareWorker } from '@site/tests/bench/lib/bare-worker';
import checks from './checks';
import * as solution from './solution';
void startBareWorker(${JSON.stringify(lab)}, checks, solution);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    alias: { kit: join(root, 'src/kit/index.ts'), grader: join(root, 'src/grader/api.ts'), '@site': root },
  });
  return outputFiles[0]!.text;
}

/** Puts the solution into the lab's editor as a reader does, and checks once. */
async function prepare(page: Page, url: string, { lab, solution }: LabSource): Promise<void> {
  await page.goto(url);
  const section = page.getByRole('region', { name: `Lab: ${lab.title}`, exact: true });
  await section.scrollIntoViewIfNeeded();
  await section.getByRole('button', { name: 'Edit', exact: true }).click();
  const editor = section.getByRole('textbox', { name: `Code of the lab: ${lab.title}` });
  await editor.and(page.locator(':focus')).waitFor({ state: 'attached' });
  await page.evaluate((text) => navigator.clipboard.writeText(text), solution);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
  await section.getByRole('button', { name: 'Check', exact: true }).click();
  await section.getByText(/All checks pass/).waitFor({ timeout: 60_000 });
}

/** Presses Check and gives the milliseconds until the status line holds the verdict. */
async function timeCheck(page: Page, title: string): Promise<number> {
  const section = page.getByRole('region', { name: `Lab: ${title}`, exact: true });
  const verdict = section.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const status = element.querySelector<HTMLElement>('[aria-label="Lab status"]')!;
        let startedAt = 0;
        element.addEventListener('click', () => (startedAt = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (startedAt === 0 || status.dataset.activity !== 'idle' || !/All checks pass/.test(status.textContent ?? '')) return;
          observer.disconnect();
          resolve(performance.now() - startedAt);
        });
        observer.observe(status, { attributes: true, childList: true, characterData: true, subtree: true });
      }),
  );
  await section.getByRole('button', { name: 'Check', exact: true }).click();
  return verdict;
}

/** The peer in the same page: milliseconds from starting the worker to its verdict. */
async function timeBare(page: Page, script: string): Promise<number> {
  const { ms, passed, total } = await page.evaluate(
    (text) =>
      new Promise<{ ms: number; passed: number; total: number }>((resolve, reject) => {
        const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
        const startedAt = performance.now();
        const worker = new Worker(url);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = (event: MessageEvent<{ passed: number; total: number }>) => {
          resolve({ ms: performance.now() - startedAt, ...event.data });
          worker.terminate();
          URL.revokeObjectURL(url);
        };
      }),
    script,
  );
  if (passed !== total) throw new Error(`the peer passed ${passed} of ${total} checks: it does not do the same work`);
  return ms;
}

async function run({ runs, log }: BenchOptions): Promise<BenchResult[]> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumMissing);
  const book = JSON.parse(readFileSync(join(root, 'build', 'book.json'), 'utf8')) as { labs: { id: string; url: string }[] };
  const urls = new Map(book.labs.map(({ id, url }) => [id, url]));
  const sources = await Promise.all([...(await findLabs(join(root, 'labs'))).values()].map((folder) => readLab(folder, root)));
  const { server, url: base } = await serve(join(root, 'build'), 0);
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  const times = 3 * runs;
  try {
    const results: BenchResult[] = [];
    for (const source of sources.filter(({ lab }) => lab.core && lab.kind === 'typescript' && urls.has(lab.id))) {
      const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
      const page = await context.newPage();
      await prepare(page, base + urls.get(source.lab.id)!, source);
      const script = await bareWorker(source);
      await timeBare(page, script);
      const [ours, peer]: [number[], number[]] = [[], []];
      for (let i = 0; i < times; i++) {
        ours.push(await timeCheck(page, source.lab.title));
        peer.push(await timeBare(page, script));
      }
      log(`${source.lab.id}: ${ours.map((ms) => ms.toFixed(0)).join(' ')} ms; the mark is ${targetMs} ms`);
      results.push(compare(`check-to-verdict/${source.lab.id}`, { unit: 'ms', better: 'lower' }, ours, peer, { name: 'same checks and solution in a plain worker, no isolation', version: browser.version() }));
      await context.close();
    }
    return results;
  } finally {
    await browser.close();
    server.close();
  }
}

export default { title: 'from pressing Check to the verdict', run } satisfies Bench;
