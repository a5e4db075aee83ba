// What tests of a live class share: a class server with the built book, an instructor, and students' phones in the browser, which are watched
// for errors, for requests elsewhere and for what they are told.

import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import { fileHandler } from '../../server/files';
import { Instructor, sampleQuestion } from '../../server/testing/instructor';
import { freePort, startEmbedded, temporaryFolder, type TestServer } from '../../server/testing/servers';
import type { NewRoom } from '../../src/formats/class';
import { expect, launch } from './fixtures';

type Question = NonNullable<NewRoom['questions']>[number];

/** A class server that can go down and come back with all that it kept. */
export class ClassSite {
  private server?: TestServer;
  private readonly folder = temporaryFolder();
  private port = 0;
  private readonly book = fileHandler(join(process.cwd(), 'build'));

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.server = await startEmbedded({ port: this.port }, this.folder, this.book);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }
}

/** One question with a formula and code, so that everything that a page may show is there. */
export const richQuestion = (changes: Partial<Question> = {}): Question => ({
  ...sampleQuestion(),
  stem: 'How does the time of attention grow with the length $T$ of the text?\n\n```python\nfor query in range(T):\n    for key in range(T):  # every one\n        score(query, key)\n```',
  ...changes,
});

/** A student's browser window. Its own words are what a student reads. */
export class PhonePage {
  /** Every event and every answer that the page was sent, as text. */
  readonly heard: string[] = [];
  readonly problems: string[] = [];

  constructor(readonly page: Page) {}

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<PhonePage> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
    const phone = new PhonePage(await context.newPage());
    await phone.watch();
    return phone;
  }

  private async watch(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Network.enable');
    session.on('Network.eventSourceMessageReceived', ({ data }) => this.heard.push(data));
    this.page.on('response', (response) => {
      if (response.url().includes('/api/class') && !response.url().endsWith('/events')) void response.text().then((text) => this.heard.push(text), () => {});
    });
    this.page.on('pageerror', (error) => this.problems.push(error.message));
    this.page.on('console', (message) => {
      // What the network and the server refuse is part of the play.
      if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text())) this.problems.push(message.text());
    });
    this.page.on('request', (request) => {
      if (new URL(request.url()).hostname !== 'localhost') this.problems.push(`a request left localhost: ${request.url()}`);
    });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get state(): Locator {
    return this.page.locator('[data-state]');
  }

  option(id: string): Locator {
    return this.page.locator(`input[name=answer][value=${id}]`);
  }

  /** The row of an option once nothing can be chosen any more. */
  row(letter: string): Locator {
    return this.page.getByRole('list', { name: 'Answers' }).getByRole('listitem').filter({ has: this.page.locator('.letter', { hasText: letter }) });
  }

  get name(): Promise<string> {
    return this.page.locator('dialog h2').first().textContent().then((text) => text!);
  }

  async join(site: ClassSite, code: string): Promise<void> {
    await this.page.goto(`${site.url}/join/#${code}`);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await expect(this.page.getByRole('button', { name: 'menu' })).toBeVisible();
  }

  async choose(id: string): Promise<void> {
    await this.option(id).check();
    await expect(this.state).toHaveText(/^Sent\./);
  }

  async openMenu(entry: string): Promise<Locator> {
    await this.page.getByRole('button', { name: 'menu' }).click();
    await this.page.getByRole('button', { name: entry }).click();
    return this.page.getByRole('dialog');
  }

  async close(): Promise<void> {
    await this.page.context().close();
    expect(this.problems).toEqual([]);
  }
}

async function expectAccessible({ page }: PhonePage, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`)), `${where}, ${colorScheme}`).toEqual([]);
  }
}

/** What sticks out at the right of a phone of 320 px, which is also a page of 640 px at 200 %. */
async function expectToFit({ page }: PhonePage, where: string): Promise<void> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 568 });
  const wide = await page.evaluate(() => {
    const scrolls = (e: Element) => getComputedStyle(e).overflowX !== 'visible';
    const isInside = (e: Element | null): boolean => e !== null && e !== document.body && (scrolls(e) || isInside(e.parentElement));
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !isInside(e.parentElement)).map((e) => e.outerHTML.slice(0, 80));
  });
  expect(wide, where).toEqual([]);
  await page.setViewportSize(size);
}

/** The page as it stands passes axe in both colours, and fits the smallest phone. */
export async function expectGoodPage(phone: PhonePage, where: string): Promise<void> {
  await expectToFit(phone, where);
  await expectAccessible(phone, where);
}

interface Fixtures {
  instructor: Instructor;
  /** Opens a browser of its own; all are closed at the end, and must have had no error. */
  openPhone: (options?: BrowserContextOptions) => Promise<PhonePage>;
}

/** Each test has a room and browsers of its own; the tests of one worker share a server, as classes do. */
export const test = base.extend<Fixtures, { site: ClassSite }>({
  launchOptions: [async ({}, use) => use(launch(false)), { scope: 'worker' }],
  site: [
    async ({}, use) => {
      const site = new ClassSite();
      await site.start();
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  instructor: async ({ site }, use) => {
    const instructor = new Instructor(site.url);
    await instructor.open({ title: 'Attention', questions: [richQuestion(), sampleQuestion(2)] });
    await use(instructor);
  },
  openPhone: async ({ browser }, use) => {
    const phones: PhonePage[] = [];
    await use(async (options) => {
      const phone = await PhonePage.open(browser, options);
      phone.page.setDefaultTimeout(20_000);
      phones.push(phone);
      return phone;
    });
    for (const phone of phones) await phone.close();
  },
});
