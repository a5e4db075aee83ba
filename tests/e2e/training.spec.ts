// Chapter 5's model that learns in the page: it trains, stops at once, goes on, writes, is kept for another visit, and gives way to another tab.

import type { Locator, Page } from '@playwright/test';
import { book, expect, hydrate, test } from './fixtures';

const slow = 240_000;
const figureId = 'train-it-yourself';
const chapter = book.chapters.find(({ figures }) => figures.includes(figureId))!;

async function openFigure(page: Page, query = ''): Promise<Locator> {
  await page.goto(`${chapter.url}${query}`);
  const figure = page.locator(`#figure-${figureId}`);
  await figure.scrollIntoViewIfNeeded();
  await hydrate(page);
  return figure;
}

const button = (figure: Locator, name: string | RegExp) => figure.getByRole('button', { name });
const phase = (figure: Locator) => figure.locator('[data-phase]');
/** "Step 12, 9,216 tokens seen, … loss of this step 6.12 nats a token." */
const numbers = (figure: Locator) => figure.getByText(/^Step [\d,]+, /);

async function read(figure: Locator): Promise<{ step: number; loss: number }> {
  const text = (await numbers(figure).textContent())!;
  return { step: Number(text.match(/^Step ([\d,]+),/)![1]!.replaceAll(',', '')), loss: Number(text.match(/step ([\d.]+) nats/)![1]) };
}

/** The smallest model, one row a step: quick on any machine. */
const smallest = `#fig-${figureId}=size:small,batchSize:1,learningRate:0.01,device:wasm`;

test('a model learns, pauses, goes on, writes, and is there on the next visit', async ({ page, watched }, info) => {
  info.setTimeout(slow);
  const figure = await openFigure(page, smallest);
  expect(watched.requests.map((r) => r.url()).filter((url) => /models\//.test(url)), 'nothing is fetched before it is asked for').toEqual([]);
  await button(figure, 'Start training').click();
  await expect(numbers(figure)).toBeVisible({ timeout: 120_000 });
  const uniform = Number((await figure.getByText(/^uniform guess: ln/).textContent())!.match(/= ([\d.]+)/)![1]);
  await expect.poll(async () => (await read(figure)).loss, { timeout: 120_000 }).toBeLessThan(uniform);

  await button(figure, 'Pause').click();
  await expect(phase(figure)).toHaveAttribute('data-phase', 'paused', { timeout: 60_000 });
  const before = await read(figure);
  // Half a second is time for many steps of this model.
  await page.waitForTimeout(500);
  expect((await read(figure)).step).toBe(before.step);

  await figure.getByRole('textbox', { name: /your own words/ }).fill('Once there was');
  await button(figure, 'Write a story').click();
  await expect(figure.getByText(/after step [\d,]+\)/)).toBeVisible();

  await button(figure, 'Go on').click();
  await expect.poll(async () => (await read(figure)).step, { timeout: 60_000 }).toBeGreaterThan(before.step);
  await figure.getByText('The figure in words').click();
  await expect(figure.locator('table tbody tr').last()).toContainText(/\d\.\d\d/);
  await button(figure, 'Stop and free the memory').click();
  await expect(phase(figure)).toHaveAttribute('data-phase', 'stopped');

  const again = await openFigure(page);
  await button(again, /^Go on from step [\d,]+$/).click();
  await expect.poll(async () => (await read(again)).step, { timeout: 120_000 }).toBeGreaterThan(before.step);
  await button(again, 'Start over').click();
  await button(again, 'Forget it').click();
  await expect(button(again, 'Start training')).toBeVisible();
});

test('two tabs do not mix their runs', async ({ page, context }, info) => {
  info.setTimeout(slow);
  const first = await openFigure(page, smallest);
  await button(first, 'Start training').click();
  await expect(numbers(first)).toBeVisible({ timeout: 120_000 });
  await button(first, 'Pause').click();
  await expect(first.getByText(/Kept in this browser up to step/)).toBeVisible({ timeout: 60_000 });

  const other = await context.newPage();
  const second = await openFigure(other);
  await button(second, /^Go on from step/).click();
  await expect(numbers(second)).toBeVisible({ timeout: 120_000 });
  await button(first, 'Go on').click();
  await expect(phase(first)).toHaveAttribute('data-phase', 'taken', { timeout: 60_000 });
  await expect(button(first, /^Go on from step/)).toBeVisible();
  await expect(phase(second)).toHaveAttribute('data-phase', 'training');
});

test('it trains on WebGPU too', async ({ page }, info) => {
  info.setTimeout(slow);
  const figure = await openFigure(page, smallest.replace('device:wasm', 'device:webgpu'));
  await button(figure, 'Start training').click();
  await expect(numbers(figure)).toBeVisible({ timeout: 180_000 });
  await expect(figure.getByText(/^Runs on WebGPU/)).toBeVisible();
  const from = (await read(figure)).step;
  await expect.poll(async () => (await read(figure)).step, { timeout: 120_000 }).toBeGreaterThan(from);
});

test('what is offline says so', async ({ page, watched }) => {
  const figure = await openFigure(page, smallest);
  await page.route('**/tokenizer.json', (route) => route.abort());
  await button(figure, 'Start training').click();
  await expect(phase(figure)).toContainText('Is the page offline?');
  await expect(button(figure, 'Start training')).toBeVisible();
  watched.problems = watched.problems.filter((problem) => !problem.includes('net::ERR_FAILED'));
});
