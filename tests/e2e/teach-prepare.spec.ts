// A class is prepared: lists that are never lost, files and addresses that carry them, a static book, raised hands.

import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fileHandler, serve } from '../../server/files';
import { sampleQuestion } from '../../server/testing/instructor';
import { startEmbedded, temporaryFolder } from '../../server/testing/servers';
import { readClassList, type ClassList } from '../../src/formats/class-list';
import { expect, tabTo } from './fixtures';
import { expectAccessible, expectFits, nextButton, openRoom, press, test, writeQuestion } from './teach-room';

const slow = 240_000;
const entries = (page: Page) => page.locator('[data-entry]');
const listOf = (changes: Partial<ClassList> = {}) => {
  const reading = readClassList(JSON.stringify({ schemaVersion: 1, kind: 'class-list', title: 'Monday', questions: [sampleQuestion(1), sampleQuestion(2)], ...changes }));
  if (!reading.ok) throw new Error(reading.problems.join());
  return reading.list;
};
const fileOf = (list: unknown) => ({ name: 'list.json', mimeType: 'application/json', buffer: Buffer.from(typeof list === 'string' ? list : JSON.stringify(list)) });

async function importFile(page: Page, list: unknown): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles(fileOf(list));
}

test('what is typed stays, over reloads and in a second tab, until it is deleted on purpose', async ({ site, teacher }) => {
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  const own = await writeQuestion(page, { stem: 'Half', options: ['One', '', ''], correct: 0 });
  await expect(own.getByText('Option B is empty.')).toBeVisible();
  await expect(entries(page)).toContainText(['not finished']);
  await teacher.reload();
  await entries(page).getByText('Edit; reveal').click();
  await expect(entries(page).getByLabel('Question', { exact: true })).toHaveValue('Half');

  const tab = await teacher.context.newPage();
  await teacher.go(`${site.url}/teach/`, tab);
  await entries(page).getByLabel('Text of option B').fill('Two');
  await entries(tab).getByText('Edit; reveal').click();
  await expect(entries(tab).getByLabel('Text of option B')).toHaveValue('Two');
  await tab.close();

  await entries(page).getByRole('button', { name: 'Remove B' }).click();
  await entries(page).getByRole('button', { name: 'Put the removed option back' }).click();
  await expect(entries(page).getByLabel('Text of option C')).toHaveValue('Two');
  await entries(page).getByRole('button', { name: 'Take question 1 out' }).click();
  await expect(entries(page)).toHaveCount(0);
  await teacher.reload();
  await page.getByText('Your questions that you took out (1)').click();
  await page.getByRole('button', { name: 'Put back' }).click();
  await expect(entries(page)).toContainText(['Half']);

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(entries(page)).toHaveCount(0);
});

test('a room without a question is not opened, and what is lacking is told until it is there', async ({ site, teacher }) => {
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  await page.getByRole('button', { name: 'Open the room' }).click();
  const told = page.getByText('Choose or write at least one question first.');
  await expect(told).toBeVisible();
  await page.locator('[data-chapter="numerics"] > summary').click();
  await page.locator('[data-ref="numerics/nearer-copy"]').getByRole('button', { name: 'Add' }).click();
  await expect(told).toHaveCount(0);
});

test('lists go to a file and come back; what is wrong with a file is told with its place', async ({ site, teacher }) => {
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  await expect(page.getByRole('button', { name: 'Export' })).toBeDisabled();
  await page.locator('[data-chapter="accelerators"] > summary').click();
  const item = page.locator('[data-ref="accelerators/column-walk"]');
  await item.getByRole('button', { name: 'Add' }).click();
  await item.getByText('Options, answer and notes').click();
  await expect(item.getByText('✓ Right answer')).toBeVisible();
  await expect(item.getByText('Listen for')).toBeVisible();
  await page.getByLabel('Name').fill('Caches');
  await page.getByText('Timers, advice, pairing').click();
  await page.getByLabel('First vote, seconds').fill('');
  await page.getByLabel('Discuss up to, % right').fill('80');
  await page.getByLabel('Pair students who differ').check();
  await writeQuestion(page, { stem: 'Unfinished', options: ['One'], correct: 0 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('caches.class.json');
  await expect(page.getByRole('status', { name: 'List' })).toHaveText('Exported, without 1 that is not finished: it stays in this browser.');
  const text = await readFile(await saved.path(), 'utf8');
  expect(readClassList(text)).toMatchObject({ ok: true, list: { title: 'Caches', settings: { voteSeconds: null, highShare: 0.8, pairing: true }, questions: [{ ref: 'accelerators/column-walk' }] } });

  await importFile(page, text);
  await expect(page.getByRole('status', { name: 'List' })).toContainText('Imported 1 questions');
  await expect(entries(page)).toHaveCount(1);
  await importFile(page, { ...listOf(), questions: [sampleQuestion(1), { ...sampleQuestion(2), options: [] }] });
  await expect(page.getByRole('status', { name: 'List' })).toHaveText(/^list\.json was not imported:question 2, options: needs at least 2/);
  await importFile(page, '{');
  await expect(page.getByRole('status', { name: 'List' })).toContainText('This is not JSON');
  await expect(entries(page)).toHaveCount(1);

  // An edition that words a question differently says so.
  const [changed] = (JSON.parse(text) as ClassList).questions;
  await importFile(page, listOf({ questions: [{ ...changed!, stem: 'In other words' }] }));
  await expect(entries(page)).toContainText(['In other words']);
  await entries(page).getByRole('button', { name: 'Take the book’s words' }).click();
  await expect(entries(page)).not.toContainText(['In other words']);
  await entries(page).getByRole('button', { name: 'Edit a copy of question 1' }).click();
  await expect(entries(page)).toContainText(['Chapter 6, ', 'Your own question']);
});

test('by keyboard alone: a question of the book is chosen, moved, opened and led', async ({ site, teacher }, info) => {
  info.setTimeout(slow);
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  await importFile(page, listOf({ settings: { ...listOf().settings, voteSeconds: null } }));
  await page.locator('body').press('Tab');
  const summary = page.locator('[data-chapter="numerics"] > summary');
  await tabTo(page, summary);
  await page.keyboard.press('Enter');
  await tabTo(page, page.locator('[data-ref="numerics/nearer-copy"]').getByRole('button', { name: 'Add' }));
  await page.keyboard.press('Space');
  const up = page.getByRole('button', { name: 'Move question 3 up' });
  await tabTo(page, up, { most: 120 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Move question 2 up' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Move question 1 down' })).toBeFocused();
  await expect(entries(page).first()).toContainText('Chapter 10, ');
  await tabTo(page, page.getByRole('button', { name: 'Open the room' }));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/teach\/room\/#/);
  for (const [label, key] of [['Open the vote', 'Enter'], [/^Close the vote/, 'Space'], ['Let them discuss', 'n'], ['Open the second vote', 'N'], [/^Close the vote/, 'Enter'], ['Reveal the answer', 'Enter']] as const) {
    await expect(nextButton(page)).toHaveText(label);
    await expect(nextButton(page)).toHaveAttribute('aria-disabled', 'false');
    if (key !== 'n' && key !== 'N') await tabTo(page, nextButton(page));
    await page.keyboard.press(key);
  }
  await expect(page.locator('[data-right]')).toBeVisible();
});

test.describe('a static book', () => {
  let book: { server: Server; url: string };
  test.beforeAll(async () => {
    book = await serve(join(process.cwd(), 'build'), 0);
  });
  test.afterAll(() => void book.server.close());

  test('sends its list to a class server, which asks before it uses it', async ({ site, teacher }) => {
    const { page } = teacher;
    await teacher.go(`${book.url}/teach/`);
    await expect(page.getByText('There are two ways on.')).toBeVisible();
    await page.getByRole('button', { name: 'Go there with this list' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Enter the address of the class server' })).toBeVisible();
    await page.getByLabel('Address of a class server').fill('http://class.example.edu');
    await page.getByRole('button', { name: 'Go there with this list' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'must begin with https://' })).toBeVisible();
    await page.getByLabel('Address of a class server').fill(site.url);
    await page.getByRole('button', { name: 'Go there with this list' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'at least one question' })).toBeVisible();
    await writeQuestion(page, { stem: 'Größer als $\\pi$?', options: ['Ja', 'Nein', 'Nie'], correct: 2 });
    await teacher.reload();
    await expect(page.getByLabel('Address of a class server')).toHaveValue(site.url);
    await page.getByRole('button', { name: 'Go there with this list' }).click();

    await page.waitForURL(`${site.url}/teach/**`);
    const came = page.getByRole('region', { name: 'A list has come with the address' });
    await expect(came).toContainText('“My class”, 1 question.');
    expect(page.url()).toBe(`${site.url}/teach/`);
    await expect(entries(page)).toHaveCount(0);
    await came.getByRole('button', { name: 'Use this list' }).click();
    await expect(entries(page)).toContainText(['Größer als $\\pi$?']);
    await expect(came).toHaveCount(0);
    const code = await openRoom(page);
    expect(code).toHaveLength(6);
    await expect(page.locator('.katex').first()).toBeVisible();
  });

  test('with an address that was cut off says what to do, and leaves the list alone', async ({ teacher }) => {
    const { page } = teacher;
    await teacher.go(`${book.url}/teach/#import=eyJraW5kIjoi`);
    const came = page.getByRole('region', { name: 'A list has come with the address' });
    await expect(came).toContainText('This is not JSON');
    expect(page.url()).toBe(`${book.url}/teach/`);
    await came.getByRole('button', { name: 'Leave it' }).click();
    await expect(came).toHaveCount(0);
  });

  test('holds a class by raised hands, through both rounds', async ({ teacher }, info) => {
    info.setTimeout(slow);
    const { page } = teacher;
    await teacher.go(`${book.url}/teach/local/`);
    await expect(page.getByText('There is no list with a question')).toBeVisible();
    await teacher.go(`${book.url}/teach/`);
    await importFile(page, listOf({ questions: [{ ...sampleQuestion(1), listenFor: 'Those who say $T$.', reveal: { kind: 'figure', id: 'attention-by-hand', state: 'row:1' } }, sampleQuestion(2)] }));
    await page.getByRole('link', { name: 'count raised hands' }).click();
    await page.getByRole('button', { name: 'Begin Monday' }).click();
    await press(page, 'Open the vote');
    const options = page.locator('[data-option]');
    await expect(options).toHaveCount(4);
    await expect(page.getByRole('timer')).toContainText(/^(1:00|0:5\d)/);
    const ids = await options.evaluateAll((all) => all.map((one) => one.getAttribute('data-option')!));
    const letter = (id: string) => 'ABCD'[ids.indexOf(id)]!;
    const raise = async (id: string, hands: number) => page.getByRole('spinbutton', { name: letter(id), exact: true }).fill(String(hands));
    await raise('third', 11);
    await raise('first', 9);
    await press(page, 'Close the vote');
    await expect(page.getByRole('note', { name: 'Advice' })).toBeHidden();
    await page.getByText('Advice, answer and what to listen for').click();
    await expect(page.getByRole('note', { name: 'Advice' })).toContainText('11 of 20 voted right (55 %)');
    await expect(page.getByText(`${letter('third')} is right.`)).toBeVisible();
    await page.keyboard.press('h');
    await expect(page.getByRole('note', { name: 'Advice' })).toBeHidden();
    await expect(page.getByText('Those who say')).toBeHidden();
    await expect(page.locator('[data-round]')).toHaveCount(0);
    // It rests for a moment after a step, hidden or not.
    await expect(page.locator('[aria-keyshortcuts=N]')).toHaveAttribute('aria-disabled', 'false');
    await page.keyboard.press('n');
    await expect(page.getByText('Find someone who answered differently')).toBeVisible();
    await teacher.reload();
    await expect(page.getByText('Find someone who answered differently')).toBeVisible();
    await press(page, 'Open the second vote');
    await raise('third', 18);
    await raise('first', 2);
    await press(page, 'Close the vote');
    await press(page, 'Reveal the answer');
    await expect(page.locator('[data-right] [data-round="1"]')).toContainText('1155 %');
    await expect(page.locator('[data-right] [data-round="2"]')).toContainText('1890 %');
    await expect(page.getByText('Right: 55 % in the first vote, 90 % in the second.')).toBeVisible();
    await expect(page.locator('#figure-attention-by-hand')).toBeVisible();
    await expectAccessible(page);
    await expectFits(page, 360);
    await press(page, 'Go on to the next question');
    await press(page, 'Open the vote');
    await expectAccessible(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Counts as CSV' }).click();
    expect((await readFile(await (await download).path(), 'utf8')).split('\r\n').filter(Boolean)).toHaveLength(1 + 8);
    await page.getByRole('button', { name: 'Leave this class' }).click();
    await page.getByRole('button', { name: 'Leave it' }).click();
    await expect(page.getByRole('heading', { name: 'Count raised hands' })).toBeVisible();
  });
});

test('a server that asks for the instructor’s key', async ({ teacher }) => {
  const { page } = teacher;
  const server = await startEmbedded({ instructorKey: 'open sesame' }, temporaryFolder(), fileHandler(join(process.cwd(), 'build')));
  await teacher.go(`${server.url}/teach/`);
  await importFile(page, listOf());
  await page.getByLabel('Instructor’s key').fill('open the door');
  await page.getByRole('button', { name: 'Open the room' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'This server asks instructors for a key' })).toBeVisible();
  await page.getByLabel('Instructor’s key').fill('open sesame');
  await openRoom(page);
  await server.stop();
});

test('preparing: no axe violation with all unfolded, and no page wider than a phone', async ({ site, teacher }, info) => {
  info.setTimeout(slow);
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  await importFile(page, listOf({ questions: [{ ...sampleQuestion(1), reveal: { kind: 'figure', id: 'kv-cache' } }] }));
  await writeQuestion(page, { stem: 'Broken: $\\frac{1$', options: ['One', 'Two'], correct: 0 });
  await expect(page.getByRole('status', { name: 'Problems of the preview' })).toContainText('Question: KaTeX');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await expect(page.getByText('✓ Right answer').first()).toBeVisible();
  await expectAccessible(page);
  await expectFits(page, 360);
  await teacher.go(`${site.url}/teach/room/`);
  await expectAccessible(page);
  await expectFits(page, 360);
});
