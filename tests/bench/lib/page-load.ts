// Measures one page as a phone meets it: Lighthouse's mobile run, and the long tasks while a reader scrolls to the end.

import { createServer } from 'node:net';
import { chromium, type Browser } from '@playwright/test';
import lighthouse from 'lighthouse';
import { chromiumArgs, chromiumMissing, findChromium } from '../../../scripts/chromium';

export interface LoadMetrics {
  /** Lighthouse's mobile performance, 0 to 100. */
  score: number;
  lcpMs: number;
  blockingMs: number;
  transferredBytes: number;
}

export interface ScrollMetrics {
  longTasks: number;
  /** What the long tasks take beyond 50 ms each, in sum. */
  blockingMs: number;
}

export interface Meter {
  load(url: string): Promise<LoadMetrics>;
  scroll(url: string): Promise<ScrollMetrics>;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function loadMetrics(url: string, port: number): Promise<LoadMetrics> {
  const result = await lighthouse(url, { port, onlyCategories: ['performance'], output: 'json', logLevel: 'error' });
  const score = result?.lhr.categories.performance?.score;
  if (!result || score === null || score === undefined) throw new Error(`Lighthouse gave no score for ${url}: ${result?.lhr.runtimeError?.message ?? 'no reason'}`);
  const value = (audit: string) => result.lhr.audits[audit]?.numericValue ?? NaN;
  return { score: score * 100, lcpMs: value('largest-contentful-paint'), blockingMs: value('total-blocking-time'), transferredBytes: value('total-byte-weight') };
}

/** A phone of Lighthouse's kind: a CPU four times slower, 412 px wide. */
async function scrollMetrics(url: string, browser: Browser): Promise<ScrollMetrics> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(url, { waitUntil: 'networkidle' });
    return await page.evaluate(async () => {
      const tasks: number[] = [];
      let lastAt = performance.now();
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration);
        lastAt = performance.now();
      }).observe({ type: 'longtask' });
      // No named function in here: the compiler would wrap it in a helper that the page does not have.
      while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
        scrollBy({ top: 60, behavior: 'instant' });
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      lastAt = Math.max(lastAt, performance.now());
      while (performance.now() - lastAt < 1500) await new Promise((resolve) => requestAnimationFrame(resolve));
      return { longTasks: tasks.length, blockingMs: tasks.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0) };
    });
  } finally {
    await context.close();
  }
}

/** Opens a browser to measure with. Throws where there is no Chromium. */
export async function openMeter(): Promise<Meter> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumMissing);
  const port = await freePort();
  const browser = await chromium.launch({ executablePath, args: [...chromiumArgs, `--remote-debugging-port=${port}`] });
  return { load: (url) => loadMetrics(url, port), scroll: (url) => scrollMetrics(url, browser), close: () => browser.close() };
}
