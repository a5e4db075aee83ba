// Every page of the sitemap as it is read: without a script, with one, in light and dark, on a phone.

import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from '@playwright/test';
import { book, built, expect, hydrate, pagePaths, test } from './fixtures';

/** Axe on the page, or on its parts that match a selector. */
async function expectAccessible(page: Page, parts?: string): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (parts ? axe.include(parts) : axe).analyze();
  const told = violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join('; ')}`));
  expect(told).toEqual([]);
}

/** What changes when a page comes alive. */
const liveParts = '[data-live], [aria-label="Quiz"]';

const openDetails = (page: Page) => page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));

/** What sticks out at the right; empty when the page does not scroll sideways. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1);
    return [`${document.documentElement.scrollWidth} px wide`, ...wide.slice(-5).map((e) => `${e.tagName}.${e.className}`)];
  });

test.describe('every page', () => {
  for (const path of pagePaths) {
    test(`${path} has no axe violation in light, as it comes and once it is alive`, async ({ page }, info) => {
      info.setTimeout(180_000);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      await expectAccessible(page);
      await hydrate(page);
      if (await page.locator(liveParts).count()) await expectAccessible(page, liveParts);
    });

    test(`${path} has no axe violation in dark, with all that folds unfolded`, async ({ page }, info) => {
      info.setTimeout(180_000);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(path);
      await hydrate(page);
      await expect(page.locator('html[data-theme=dark]')).toBeAttached();
      await openDetails(page);
      await expectAccessible(page);
    });

    test(`${path} fits a phone and comes alive at a touch`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(path);
      // All of the page at once, not only what is near the view.
      await page.addStyleTag({ content: '* { content-visibility: visible !important }' });
      expect(await overflow(page)).toEqual([]);
      await page.mouse.click(2, 300);
      await expect(page.locator('html[data-hydrated]')).toBeAttached();
      await openDetails(page);
      expect(await overflow(page)).toEqual([]);
    });

    // Progress and what is prepared for a class are in this browser alone: those pages come alive by themselves.
    if (/^\/(progress|teach)\//.test(path)) continue;
    for (const [what, width, height] of [['phone', 412, 823], ['desktop', 1440, 900]] as const)
      test(`${path} loads no script on a ${what} while it is only read`, async ({ page, watched }) => {
        await page.setViewportSize({ width, height });
        await page.goto(path, { waitUntil: 'networkidle' });
        const reading = (r: Request) => ['document', 'stylesheet', 'font', 'image'].includes(r.resourceType()) || /favicon\.svg$|\.woff2$/.test(r.url());
        expect(watched.requests.filter((r) => !reading(r)).map((r) => r.url())).toEqual([]);
        await expect(page.locator('html[data-hydrated]')).not.toBeAttached();
      });
  }
});

test('the first page is read in local faces, every later one in the book’s own, from its first paint', async ({ page }) => {
  const path = book.chapters[0]!.url;
  const faces = () => page.evaluate(() => ({ shown: document.documentElement.dataset.fonts, text: getComputedStyle(document.querySelector('article p')!).fontFamily }));
  await page.goto(path);
  expect((await faces()).text).not.toContain('Source Serif 4');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('book:fonts')?.length ?? 0)).toBeGreaterThan(100_000);
  await page.reload({ waitUntil: 'commit' });
  await page.locator('article p').first().waitFor();
  expect(await faces()).toMatchObject({ shown: 'own', text: expect.stringContaining('Source Serif 4') });
  await expect.poll(() => page.evaluate(() => [...document.fonts].filter((f) => f.family.includes('Source Serif 4') && f.status === 'loaded').length)).toBe(2);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const chapter of book.chapters)
    test(`${chapter.title} stands whole`, async ({ page }) => {
      await page.goto(chapter.url);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(chapter.title);
      const text = await page.locator('article').innerText();
      expect(text.split(/\s+/).length).toBeGreaterThan(chapter.words);
      for (const id of chapter.figures) {
        const figure = page.locator(`#figure-${id}`);
        for (const drawing of await figure.locator('svg').all()) await expect(drawing, `the still of figure ${id}`).toBeVisible();
        const caption = await figure.locator('figcaption').innerText();
        expect((await figure.innerText()).length, `words and numbers of figure ${id}`).toBeGreaterThan(caption.length + 100);
      }
      for (const id of chapter.labs) {
        const lab = book.labs.find((l) => l.id === id)!;
        const section = page.getByRole('region', { name: `Lab: ${lab.title}` });
        await expect(section.getByRole('heading', { name: lab.title })).toBeVisible();
        await expect(section.getByRole('group', { name: 'Starter code' })).not.toBeEmpty();
        expect((await section.innerText()).split(/\s+/).length, 'words of the brief and starter').toBeGreaterThan(150);
      }
      const items = page.getByRole('region', { name: 'Quiz' }).locator('form[data-item]');
      await expect(items).toHaveCount(chapter.quizItems);
      for (const item of await items.all()) {
        await expect(item).toBeVisible();
        expect((await item.innerText()).length).toBeGreaterThan(40);
      }
    });

  test('the contents lead to every chapter', async ({ page }) => {
    await page.goto('/');
    for (const chapter of book.chapters) await expect(page.getByRole('main').getByRole('link', { name: chapter.title, exact: true })).toBeVisible();
  });
});

test.describe('the first press on a fresh page', () => {
  const chapter = book.chapters[0]!;

  test('opens the menu on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(chapter.url);
    await page.getByRole('button', { name: 'Toggle navigation bar' }).click();
    await expect(page.locator(`.navbar-sidebar a[href="${book.chapters.at(-1)!.url}"]`)).toBeVisible();
  });

  test('switches the theme', async ({ page }) => {
    await page.goto(chapter.url);
    await expect(page.locator('html[data-theme=light]')).toBeAttached();
    // Docusaurus goes from the system's choice to light, then to dark.
    const toggle = page.getByRole('button', { name: /Switch between dark and light mode/ });
    await toggle.click();
    await expect(page.locator('html[data-hydrated]')).toBeAttached();
    await expect(toggle).toHaveAttribute('aria-label', /currently light mode/);
    await toggle.click();
    await expect(page.locator('html[data-theme=dark]')).toBeAttached();
    await page.reload();
    await expect(page.locator('html[data-theme=dark]')).toBeAttached();
  });

  test('opens the search', async ({ page }) => {
    await page.goto(chapter.url);
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page.getByRole('dialog', { name: 'Search the book' })).toBeVisible();
    await expect(page.getByRole('searchbox')).toBeFocused();
  });
});

test('the search finds every chapter', async ({ page }) => {
  await page.goto('/');
  await hydrate(page);
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog', { name: 'Search the book' });
  for (const chapter of book.chapters) {
    await dialog.getByRole('searchbox').fill(chapter.title);
    await expect(dialog.getByRole('link', { name: chapter.title }).first()).toHaveAttribute('href', new RegExp(`^${chapter.url}`));
  }
  await dialog.getByRole('searchbox').fill('夜空');
  await expect(dialog).toContainText('Nothing found');
});

test('book.json tells what the site holds', async ({ request }) => {
  expect(book.schemaVersion).toBe(1);
  expect(book.chapters.length).toBeGreaterThanOrEqual(3);
  for (const chapter of book.chapters) {
    expect(pagePaths).toContain(chapter.url);
    expect(book.parts.map((part) => part.id)).toContain(chapter.part);
    expect(chapter.figures.length).toBeGreaterThanOrEqual(2);
    expect(chapter.labs.length).toBeGreaterThanOrEqual(1);
    expect(chapter.quizItems).toBeGreaterThanOrEqual(10);
    expect(chapter.peerItems).toBeGreaterThanOrEqual(4);
  }
  for (const lab of book.labs) {
    const [path, anchor] = lab.url.split('#') as [string, string];
    expect(pagePaths).toContain(path);
    expect(readFileSync(join(built, path, 'index.html'), 'utf8')).toMatch(new RegExp(`id="?${anchor}["\\s>]`));
    expect(lab.mistakes).toBeGreaterThanOrEqual(4);
  }
  for (const url of [...pagePaths, ...book.models.map((model) => `${model.url}card.json`)]) expect((await request.get(url)).status(), url).toBe(200);
});

test('an address that is not there says so', async ({ page, watched }) => {
  await page.goto('/no-such-page/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/not found/i);
  expect(watched.problems.filter((p) => !p.startsWith('404') && !p.includes('404'))).toEqual([]);
  watched.problems.length = 0;
});
