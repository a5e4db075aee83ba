// A whole class as it is held: one instructor, one projector, eight phones of different sizes, two rounds, one who comes late, one who reloads, the
// reveal, and the votes as a table afterwards.

import { readFile } from 'node:fs/promises';
import type { PhonePage } from './class-room';
import { expect } from './fixtures';
import { readCsv } from '../../src/quiz/peer';
import { alive, expectFits, heardBy, openRoom, press, secrets, test } from './teach-room';

const item = 'transformer-workload/mask-after-softmax';
const right = 'changes';
const first = ['unchanged', 'unchanged', 'renormalised', right, right, 'not-finite', right, 'unchanged'];
const second = [right, 'unchanged', right, right, right, right, right, right];
const sizes = [
  [320, 568],
  [360, 740],
  [375, 667],
  [390, 844],
  [412, 915],
  [768, 1024],
  [844, 390],
  [360, 640],
] as const;

test('one instructor, one projector, eight phones, two rounds, and the votes as a table', async ({ site, teacher, openPhone }, info) => {
  info.setTimeout(360_000);
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  await page.locator('[data-chapter="transformer-workload"] > summary').click();
  await page.locator(`[data-ref="${item}"]`).getByRole('button', { name: 'Add' }).click();
  const code = await openRoom(page);
  const opened = teacher.context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open the projector view' }).click();
  const projector = await opened;
  await alive(projector);
  const projected = await heardBy(projector);
  await teacher.reload(projector);

  const phones: PhonePage[] = [];
  const join = async ([width, height]: readonly [number, number]) => {
    const phone = await openPhone({ viewport: { width, height } });
    phones.push(phone);
    await phone.join(site, code);
  };
  for (const size of sizes.slice(0, 7)) await join(size);
  await expect(projector.getByText('7 joined')).toBeVisible();

  await press(page, 'Open the vote');
  for (const [i, phone] of phones.entries()) await phone.choose(first[i]!);
  const shown = await phones[0]!.page.locator('input[name=answer]').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  await join(sizes[7]!);
  const late = phones[7]!;
  await expect(late.heading).toHaveText('Question 1');
  await late.choose(first[7]!);
  await phones[2]!.page.reload();
  await expect(phones[2]!.option(first[2]!)).toBeChecked();
  await expect(projector.getByText('8 of 8 voted')).toBeVisible();
  await press(page, 'Close the vote (8 of 8 voted)');
  await expect(page.getByRole('note', { name: 'Advice' })).toContainText('3 of 8 voted right (38 %)');
  await press(page, 'Let them discuss');
  for (const phone of phones) await expect(phone.heading).toHaveText('Discuss');
  await press(page, 'Open the second vote');
  for (const [i, phone] of phones.entries()) {
    await expect(phone.heading).toHaveText('Question 1, second vote');
    await phone.choose(second[i]!);
  }
  await press(page, 'Close the vote (8 of 8 voted)');
  for (const text of [...projected, ...phones.flatMap(({ heard }) => heard)]) expect(text).not.toMatch(secrets);

  await press(page, 'Reveal the answer');
  for (const screen of [page, projector]) {
    await expect(screen.locator('[data-right]')).toContainText('✓ Right answer');
    // Three stayed right, four became right, one stayed wrong: of 5 that could be gained, 4 were.
    await expect(screen.getByRole('table').locator('tbody tr')).toHaveText(['right30', 'wrong41']);
    await expect(screen.getByText('Normalized change +0.80')).toBeVisible();
  }
  for (const [i, phone] of phones.entries()) {
    await expect(phone.heading).toHaveText('Question 1: the answer');
    await expect(phone.page.locator('[data-verdict=right]')).toContainText(first[i] === right ? 'You chose this both times.' : second[i] === right ? 'You chose this in the second vote.' : '✓ Right');
    await expectFits(phone.page, sizes[i]![0]);
  }
  await press(page, 'Leave this question');
  await page.getByRole('button', { name: 'End the meeting' }).click();
  for (const phone of phones) await expect(phone.heading).toHaveText('This class is over');

  await teacher.go(`${site.url}/teach/results/#${code}`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Votes (CSV)' }).click();
  const [titles, ...rows] = readCsv(await readFile(await (await download).path(), 'utf8'));
  const column = (title: string) => rows.map((row) => row[titles!.indexOf(title)]!);
  const letter = (option: string) => 'ABCD'[shown.indexOf(option)]!;
  const expected = [...first.map((option) => `1 ${letter(option)}`), ...second.map((option) => `2 ${letter(option)}`)].sort();
  expect(column('round').map((round, i) => `${round} ${column('option')[i]!}`).sort()).toEqual(expected);
  expect(new Set(column('participant')).size).toBe(8);
});
