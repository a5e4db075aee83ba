// Search by meaning: asks before it loads anything, finds a section by a question in other words, and has an anchor for each section.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readBookPassages } from '../../src/engine/retrieval';
import { built, expect, hydrate, test } from './fixtures';

const passages = readBookPassages(JSON.parse(readFileSync(join(built, 'search-vectors.json'), 'utf8')));
const question = 'why does the gradient get added up when a value is used twice';
const answer = '#from-the-output-back';

async function openByMeaning(page: Page) {
  await page.goto('/about/');
  await hydrate(page);
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog', { name: 'Search the book' });
  await dialog.getByRole('radio', { name: 'By meaning' }).check();
  return dialog;
}

test('every section that search knows stands in its page', () => {
  for (const { url } of passages.sections) {
    const [path, anchor] = url.split('#') as [string, string?];
    const file = join(built, path, 'index.html');
    expect(existsSync(file), file).toBe(true);
    if (anchor) expect(readFileSync(file, 'utf8'), url).toMatch(new RegExp(`id="?${anchor}["\\s>]`));
  }
});

test('a question in other words finds its section, and nothing is fetched before it is asked for', async ({ page, watched }, info) => {
  info.setTimeout(240_000);
  const dialog = await openByMeaning(page);
  const load = dialog.getByRole('button', { name: /^Load the model \(2\d\.\d MB/ });
  await expect(load).toBeVisible();
  const ofTheModel = () => watched.requests.map((r) => r.url()).filter((url) => /\.onnx|\.wasm|search-vectors/.test(url));
  expect(ofTheModel()).toEqual([]);

  // Until the model is there, words find what they can.
  await dialog.getByRole('searchbox').fill('adjoint');
  await expect(dialog.getByRole('link', { name: /automatic differentiation/ }).first()).toBeVisible();
  expect(ofTheModel()).toEqual([]);

  await load.click();
  await expect(load).toBeHidden({ timeout: 120_000 });
  const download = dialog.getByRole('button', { name: /^Download/ });
  if (await download.isVisible()) await download.click();
  await dialog.getByRole('searchbox').fill(question);
  // Until it has an answer, what the words found stands there; that has no cosines.
  const found = dialog.getByRole('listitem').filter({ has: page.locator(`a[href$="${answer}"]`), hasText: /cosine 0\.\d\d/ });
  await expect(found).toBeVisible({ timeout: 120_000 });
  // Nearest first.
  const scores = (await dialog.getByRole('listitem').allTextContents()).map((text) => Number(/cosine (0\.\d\d)/.exec(text)![1]));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  await found.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`${answer}$`));
  await expect(dialog).toBeHidden();
});

test('loading stops when told', async ({ page, watched }) => {
  const dialog = await openByMeaning(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/model_quantized\.onnx/, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await dialog.getByRole('button', { name: /^Load the model/ }).click();
  const download = dialog.getByRole('button', { name: /^Download/ });
  const stop = dialog.getByRole('button', { name: 'Stop loading' });
  await expect(stop.or(download)).toBeVisible();
  if (await download.isVisible()) await download.click();
  await stop.click();
  await expect(dialog.getByRole('button', { name: /^Load the model/ })).toBeVisible();
  release();
  expect(watched).toBeDefined();
});
