// Chapter 5's live figures: the shipped model loads when asked, generates in the page, and shows where it looks.

import type { Locator, Page } from '@playwright/test';
import { book, expect, hydrate, test } from './fixtures';

const slow = 120_000;
const chapterWith = (figure: string) => book.chapters.find((chapter) => chapter.figures.includes(figure))!;

async function openFigure(page: Page, id: string): Promise<Locator> {
  await page.goto(chapterWith(id).url);
  const figure = page.locator(`#figure-${id}`);
  await figure.scrollIntoViewIfNeeded();
  await hydrate(page);
  return figure;
}

/** Weights of the row shown, from the figure in words. */
async function weights(figure: Locator): Promise<{ tokens: string[]; values: number[] }> {
  const cells = await figure.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')));
  return { tokens: cells.map((row) => row[1]!), values: cells.map((row) => Number(row[2])) };
}

test('the attention map reads the sentence that one types', async ({ page, watched }, info) => {
  info.setTimeout(slow);
  const figure = await openFigure(page, 'attention-map');
  await figure.getByText('The figure in words').click();
  const slider = figure.getByRole('slider', { name: /^Token that looks/ });
  await slider.focus();
  await page.keyboard.press('End');
  const still = await weights(figure);
  expect(watched.requests.map((r) => r.url()).filter((url) => /\.onnx|\.wasm/.test(url)), 'nothing of the model before it is asked for').toEqual([]);

  await figure.getByRole('button', { name: /^Load the model/ }).click();
  await expect(figure.getByRole('button', { name: 'Read it' })).toBeVisible({ timeout: 60_000 });
  // The same sentence: onnxruntime agrees with the book's own forward pass, which drew the still.
  await expect.poll(async () => (await weights(figure)).tokens).toEqual(still.tokens);
  const read = await weights(figure);
  for (const [i, value] of read.values.entries()) expect(Math.abs(value - still.values[i]!), `weight of token ${i}`).toBeLessThan(0.003);
  expect(read.values.reduce((a, b) => a + b)).toBeCloseTo(1, 1);

  const own = 'Mara gave the red lamp to Tomas.';
  await figure.getByRole('textbox', { name: 'A sentence of your own' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(own);
  await figure.getByRole('button', { name: 'Read it' }).click();
  await expect(figure.locator('caption')).toContainText(`Shown: “${own}”`);
  const mine = await weights(figure);
  expect(mine.tokens).not.toEqual(still.tokens);
  expect(mine.values.reduce((a, b) => a + b)).toBeCloseTo(1, 1);
  const summary = await figure.getByRole('img').getAttribute('aria-label');
  await figure.getByRole('combobox', { name: 'Head' }).selectOption('2');
  await expect(figure.getByRole('img')).not.toHaveAttribute('aria-label', summary!);
});

test('loading stops when told, and begins again', async ({ page, watched }, info) => {
  info.setTimeout(slow);
  const figure = await openFigure(page, 'attention-map');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/models\/.*\.onnx/, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  const load = figure.getByRole('button', { name: /^Load the model/ });
  await load.click();
  await figure.getByRole('button', { name: /^Stop loading/ }).click();
  await expect(load).toBeVisible();
  release();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await load.click();
  await expect(figure.getByRole('button', { name: 'Read it' })).toBeVisible({ timeout: 60_000 });
  watched.problems = watched.problems.filter((problem) => !problem.includes('net::ERR_ABORTED'));
});

test('the model writes a story in the page', async ({ page }, info) => {
  info.setTimeout(slow);
  const figure = await openFigure(page, 'story-generator');
  await figure.getByRole('button', { name: /^Load the model/ }).click();
  const write = figure.getByRole('button', { name: 'Write a story' });
  await expect(write).toBeEnabled({ timeout: 60_000 });
  const told = figure.getByText(/^\d+ tokens\. /);
  const settings = figure.getByText(/^Written by the model/);

  // Greedy: the same story each time.
  await figure.getByRole('slider', { name: /^Temperature/ }).focus();
  await page.keyboard.press('Home');
  const stories: string[] = [];
  for (let i = 0; i < 2; i++) {
    await write.click();
    await expect(settings).toContainText('in this page');
    await expect(write).toBeEnabled({ timeout: 30_000 });
    await expect(told).toBeVisible();
    await figure.getByText('The figure in words').click();
    stories.push((await figure.locator('table').last().innerText()).replace(/\s+/g, ' '));
    await figure.getByText('The figure in words').click();
  }
  expect(stories[0]!.length).toBeGreaterThan(100);
  expect(stories[1]).toBe(stories[0]);

  // Hot and long: stopped by the reader.
  await figure.getByRole('slider', { name: /^Temperature/ }).focus();
  await page.keyboard.press('End');
  await figure.getByRole('slider', { name: /^At most/ }).focus();
  await page.keyboard.press('End');
  await write.click();
  await figure.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(told).toContainText('Stopped by you.');
});

test('the logit lens reads a text of one’s own with the weights alone; the last column is what the model says', async ({ page, watched }, info) => {
  info.setTimeout(slow);
  const figure = await openFigure(page, 'logit-lens');
  const cells = figure.locator('table').first().getByRole('button');
  const still = await cells.allInnerTexts();
  await figure.getByRole('button', { name: /^Load the model’s weights/ }).click();
  // The same text: the page computes what the build did.
  await expect(figure.getByRole('button', { name: 'Read it' })).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => cells.allInnerTexts()).toEqual(still);
  expect(watched.requests.map((r) => r.url()).filter((url) => /\.onnx|\.wasm/.test(url)), 'no runtime').toEqual([]);
  await figure.getByRole('textbox', { name: 'A text of your own' }).fill('Bo had a drum. Bo');
  await figure.getByRole('button', { name: 'Read it' }).click();
  await expect(cells).not.toHaveCount(still.length);
  await cells.first().focus();
  await page.keyboard.press('Enter');
  await expect(figure.getByText(/^After “\(start\)”, read from the embedding alone:/).first()).toBeVisible();
});

test('the KV cache grows by a column a step, and by what the formula says', async ({ page }) => {
  const figure = await openFigure(page, 'kv-cache');
  const row = figure.getByRole('row').nth(1).getByRole('cell');
  const next = figure.getByRole('button', { name: 'Step: next' });
  await figure.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(figure.getByText(/^The prefill computes keys and values of \d+ tokens at once/).first()).toBeVisible();
  const before = await row.nth(2).innerText();
  await next.click();
  await expect(figure.getByText(/^Step 1 computes keys and values of one token/).first()).toBeVisible();
  expect(await row.nth(2).innerText()).not.toBe(before);
  const perToken = await row.nth(1).innerText();
  await figure.getByRole('combobox', { name: 'Each number' }).selectOption('2');
  await expect(row.nth(1)).not.toHaveText(perToken);
});

test('a knob at its end leaves one token to draw, and all draws are of it', async ({ page }) => {
  const figure = await openFigure(page, 'sampling-knobs');
  await figure.getByRole('slider', { name: /^Temperature/ }).focus();
  await page.keyboard.press('Home');
  await expect(figure.getByText(/: 1 of \d+ tokens can be drawn\. Only /).first()).toBeVisible();
});
