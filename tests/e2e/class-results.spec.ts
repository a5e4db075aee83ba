// The page that looks back at a class, after a class of thirty phones with two rounds, read from a real class server.

import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { fileHandler, serve } from '../../server/files';
import { Instructor } from '../../server/testing/instructor';
import { startEmbedded, type TestServer } from '../../server/testing/servers';
import type { ClassResults } from '../../src/formats/class-results';
import { readCsv } from '../../src/quiz/peer';
import { holdClass, isRight, rosterCsv, sayWhoTheyAre, studentId, type Cast, type HeldClass } from './class-results-room';
import { built, expect, tabTo, test } from './fixtures';

let server: TestServer;
let held: HeldClass;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await startEmbedded({}, undefined, fileHandler(built));
  held = await holdClass(server.url);
});
test.afterAll(async () => {
  held?.lesson.close();
  await server?.stop();
});

const host = () => held.lesson.host;
const results = async () => (await host().ask<ClassResults>('GET', `/${host().code}/results`)).body;
const address = (code: string) => `${server.url}/teach/results/#${code}`;

/** Gives a browser the cookie of whoever leads the room. */
async function lead(context: BrowserContext, { code, secret }: Instructor): Promise<void> {
  await context.addCookies([{ name: `class_leader_${code}`, value: secret, url: `${server.url}/api/class/rooms/${code}` }]);
}

async function open(page: Page): Promise<void> {
  await lead(page.context(), host());
  await page.goto(address(host().code));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Results of “Attention & caches: week 3”');
}

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const overview = (page: Page) => part(page, 'At a glance').getByRole('table');
const pointsTable = (page: Page) => part(page, 'Participants and points').getByRole('table');
const firstCells = (table: Locator) => table.locator('tbody th').allInnerTexts();

/** A downloaded table: its rows by their titles. */
async function take(page: Page, what: string): Promise<{ name: string; text: string; rows: Record<string, string>[] }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `${what} (CSV)` }).click();
  const file = await download;
  const text = await readFile(await file.path(), 'utf8');
  const [titles = [], ...rows] = readCsv(text);
  return { name: file.suggestedFilename(), text, rows: rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [titles[i]!, cell]))) };
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator(`html[data-theme=${colorScheme}]`)).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(violations.flatMap((v) => v.nodes.map((node) => `${v.id} in ${colorScheme}: ${node.target.join(' ')}: ${node.failureSummary}`))).toEqual([]);
  }
}

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('another browser is told how to take the room over, and does', async ({ page, watched }) => {
  await page.goto(`${server.url}/teach/results/`);
  const code = page.getByLabel('Room code');
  await code.fill('ABC0');
  await expect(page.getByRole('alert')).toContainText('No code has a “0”');
  await code.fill(host().code.toLowerCase());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address(host().code));
  await expect(page.getByRole('status')).toContainText(`does not lead room ${host().code}`);
  await expectAccessible(page);

  const keyOf = async (role: string) => (await host().ask<{ key: string }>('POST', `/${host().code}/handoffs`, { role })).body.key;
  const key = page.getByLabel('Key');
  for (const [typed, told] of [['', 'Enter the key'], ['WRONGKEY99', 'This key is wrong'], [await keyOf('projector'), 'a key to show the room']] as const) {
    await key.fill(typed);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText(told);
  }
  await key.fill(await keyOf('host'));
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: 'Results of “Attention' });
  await expect(heading).toBeFocused();
  watched.problems = watched.problems.filter((problem) => !problem.includes('403'));
});

test('no such room, no class server, no network: each says what to do', async ({ page, context, watched }) => {
  await page.goto(address('ZZZZZZ'));
  await expect(page.getByRole('alert')).toContainText('There is no room with this code');
  await page.getByRole('link', { name: 'Another room' }).click();
  await expect(page.getByLabel('Room code')).toBeVisible();

  const bookAlone = await serve(built, 0);
  await page.goto(`${bookAlone.url}/teach/results/#${host().code}`);
  await expect(page.getByRole('alert')).toContainText('There is no class server at this address');
  bookAlone.server.close();

  await lead(context, host());
  await page.route('**/api/class/**', (route) => route.abort());
  await page.goto(address(host().code));
  await expect(page.getByRole('alert')).toContainText('The class server does not answer');
  await page.unroute('**/api/class/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Results of “Attention' })).toBeVisible();
  watched.problems = watched.problems.filter((problem) => !/404|ERR_FAILED/.test(problem));
});

test('a room in which nothing was asked', async ({ page }) => {
  const fresh = new Instructor(server.url);
  await fresh.open({ title: 'Before the first class', questions: [] });
  await lead(page.context(), fresh);
  let answer = () => {};
  const asked = new Promise<void>((done) => (answer = done));
  await page.route('**/results', async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(address(fresh.code));
  await expect(page.getByRole('status')).toHaveText(`Reading the results of room ${fresh.code} …`);
  answer();
  await expect(page.getByRole('main')).toContainText('Nothing has been asked in this room yet');
  await expect(part(page, 'List of the class')).toBeVisible();
  await expectAccessible(page);
});

test('the questions: what was voted, and what stands out', async ({ page }) => {
  await open(page);
  const remarks = page.getByRole('list', { name: 'What stands out' });
  await expect(remarks).toContainText('Question 1.2 fell from 62 to 52 % right among the 29 who voted twice');
  await expect(remarks).toContainText('Question 1.3 ended with 17 % right of 30 votes');
  const cells = (await overview(page).locator('tbody tr').allInnerTexts()).map((row) => row.split(/\s*[\n\t]\s*/));
  expect(cells.map(([label, , voters, first, second]) => [label, voters, first, second].map((cell) => cell!.replaceAll('\u00a0', ' ')))).toEqual([
    ['Question 1.1', '29', '41 %', '83 %'],
    ['Question 1.2', '30', '60 %', '52 %'],
    ['Question 1.3', '30', '17 %', '–'],
    ['Question 1.4', '30', '67 %', '93 %'],
    ['Question 2.1', '30', '60 %', '90 %'],
  ]);

  await page.getByRole('link', { name: 'Question 1.2' }).click();
  const votes = page.getByRole('table', { name: 'Question 1.2: votes by option' });
  await expect(votes).toBeVisible();
  await expect(votes).toBeInViewport();
  const counted = await results();
  const { options, correct } = counted.questions[1]!;
  for (const [i, option] of options.entries()) {
    const letter = 'ABCD'[i]!;
    const chosen = ([1, 2] as const).map((round) => held.cast.filter((cast) => cast.meeting === 1 && cast.question === 2 && cast.round === round && cast.option === option.id).length);
    const row = votes.getByRole('row', { name: new RegExp(`^${letter}`) });
    await expect(row).toHaveText(new RegExp(`^${letter} ?${option.id === correct ? '✓ right' : ''}${chosen[0]} \\(\\d+\\s%\\)${chosen[1]} \\(\\d+\\s%\\)$`));
  }
  const question = page.locator('details', { has: votes }).first();
  await expect(question).toContainText('From 62 to 52 % right. Normalized change c = −0.17');
  await expect(question).toContainText('Left out of the change: 1 who voted first and not again.');
  await expect(question.getByRole('table', { name: 'The 29 who voted twice' })).toBeVisible();
  await expect(question).toContainText(/Point-biserial \+0\.\d\d, D = \+0\.\d\d, from 30 participants/);

  const last = page.locator('details[id]').last();
  await last.locator('summary').first().click();
  await expect(last).toContainText('Not enough to go by: no other question was asked at this meeting.');
});

test('the table of questions sorts by its columns, by keyboard', async ({ page }) => {
  await open(page);
  const table = overview(page);
  const labels = async () => (await firstCells(table)).map((text) => text.split('\n')[0]);
  await tabTo(page, table.getByRole('button', { name: 'Change c' }));
  await page.keyboard.press('Enter');
  expect(await labels()).toEqual(['Question 1.2', 'Question 1.1', 'Question 2.1', 'Question 1.4', 'Question 1.3']);
  await expect(table.getByRole('columnheader', { name: 'Change c' })).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('Space');
  expect(await labels()).toEqual(['Question 1.4', 'Question 2.1', 'Question 1.1', 'Question 1.2', 'Question 1.3']);
  await tabTo(page, table.getByRole('button', { name: 'Question', exact: true }), { key: 'Shift+Tab' });
  await page.keyboard.press('Enter');
  expect(await labels()).toEqual(['Question 1.1', 'Question 1.2', 'Question 1.3', 'Question 1.4', 'Question 2.1']);
});

test('the tables to take away hold what was voted', async ({ page }) => {
  await open(page);
  const votes = await take(page, 'Votes');
  expect(votes.name).toMatch(/^Attention-caches-week-3-votes-\d{4}-\d\d-\d\d\.csv$/);
  expect(votes.text.startsWith('\uFEFF')).toBe(false);
  const { questions } = await results();
  const letter = ({ meeting, question, option }: Cast) => 'ABCD'[questions.find((asked) => asked.meeting === meeting && asked.number === question)!.options.findIndex(({ id }) => id === option)];
  const told = held.cast.map((cast) => [cast.meeting, cast.question, cast.round, cast.participant, letter(cast), Number(isRight(cast)), cast.confidence ?? ''].join());
  expect(votes.rows.map((row) => [row.meeting, row.question, row.round, row.participant, row.option, row.right, row.confidence].join()).sort()).toEqual(told.sort());

  await page.getByRole('checkbox', { name: 'For Excel' }).check();
  const asked = await take(page, 'Questions');
  expect(asked.text.startsWith('\uFEFF')).toBe(true);
  const of = (row: Record<string, string>, round: number) => held.cast.filter((cast) => `${cast.meeting}` === row.meeting && `${cast.question}` === row.question && cast.round === round);
  expect(asked.rows.map((row) => [1, 2].flatMap((round) => [row[`round ${round} voters`], row[`round ${round} right`]]))).toEqual(
    asked.rows.map((row) => [1, 2].flatMap((round) => (round > Number(row.rounds) ? ['', ''] : [`${of(row, round).length}`, `${of(row, round).filter(isRight).length}`]))),
  );
  expect(asked.rows[0]!.text).toBe('Question 1: how does the time of attention grow with the length $T$ of the text?');

  const changes = await take(page, 'Changes');
  const both = (row: Record<string, string>) => of(row, 1).filter((first) => of(row, 2).some(({ participant }) => participant === first.participant));
  for (const row of asked.rows.filter(({ rounds }) => rounds === '2')) {
    const mine = changes.rows.filter(({ meeting, question }) => meeting === row.meeting && question === row.question);
    expect(mine.reduce((sum, { participants }) => sum + Number(participants), 0)).toBe(both(row).length);
    const stayed = both(row).filter((first) => isRight(first) && of(row, 2).some((second) => second.participant === first.participant && isRight(second))).length;
    expect(mine.find((one) => one['from right'] === '1' && one['to right'] === '1')!.participants).toBe(`${stayed}`);
  }
});

test('a list of the class: looked at, refused with its lines, kept, and who is who', async ({ page }) => {
  await open(page);
  const list = part(page, 'List of the class');
  const keep = list.getByRole('button', { name: 'Keep this list' });
  await list.getByLabel('Or the same as text').fill('id,name\n1,Ada\n1,Bo\n,Cy');
  await expect(list).toContainText('Line 3: id 1 stands in line 2 already.');
  await expect(list).toContainText('Line 4: the id is missing.');
  await expect(keep).toHaveAttribute('aria-disabled', 'true');

  await list.getByLabel('A file of comma-separated values').setInputFiles({ name: 'class.csv', mimeType: 'text/csv', buffer: Buffer.from(rosterCsv, 'latin1') });
  await expect(list).toContainText('From class.csv.');
  await expect(list).toContainText('30 students, 30 with a name and 30 with an email.');
  await expect(list.getByRole('table').getByRole('row')).toHaveCount(6);
  await expectAccessible(page);
  await keep.click();
  await expect(list.getByRole('status')).toHaveText('The list is kept.');
  await expect(list).toContainText('30 students on the list.');

  await sayWhoTheyAre(held.lesson);
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(list).toContainText('25 devices of 31 have given a student’s id.');
  const people = part(page, 'Participants and points');
  // Thirty on the list, of whom six never said so, and six devices without an id.
  await expect(people).toContainText('36 people, 6 of them only on the list, 6 without an id.');
  await expect(pointsTable(page).getByRole('row', { name: /^Student 30/ })).toContainText('0 of 5');
  await page.getByRole('button', { name: 'Student 1', exact: true }).click();
  await expect(people).toContainText('2 devices joined.');
});

/** Points by the scheme "1 a question answered, 1 more if right in either vote", counted by hand. */
function pointsByHand(names: readonly string[], meetings: readonly number[]): number {
  const mine = held.cast.filter(({ participant, meeting }) => names.includes(participant) && meetings.includes(meeting));
  const questions = new Set(mine.map(({ meeting, question }) => `${meeting} ${question}`));
  const right = new Set(mine.filter(isRight).map(({ meeting, question }) => `${meeting} ${question}`));
  return questions.size + right.size;
}

test('points: the scheme is checked as it is typed, saved, undone, and who is excused', async ({ page }) => {
  await open(page);
  const people = part(page, 'Participants and points');
  await people.getByText('Change the scheme').click();
  const field = (label: string) => people.getByLabel(label, { exact: true });
  const bar = people.getByRole('group', { name: 'Scheme and excuses' });
  const save = bar.getByRole('button', { name: 'Save' });
  await expect(bar).toContainText('It is not saved until you change it.');
  await field('Each right answer').fill('0.333');
  await expect(people).toContainText('Points have at most two decimals.');
  await expect(field('Each right answer')).toHaveAttribute('aria-invalid', 'true');
  await expect(save).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);

  for (const [label, value] of [['Taking part', '0'], ['Each question answered', '1'], ['Each right answer', '1'], ['Most of a meeting', ''], ['Meetings dropped', '0']] as const) await field(label).fill(value);
  await expect(bar).toContainText('Not saved yet');
  const [first, second] = [held.lesson.phones[0]!.name, held.lesson.phones[30]!.name];
  const row = (name: string) => pointsTable(page).getByRole('row', { name: new RegExp(`^${name}\\b`) });
  await expect(row('Student 1')).toContainText(`${pointsByHand([first, second], [1, 2])} of 10`);
  await expect(row('Student 3')).toContainText(`${pointsByHand([held.lesson.phones[2]!.name], [1, 2])} of 10`);
  await save.click();
  await expect(bar).toContainText(/Saved at \d\d:\d\d\./);
  expect((await results()).grading).toMatchObject({ scheme: { takingPart: { points: 0 }, perAnswered: 1, sessionCap: null }, excused: {} });

  // By keyboard: unfold the reasons, excuse, save, undo.
  const name = pointsTable(page).getByRole('button', { name: 'Student 1', exact: true });
  await name.focus();
  await page.keyboard.press('Enter');
  await expect(people).toContainText('answered 4, 1 each');
  const excuse = people.getByRole('checkbox', { name: 'Excused from meeting 2' });
  await tabTo(page, excuse);
  await page.keyboard.press('Space');
  await expect(row('Student 1')).toContainText(`${pointsByHand([first], [1])} of 8`);
  await expect(row('Student 1')).toContainText('excused');
  await tabTo(page, save, { key: 'Shift+Tab' });
  await page.keyboard.press('Enter');
  await expect(bar).toContainText(/Saved at/);
  const ids = (await results()).participants.filter(({ studentId: id }) => id === studentId(0)).map(({ id }) => id);
  expect((await results()).grading!.excused['2']!.sort()).toEqual(ids.sort());

  const points = await take(page, 'Points');
  expect(points.rows).toHaveLength(36);
  expect(points.rows.find(({ id }) => id === studentId(1))).toMatchObject({ name: 'Doe; Jane', email: 's2@example.edu', 'made-up name': '', points: `${pointsByHand([held.lesson.phones[1]!.name], [1, 2])}`, possible: '10' });
  expect(points.rows.find(({ id }) => id === studentId(0))).toMatchObject({ 'meeting 2': 'excused', 'meeting 2 points': '0', possible: '8' });
  for (const row of points.rows.filter(({ id }) => id === '')) expect(Number(row.points)).toBe(pointsByHand([row['made-up name']!], [1, 2]));

  await tabTo(page, bar.getByRole('button', { name: 'Undo the last save' }));
  await page.keyboard.press('Enter');
  await expect(row('Student 1')).not.toContainText('excused');
  await expect.poll(async () => (await results()).grading!.excused).toEqual({});
  await page.reload();
  await expect(part(page, 'Participants and points')).toContainText('1 for each question answered and 1 for each right answer in either vote.');
});

test('a save that fails says so, keeps what was typed, and is done again', async ({ page, watched }) => {
  await open(page);
  const people = part(page, 'Participants and points');
  await people.getByText('Change the scheme').click();
  await people.getByLabel('Taking part', { exact: true }).fill('3');
  const bar = people.getByRole('group', { name: 'Scheme and excuses' });
  await page.route('**/grading', (route) => route.abort());
  const warned = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const warning = await warned;
  expect(warning.type()).toBe('beforeunload');
  await warning.dismiss();
  await bar.getByRole('button', { name: 'Save' }).click();
  await expect(bar).toContainText('Not saved: The class server does not answer.');
  await expect(people.getByLabel('Taking part', { exact: true })).toHaveValue('3');
  await page.unroute('**/grading');
  await bar.getByRole('button', { name: 'Save' }).click();
  await expect(bar).toContainText(/Saved at/);
  await bar.getByRole('button', { name: 'Undo the last save' }).click();
  await expect.poll(async () => (await results()).grading!.scheme).toMatchObject({ takingPart: { points: 0 } });
  watched.problems = watched.problems.filter((problem) => !problem.includes('ERR_FAILED'));
});

for (const [width, isChecked] of [[360, true], [768, false], [1440, true], [1920, false]] as const)
  test(`everything unfolded fits ${width} px${isChecked ? ', without a violation' : ''}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    await page.getByRole('button', { name: 'Unfold all questions' }).click();
    await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => ((details as HTMLDetailsElement).open = true)));
    await page.getByRole('button', { name: 'Student 1', exact: true }).click();
    expect(await sideways(page)).toBe(0);
    if (isChecked) await expectAccessible(page);
  });

test('500 people and 20,000 votes: nothing jumps, rows come fifty at a time, and all are on paper', async ({ page }) => {
  const real = await results();
  const people = Array.from({ length: 500 }, (_, i) => ({ id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, name: `Otter ${i}` }));
  const questions = Array.from({ length: 20 }, (_, i) => ({ ...real.questions[0]!, id: `q${i}`, number: i + 1 }));
  const votes = questions.flatMap((_, at) => people.flatMap((__, i) => [1, 2].map((round) => [i, at, round, (7 * i + 3 * at + (i % 5) * at + round * (i % 3)) % 4, i % 3])));
  await page.addInitScript(() => {
    const jumps: number[] = [];
    Object.assign(window, { jumps });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => jumps.push((entry as PerformanceEntry & { value: number }).value))).observe({ type: 'layout-shift', buffered: true });
  });
  await page.route('**/results', (route) => route.fulfill({ json: { ...real, participants: people, questions, votes, roster: [], attendance: people.map((_, i) => [i, 1, 0]) } }));
  await open(page);
  await expect(page.getByRole('main')).toContainText('500 participants, 20,000 votes');
  expect(await page.evaluate(() => (window as unknown as { jumps: number[] }).jumps.reduce((sum, jump) => sum + jump, 0))).toBeLessThan(0.02);

  const pager = page.getByRole('navigation', { name: 'Pages of the table of points' });
  await expect(pager.getByRole('status')).toHaveText('1 to 50 of 500');
  await expect(pointsTable(page).locator('tbody tr')).toHaveCount(50);
  await pager.getByRole('button', { name: 'Next' }).click();
  await expect(pager.getByRole('status')).toHaveText('51 to 100 of 500');
  await page.getByLabel('Find a name or an id').fill('otter 49');
  await expect(pager.getByRole('status')).toHaveText('1 to 11 of 11');
  await expect(pointsTable(page).locator('tbody th').first()).toContainText('Otter 49');
  await page.getByLabel('Find a name or an id').fill('nobody');
  await expect(pager.getByRole('status')).toHaveText('Nobody');
  await page.getByLabel('Find a name or an id').fill('');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(pointsTable(page).locator('tbody tr')).toHaveCount(500);
});

test('on paper all is unfolded, and nothing is there to press', async ({ page }) => {
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(page.getByRole('table', { name: 'Question 1.4: votes by option' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: /^(Save|Read again|Back|Erase the list)$/ })).toHaveCount(0);
  await expect(part(page, 'Tables')).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: null });
  await expect(page.getByRole('table', { name: 'Question 1.4: votes by option' })).toBeHidden();
});

test('erasing the list asks first, and leaves the votes', async ({ page }) => {
  await open(page);
  const list = part(page, 'List of the class');
  const erase = list.getByRole('button', { name: 'Erase the list' });
  const before = (await results()).votes.length;
  await erase.click();
  const asked = page.getByRole('alertdialog', { name: 'Erase the list?' });
  await expect(asked).toContainText('Votes stay');
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(erase).toBeFocused();
  expect((await results()).roster).toHaveLength(30);
  await erase.click();
  await asked.getByRole('button', { name: 'Yes, erase it' }).click();
  await expect(list.getByRole('status')).toHaveText('The list is erased. Votes are as they were.');
  const after = await results();
  expect([after.roster.length, after.participants.filter(({ studentId: id }) => id).length, after.votes.length]).toEqual([0, 0, before]);
  await expect(part(page, 'Participants and points')).toContainText('31 people, 31 without an id.');
});
