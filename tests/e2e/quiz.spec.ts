// The quiz, the exercises and the page of progress, by keyboard alone.

import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { book, expect, hydrate, tabTo, test } from './fixtures';
import { answersOf, QuizItem } from './quiz-page';

const slow = 120_000;
const quizOf = (page: Page) => page.getByRole('region', { name: 'Quiz', exact: true });

/** Opens the chapter with the focus at the quiz, and gives its items in their order. */
async function openQuiz(page: Page, chapter: { id: string; url: string }): Promise<QuizItem[]> {
  await page.goto(chapter.url);
  const quiz = quizOf(page);
  await quiz.scrollIntoViewIfNeeded();
  await hydrate(page);
  await expect(quiz).toHaveAttribute('data-ready', 'true');
  // Backwards from the end of the page is the shorter way.
  await tabTo(page, quiz.getByRole('button', { name: /^Item 1 of/ }), { key: 'Shift+Tab', most: 200 });
  const ids = await quiz.locator('form[data-item]').evaluateAll((forms) => forms.map((form) => form.getAttribute('data-item')!));
  const answers = answersOf(chapter.id);
  return ids.map((id) => new QuizItem(page, quiz, answers[id]!));
}

async function goTo(page: Page, number: number): Promise<void> {
  const place = quizOf(page).getByRole('button', { name: new RegExp(`^Item ${number} of`) });
  await tabTo(page, place, { key: 'Shift+Tab' });
  await page.keyboard.press('Enter');
  await expect(quizOf(page).getByRole('listitem', { name: new RegExp(`^Item ${number} of`) })).toBeFocused();
}

for (const chapter of book.chapters)
  test(`${chapter.title}: an item of each kind, got wrong, explained, and got right`, async ({ page }, info) => {
    info.setTimeout(slow);
    const items = await openQuiz(page, chapter);
    expect(items).toHaveLength(chapter.quizItems);
    for (const kind of new Set(items.map((item) => item.answer.kind))) {
      const index = items.findIndex((item) => item.answer.kind === kind);
      const item = items[index]!;
      await goTo(page, index + 1);
      await item.give(false);
      await item.expectExplained(false);
      await item.tryAgain();
      await item.give(true);
      await item.expectExplained(true);
    }
  });

test('the book has items of every kind', async () => {
  const kinds = book.chapters.flatMap((chapter) => Object.values(answersOf(chapter.id)).map((answer) => answer.kind));
  expect([...new Set(kinds)].sort()).toEqual(['multiple', 'number', 'order', 'output', 'single']);
});

test('a whole quiz: what was missed comes again, and a reload finds it', async ({ page }, info) => {
  info.setTimeout(slow);
  const chapter = book.chapters[0]!;
  const items = await openQuiz(page, chapter);
  const score = quizOf(page).getByRole('status', { name: 'Quiz score' });
  const last = items.length - 1;
  for (const [i, item] of items.entries()) {
    await item.give(i !== 1 && i !== last);
    if (i === last) break;
    await tabTo(page, quizOf(page).getByRole('button', { name: 'Next' }));
    await page.keyboard.press('Enter');
  }
  await expect(score).toHaveText(`${items.length - 2} right of ${items.length} answered, ${items.length} in all.`);
  await tabTo(page, quizOf(page).getByRole('button', { name: 'Retry the 2 items that you missed' }));
  await page.keyboard.press('Enter');
  await items[1]!.give(true);
  await tabTo(page, quizOf(page).getByRole('button', { name: 'Next' }));
  await page.keyboard.press('Enter');
  await expect(items[last]!.form).toBeVisible();

  await page.reload();
  await quizOf(page).scrollIntoViewIfNeeded();
  await hydrate(page);
  await expect(score).toHaveText(`${items.length - 1} right of ${items.length} answered, ${items.length} in all.`);
  await expect(quizOf(page).getByRole('button', { name: `Item ${items.length} of ${items.length}, missed` })).toBeVisible();
  await goTo(page, 1);
  await expect(items[0]!.verdict).toContainText('You answered this before: right.');
  await items[0]!.form.getByRole('button', { name: 'Show explanation' }).click();
  await items[0]!.expectExplained(true);
});

test('an exercise in the text names the slip', async ({ page }, info) => {
  info.setTimeout(slow);
  for (const chapter of book.chapters) {
    await page.goto(chapter.url);
    await hydrate(page);
    const forms = page.getByRole('group', { name: 'Exercise', exact: true }).locator('form[data-item]');
    const ids = await forms.evaluateAll((all) => all.map((form) => form.getAttribute('data-item')!));
    expect(ids.length, `exercises of ${chapter.id}`).toBeGreaterThan(0);
    const answers = answersOf(chapter.id);
    const id = ids.find((one) => answers[one]!.kind === 'number')!;
    const item = new QuizItem(page, page.getByRole('group', { name: 'Exercise', exact: true }), answers[id]!);
    await item.form.getByRole('textbox').click();
    await item.give(false);
    await item.expectExplained(false);
    await item.tryAgain();
    await item.give(true);
  }
});

test('an empty answer is not marked', async ({ page }) => {
  const [item] = await openQuiz(page, book.chapters[0]!);
  await tabTo(page, item!.form.getByRole('button', { name: 'Submit' }));
  await page.keyboard.press('Enter');
  await expect(item!.verdict).toContainText(/first\.$/);
  await expect(item!.verdict).not.toHaveAttribute('data-verdict');
});

test('without the answers file the answer waits, and is marked when the network is back', async ({ page, context, watched }) => {
  const [item] = await openQuiz(page, book.chapters[0]!);
  await context.setOffline(true);
  await tabTo(page, item!.form.getByRole('radiogroup'));
  await page.keyboard.press('Space');
  await tabTo(page, item!.form.getByRole('button', { name: 'Submit' }));
  await page.keyboard.press('Enter');
  await expect(item!.verdict).toContainText('offline');
  await context.setOffline(false);
  await expect(item!.verdict).toHaveAttribute('data-verdict', /right|wrong/);
  watched.problems = watched.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'));
});

test('progress goes out to a file, is erased, and comes back', async ({ page }, info) => {
  info.setTimeout(slow);
  const chapter = book.chapters[0]!;
  const [item] = await openQuiz(page, chapter);
  await item!.give(true);
  await page.goto('/progress/');
  await hydrate(page);
  const row = page.getByRole('row', { name: new RegExp(chapter.title) });
  const answered = `1 right of 1 answered, ${chapter.quizItems} in all`;
  await expect(row).toContainText(answered);
  const read = row.getByRole('checkbox', { name: `Read: ${chapter.title}` });
  await read.click();
  await expect(read).toBeChecked();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const path = await (await download).path();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ schemaVersion: 1, kind: 'progress', book: 'scalars-to-clusters' });

  await page.getByRole('button', { name: 'Erase', exact: true }).click();
  const asked = page.getByRole('alertdialog', { name: 'Erase everything?' });
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await asked.getByRole('button', { name: 'Erase everything' }).click();
  await expect(row).toContainText(`${chapter.quizItems} items, none answered`);
  await page.reload();
  await hydrate(page);
  await expect(row).toContainText(`${chapter.quizItems} items, none answered`);

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles({ name: 'progress.json', mimeType: 'application/json', buffer: await readFile(path) });
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Imported' })).toBeVisible();
  await expect(row).toContainText(answered);
  await expect(read).toBeChecked();

  const again = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await again).setFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{"a": 1}') });
  await expect(page.getByRole('main')).toContainText('This is not a progress file of this book');
});

/** The first item of a chapter's quiz that one can vote on, with its keys, and the switch beside it. */
async function openVote(page: Page, chapter: { id: string; url: string }) {
  const items = await openQuiz(page, chapter);
  const peers = await quizOf(page).locator('form[data-peer]').evaluateAll((forms) => forms.map((form) => form.getAttribute('data-item')!));
  const item = items.find(({ answer }) => answer.id === peers[0])!;
  if (item.answer.kind !== 'single') throw new Error('votes are for one option');
  const number = items.indexOf(item) + 1;
  await goTo(page, number);
  const { options } = item.answer;
  const right = Object.keys(options).find((id) => options[id]!.correct)!;
  const wrong = Object.keys(options).filter((id) => id !== right);
  const voteTwice = quizOf(page).getByRole('listitem', { name: `Item ${number} of` }).getByRole('switch', { name: 'Vote, read two arguments, vote again' });
  return { item, options, right, wrong, number, voteTwice };
}

async function switchOn(page: Page, voteTwice: ReturnType<Page['getByRole']>): Promise<void> {
  await expect(voteTwice).not.toBeChecked();
  await tabTo(page, voteTwice);
  await page.keyboard.press('Enter');
  await expect(voteTwice).toBeChecked();
}

/** In light and dark, and at 360 px without scrolling sideways. */
async function expectFit(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator(`html[data-theme=${colorScheme}]`)).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="Quiz"]').analyze();
    expect(violations.map((v) => `${v.id} in ${colorScheme}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

async function reloadAt(page: Page, number: number): Promise<void> {
  await page.reload();
  await quizOf(page).scrollIntoViewIfNeeded();
  await hydrate(page);
  await goTo(page, number);
}

test('voting twice: a wrong vote, two arguments, a reload in each step, a right vote', async ({ page }, info) => {
  info.setTimeout(slow);
  await page.setViewportSize({ width: 360, height: 740 });
  const { item, options, right, wrong, number, voteTwice } = await openVote(page, book.chapters[0]!);
  await switchOn(page, voteTwice);
  await expect(item.voteStep).toContainText('First vote.');
  await expectFit(page);

  await item.vote(wrong[0]!, 'Fairly sure');
  const argued = await item.argued();
  expect(argued).toContain(right);
  expect(argued).not.toContain(wrong[0]);
  for (const id of argued) {
    const words = options[id]!.argumentHtml!.replace(/<.*/s, '').slice(0, 40);
    await expect(item.form.locator(`[data-argument="${id}"]`)).toContainText(words);
  }
  await expectFit(page);
  await item.expectUntold();

  await reloadAt(page, number);
  await expect(item.voteStep).toContainText('Second vote.');
  expect(await item.argued()).toEqual(argued);
  await expect(item.form.locator(`[data-option="${wrong[0]}"]`)).toContainText('Your first vote (fairly sure)');
  await expect(item.form.locator(`input[value="${wrong[0]}"]`)).toBeChecked();

  await item.voteAgain(right);
  await expect(item.verdict).toContainText(/^Right\.\s*You went from “.+” to “.+”$/);
  await expect(item.form.locator(`[data-option="${wrong[0]}"]`)).toContainText('Your first vote (fairly sure)');
  await item.expectExplained(true);
  await expectFit(page);
  await expect(quizOf(page).getByRole('status', { name: 'Quiz score' })).toContainText('1 right of 1 answered');

  await reloadAt(page, number);
  await expect(item.verdict).toContainText('You answered this before: right.');
  await tabTo(page, item.form.getByRole('button', { name: 'Show explanation' }));
  await page.keyboard.press('Enter');
  await expect(item.verdict).toContainText('You went from');
  await expect(item.form.locator(`[data-option="${wrong[0]}"]`)).toContainText('Your first vote (fairly sure)');
});

test('voting twice: a right vote meets two wrong arguments, and may be kept; the switch holds for other chapters', async ({ page }, info) => {
  info.setTimeout(slow);
  const { item, right, voteTwice } = await openVote(page, book.chapters[0]!);
  await switchOn(page, voteTwice);
  await item.vote(right);
  expect(await item.argued()).not.toContain(right);
  await item.voteAgain(right);
  await expect(item.verdict).toContainText('You kept your first vote.');

  const other = await openVote(page, book.chapters[1]!);
  await expect(other.voteTwice).toBeChecked();
  await expect(other.item.voteStep).toContainText('First vote.');
  await tabTo(page, other.voteTwice);
  await page.keyboard.press('Enter');
  await expect(other.item.voteStep).toHaveCount(0);
  await other.item.give(true);
});

test('voting twice: without the answers file the first vote waits for its arguments', async ({ page, context, watched }) => {
  const { item, wrong, voteTwice } = await openVote(page, book.chapters[0]!);
  await switchOn(page, voteTwice);
  await context.setOffline(true);
  await tabTo(page, item.form.getByRole('radiogroup'));
  await page.keyboard.press('Space');
  await tabTo(page, item.form.getByRole('button', { name: 'Vote', exact: true }));
  await page.keyboard.press('Enter');
  await expect(item.voteStep).toContainText('offline');
  await expect(item.form.locator('[data-argument]')).toHaveCount(0);
  await context.setOffline(false);
  await expect(item.voteStep).toContainText('Second vote.');
  await item.voteAgain(wrong[0]!);
  await expect(item.verdict).toHaveAttribute('data-verdict', 'wrong');
  watched.problems = watched.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'));
});
