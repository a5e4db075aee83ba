// What tests of the pages for teaching share: a teacher's browser that is watched for errors, the prepare page, the leading page and the
// projector as they are used, and a hall of simulated phones.

import { Agent } from 'node:http';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { Phone } from '../../server/testing/phone';
import type { QuestionSource } from '../../src/formats/class';
import { test as base, type ClassSite } from './class-room';
import { expect } from './fixtures';

/** What only the reveal may tell a hall: the key, the reasons, counts of answers. */
export const secrets = /"correct"|whyHtml|explanationHtml|"counts":\{"|"transitions"|"rounds"|listenFor/;

/** A teacher's browser window; pages opened from it are watched too. */
export class Teacher {
  readonly problems: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<Teacher> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(20_000);
    const teacher = new Teacher(context, await context.newPage());
    teacher.watch();
    return teacher;
  }

  private watch(): void {
    this.context.on('weberror', (error) => this.problems.push(error.error().message));
    this.context.on('console', (message) => {
      // What the network and the server refuse is part of the play.
      if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text())) this.problems.push(message.text());
    });
    this.context.on('request', (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.hostname !== 'localhost') this.problems.push(`a request left localhost: ${request.url()}`);
    });
  }

  async go(url: string, page = this.page): Promise<void> {
    await page.goto(url);
    await alive(page);
  }

  /** The address of the page without its fragment would not reload it. */
  async reload(page = this.page): Promise<void> {
    await page.reload();
    await alive(page);
  }
}

export const alive = (page: Page) => expect(page.locator('html[data-hydrated]')).toBeAttached();

/** A question of one's own on the prepare page. */
export async function writeQuestion(page: Page, { stem, options, correct, explanation = '' }: { stem: string; options: string[]; correct: number; explanation?: string }): Promise<Locator> {
  await page.getByRole('button', { name: 'Write a question' }).click();
  const entry = page.locator('[data-entry]').last();
  await expect(entry.getByLabel('Question', { exact: true })).toBeFocused();
  await entry.getByLabel('Question', { exact: true }).fill(stem);
  for (const [i, text] of options.entries()) {
    const letter = 'ABCDEF'[i]!;
    if (i >= 3) await entry.getByRole('button', { name: `Add option ${letter}` }).click();
    await entry.getByLabel(`Text of option ${letter}`).fill(text);
  }
  await entry.getByRole('radio', { name: `${'ABCDEF'[correct]} is right` }).check();
  await entry.getByLabel('Explanation', { exact: true }).fill(explanation);
  return entry;
}

/** Opens a room from a list that is ready; gives back its code. */
export async function openRoom(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Open the room' }).click();
  await page.waitForURL(/\/teach\/room\/#[0-9A-Z]{6}$/);
  await expect(page.locator('[aria-keyshortcuts=N]')).toBeVisible();
  return new URL(page.url()).hash.slice(1);
}

/** A room opened by the page's own API, for tests that are not about preparing. */
export async function openRoomWith(teacher: Teacher, site: ClassSite, questions: QuestionSource[], settings: Record<string, unknown> = {}): Promise<string> {
  await teacher.go(`${site.url}/teach/`);
  const room = { title: 'Attention', questions, settings: { voteSeconds: null, discussSeconds: null, revoteSeconds: null, ...settings } };
  const code = await teacher.page.evaluate(async (body) => {
    const response = await fetch('/api/class/rooms', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return ((await response.json()) as { code: string }).code;
  }, room);
  await teacher.go(`${site.url}/teach/room/#${code}`);
  return code;
}

export const nextButton = (page: Page): Locator => page.locator('[aria-keyshortcuts=N]');

/** Presses the one obvious button, which must say this. */
export async function press(page: Page, label: string | RegExp): Promise<void> {
  await expect(nextButton(page)).toHaveText(label);
  await expect(nextButton(page)).toHaveAttribute('aria-disabled', 'false');
  await nextButton(page).click();
}

/** The phones of a hall. */
export class Hall {
  readonly phones: Phone[] = [];
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    private readonly site: ClassSite,
    private readonly code: string,
  ) {}

  async bringIn(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const phone = new Phone([this.site.url], this.code, this.agent);
      await phone.join();
      phone.connect();
      this.phones.push(phone);
    }
    await expect.poll(() => this.phones.every(({ snapshot }) => snapshot !== undefined)).toBe(true);
  }

  /** One option each, in the phones' order; undefined votes for nothing. */
  async vote(round: 1 | 2, options: (string | undefined)[]): Promise<void> {
    await expect.poll(() => this.phones.every(({ snapshot }) => snapshot?.phase === 'voting' && snapshot.round === round)).toBe(true);
    for (const [i, option] of options.entries()) if (option) expect(await this.phones[i]!.vote(option)).toBeDefined();
  }

  close(): void {
    for (const phone of this.phones) phone.close();
    this.agent.destroy();
  }
}

/** Everything that the event streams of a page said, as text. */
export async function heardBy(page: Page): Promise<string[]> {
  const heard: string[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.eventSourceMessageReceived', ({ data }) => heard.push(data));
  return heard;
}

/** No axe violation, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator(`html[data-theme=${colorScheme}]`)).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap((v) => v.nodes.map((node) => `${colorScheme}: ${v.id}: ${node.target.join(' ')}: ${node.failureSummary}`))).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The page does not scroll sideways. */
export async function expectFits(page: Page, width: number): Promise<void> {
  const before = page.viewportSize()!;
  await page.setViewportSize({ width, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize(before);
}

interface Fixtures {
  teacher: Teacher;
  /** Another browser, with nothing of the first one's. */
  openTeacher: (options?: BrowserContextOptions) => Promise<Teacher>;
  openHall: (code: string, phones: number) => Promise<Hall>;
}

export const test = base.extend<Fixtures>({
  openTeacher: async ({ browser }, use) => {
    const teachers: Teacher[] = [];
    await use(async (options) => {
      const teacher = await Teacher.open(browser, options);
      teachers.push(teacher);
      return teacher;
    });
    for (const { context, problems } of teachers) {
      await context.close();
      expect(problems).toEqual([]);
    }
  },
  teacher: async ({ openTeacher }, use) => use(await openTeacher()),
  openHall: async ({ site }, use) => {
    const halls: Hall[] = [];
    await use(async (code, phones) => {
      const hall = new Hall(site, code);
      halls.push(hall);
      await hall.bringIn(phones);
      return hall;
    });
    for (const hall of halls) hall.close();
  },
});
