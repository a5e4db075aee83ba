// What every test of the book as a reader uses it shares: the book's index, a browser that reaches localhost alone, and a watch
// that fails a test on any request elsewhere, console error, page error or broken hydration.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect as plainExpect, test as base, type BrowserContext, type ConsoleMessage, type Page, type Request } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium';

/** Patient: a test says what comes, never how fast; machines differ. */
export const expect = plainExpect.configure({ timeout: 20_000 });

export interface BookIndex {
  schemaVersion: number;
  title: string;
  parts: { id: string; title: string }[];
  chapters: { id: string; part: string; number: number; title: string; url: string; words: number; figures: string[]; labs: string[]; quizItems: number; peerItems: number }[];
  labs: { id: string; title: string; chapter: string; url: string; kind: 'typescript' | 'wgsl'; tasks: { id: string; points: number }[]; mistakes: number; needs: string[] }[];
  models: { id: string; bytes: number; url: string }[];
}
export type LabEntry = BookIndex['labs'][number];

export const built = join(process.cwd(), 'build');

function readBuilt(name: string): string {
  if (!existsSync(join(built, name))) throw new Error(`build/${name} is missing: run npm run build first`);
  return readFileSync(join(built, name), 'utf8');
}

export const book = JSON.parse(readBuilt('book.json')) as BookIndex;

/** Paths of every page that the sitemap names. */
export const pagePaths: string[] = [...readBuilt('sitemap.xml').matchAll(/<loc>([^<]+)<\/loc>/g)].map((m) => new URL(m[1]!).pathname);

export const pointsOf = (lab: LabEntry): number => lab.tasks.reduce((sum, task) => sum + task.points, 0);

/** The first lab of a kind, the core one of the earliest chapter that has it. */
export function firstLab(kind: LabEntry['kind']): LabEntry {
  const lab = book.chapters.flatMap((c) => c.labs).map((id) => book.labs.find((l) => l.id === id)!).find((l) => l.kind === kind);
  if (!lab) throw new Error(`the book has no ${kind} lab`);
  return lab;
}

/** Nothing but localhost resolves: what tries to leave fails, and is recorded. */
const localOnly = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost';

/** Launch options with WebGPU (SwiftShader where there is no GPU) or without. */
export const launch = (webgpu: boolean) => ({
  executablePath: findChromium(),
  args: [...chromiumArgs.filter((arg) => webgpu || arg !== '--enable-unsafe-webgpu'), localOnly],
});

export interface Watch {
  /** Requests of all pages of the context so far. */
  requests: Request[];
  /** What went wrong so far, in words. */
  problems: string[];
}

const isLocal = (url: string) => !/^(https?|wss?):/.test(url) || new URL(url).hostname === 'localhost';

/** The pages for teaching ask whether there is a class server; that a plain file host says no is no fault. */
const asksForServer = (url: string) => URL.canParse(url) && new URL(url).pathname === '/api/class/';

/** Records what the pages of a context ask for and complain of. */
export function watch(context: BrowserContext): Watch {
  const seen: Watch = { requests: [], problems: [] };
  context.on('request', (request: Request) => {
    seen.requests.push(request);
    if (!isLocal(request.url())) seen.problems.push(`a request left localhost: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !asksForServer(response.url())) seen.problems.push(`${response.status()} for ${response.url()}`);
  });
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' && !asksForServer(message.location().url)) seen.problems.push(`console error: ${message.text()}`);
  });
  context.on('weberror', (webError) => seen.problems.push(`page error: ${webError.error().message}`));
  context.on('page', (page) => page.on('websocket', (socket) => !isLocal(socket.url()) && seen.problems.push(`a socket left localhost: ${socket.url()}`)));
  return seen;
}

export const test = base.extend<{ watched: Watch }>({
  actionTimeout: 20_000,
  launchOptions: [async ({}, use) => use(launch(true)), { scope: 'worker' }],
  watched: [
    async ({ context }, use) => {
      const seen = watch(context);
      await use(seen);
      expect(seen.problems, 'the page asked nothing of other hosts and had no error').toEqual([]);
    },
    { auto: true },
  ],
});

const isHydrated = (page: Page) => page.locator('html[data-hydrated]');

/** Makes the page come alive as the first key press does. */
export async function hydrate(page: Page): Promise<void> {
  await page.keyboard.press('Shift');
  await expect(isHydrated(page)).toBeAttached();
}

/** Presses Tab until `target` has the focus, as a reader without a pointer would. */
export async function tabTo(page: Page, target: ReturnType<Page['locator']>, { key = 'Tab', most = 80 } = {}): Promise<void> {
  for (let presses = 0; presses <= most; presses++) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} presses of ${key} did not reach ${target}`);
}
