// A student's phone through a class: votes, discussions and reveals; a network that goes and a server that restarts; reloads, and coming late.

import { Instructor, sampleQuestion } from '../../server/testing/instructor';
import { ClassSite, test } from './class-room';
import { expect } from './fixtures';

/** What only the reveal may tell: the key, the reasons, the counts of answers. */
const secrets = /"correct"|whyHtml|explanationHtml|Because|Every token meets|"counts"|"transitions"/;

test('a whole question: in by a link, vote, change, discuss, vote again, see why', async ({ site, instructor, openPhone }) => {
  const [phone, neighbour] = [await openPhone(), await openPhone()];
  await phone.join(site, instructor.code);
  await neighbour.join(site, instructor.code);
  await expect(phone.heading).toHaveText('You are in');
  await expect(phone.page.getByText(/You appear as \w+ \w+/)).toBeVisible();

  await instructor.openNext();
  await expect(phone.heading).toHaveText('Question 1');
  await expect(phone.heading).toBeFocused();
  await phone.choose('first');
  await phone.choose('second');
  await neighbour.choose('third');
  await expect(phone.option('first')).not.toBeChecked();
  expect((await instructor.look()).host.counts).toEqual({ joined: 2, voted: 2 });

  await instructor.do({ do: 'close' });
  await expect(phone.heading).toHaveText('The vote is closed');
  await expect(phone.page.locator('[data-own]')).toHaveText(/You chose this\./);
  await instructor.do({ do: 'discuss', seconds: null });
  await expect(phone.heading).toHaveText('Discuss');
  // A question goes before the menu.
  await phone.openMenu('Use another device');
  await instructor.do({ do: 'revote', seconds: null });
  await expect(phone.page.getByRole('dialog')).toHaveCount(0);
  await expect(phone.heading).toHaveText('Question 1, second vote');
  await expect(phone.heading).toBeFocused();
  await expect(phone.option('second')).not.toBeChecked();
  await phone.choose('third');
  await neighbour.choose('third');
  await instructor.do({ do: 'close' });
  await expect(phone.heading).toHaveText('The vote is closed');
  expect(phone.heard.filter((text) => text.includes('"phase":"voting"')).length).toBeGreaterThan(1);
  for (const text of [...phone.heard, ...neighbour.heard]) expect(text).not.toMatch(secrets);

  await instructor.do({ do: 'reveal' });
  await expect(phone.heading).toHaveText('Question 1: the answer');
  const right = phone.page.locator('[data-verdict=right]');
  await expect(right).toHaveText(/✓ Right You chose this in the second vote\./);
  await expect(right).toContainText('Because third.');
  await expect(phone.page.locator('[data-verdict=wrong]')).toHaveCount(3);
  await expect(phone.page.locator('[data-own][data-verdict=wrong]')).toHaveText(/✗ Wrong You chose this in the first vote\./);
  await expect(neighbour.page.locator('[data-verdict=right]')).toContainText('You chose this both times.');
  await expect(phone.page.getByText('Every token meets every other')).toBeVisible();
  const table = phone.page.getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveText(['Answer', 'First vote (2)', 'Second vote (2)']);
  await expect(table.getByRole('row', { name: '✓' }).getByRole('cell')).toHaveText(['50 %', '100 %']);

  // What was looked for is there to be found now.
  expect(phone.heard.filter((text) => secrets.test(text)).length).toBe(1);

  await instructor.do({ do: 'next' });
  await expect(phone.heading).toHaveText('You are in');
  await instructor.do({ do: 'end' });
  await expect(phone.heading).toHaveText('This class is over');
  await instructor.do({ do: 'resume' });
  await expect(phone.heading).toHaveText('You are in');
});

test('what is chosen without a network is kept, and sent by itself when it is back', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  await instructor.openNext();
  await phone.choose('first');
  await phone.page.context().setOffline(true);
  await expect(phone.page.getByText('No connection to the class')).toBeVisible();
  await phone.option('second').check();
  await phone.option('third').check();
  await expect(phone.state).toHaveText(/Kept on this phone/);
  expect((await instructor.look()).host.counts.voted).toBe(1);
  await phone.page.context().setOffline(false);
  await expect(phone.state).toHaveText(/^Sent\./);
  await expect(phone.page.getByText('Connected.')).toBeVisible();
  await instructor.do({ do: 'close' });
  expect((await instructor.look()).host.rounds[0]!.counts).toMatchObject({ third: 1 });
});

test('an unsent vote outlives a reload; one that comes too late is told', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  const { page } = phone;
  await phone.join(site, instructor.code);
  await instructor.openNext();
  await phone.choose('first');
  await page.route('**/votes', (route) => route.abort());
  await phone.option('second').check();
  await expect(phone.state).toHaveText(/Kept on this phone/);
  await page.reload();
  await expect(phone.option('second')).toBeChecked();
  await expect(phone.state).toHaveText(/Kept on this phone/);
  await page.unroute('**/votes');
  await expect(phone.state).toHaveText(/^Sent\./);

  await page.route('**/votes', (route) => route.abort());
  await phone.option('third').check();
  await expect(phone.state).toHaveText(/Kept on this phone/);
  const kept = phone.page.locator('label.option', { has: phone.option('second') }).locator('.letter');
  const letter = (await kept.textContent())!;
  await instructor.do({ do: 'close' });
  await expect(page.getByText('Your last choice has not reached the class yet.')).toBeVisible();
  await page.unroute('**/votes');
  await expect(page.getByText(`reached the class after the vote was closed. What counts is ${letter}.`)).toBeVisible();
  await expect(phone.row(letter)).toContainText('You chose this.');
  await page.getByRole('button', { name: 'Understood' }).click();
  await expect(page.getByText('reached the class after')).toHaveCount(0);
});

test('a restart of the server costs nobody anything', async ({ openPhone }) => {
  const site = new ClassSite();
  await site.start();
  const instructor = new Instructor(site.url);
  await instructor.open();
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  await instructor.openNext();
  await phone.choose('first');
  await site.stop();
  await expect(phone.page.getByText('No connection to the class')).toBeVisible();
  await phone.option('second').check();
  await expect(phone.state).toHaveText(/Kept on this phone/);
  await site.start();
  await expect(phone.state).toHaveText(/^Sent\./);
  await instructor.do({ do: 'close' });
  await expect(phone.heading).toHaveText('The vote is closed');
  expect((await instructor.look()).host.rounds[0]!.counts).toMatchObject({ second: 1 });
  await site.stop();
});

test('a reload, and going back and forward, change nothing, in any phase', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  const { page } = phone;
  await phone.join(site, instructor.code);
  const name = await phone.name;
  const expectSame = async (heading: string) => {
    await expect(phone.heading).toHaveText(heading);
    // Not its innerText, which depends on whether the style of formulas is there yet.
    const before = await page.getByRole('main').textContent();
    const away = [() => page.reload(), () => page.goBack().then(() => page.goForward())];
    for (const comeBack of away) {
      await comeBack();
      await expect(phone.heading).toHaveText(heading);
      // Nobody is asked anything, and nothing else stands there.
      await expect.poll(() => page.getByRole('main').textContent()).toBe(before);
    }
    expect(await phone.name).toBe(name);
  };
  await expectSame('You are in');
  await instructor.openNext();
  await phone.choose('second');
  await expectSame('Question 1');
  await expect(phone.option('second')).toBeChecked();
  await instructor.do({ do: 'close' });
  await expectSame('The vote is closed');
  await instructor.do({ do: 'discuss', seconds: null });
  await expectSame('Discuss');
  await instructor.do({ do: 'revote', seconds: null });
  await phone.choose('third');
  await expectSame('Question 1, second vote');
  await instructor.do({ do: 'close' });
  await instructor.do({ do: 'reveal' });
  await expectSame('Question 1: the answer');
  await instructor.do({ do: 'next' });
  await instructor.do({ do: 'end' });
  await expectSame('This class is over');
  expect((await instructor.look()).host.counts.joined).toBe(1);
});

test('whoever comes late is where the class is', async ({ site, instructor, openPhone }) => {
  await instructor.openNext();
  const early = await openPhone();
  await early.join(site, instructor.code);
  await early.choose('first');
  await instructor.do({ do: 'close' });
  const late = await openPhone();
  await late.join(site, instructor.code);
  await expect(late.heading).toHaveText('The vote is closed');
  await expect(late.page.getByText('You did not vote in this round.')).toBeVisible();
  await instructor.do({ do: 'revote', seconds: null });
  await late.choose('third');
  await instructor.do({ do: 'close' });
  await instructor.do({ do: 'reveal' });
  await expect(late.page.locator('[data-verdict=right]')).toContainText('You chose this in the second vote.');
  const last = await openPhone();
  await last.join(site, instructor.code);
  await expect(last.heading).toHaveText('Question 1: the answer');
  await expect(last.page.getByText('You chose')).toHaveCount(0);
});

test('in a discussion by pairs those who differ show the same large number', async ({ site, openPhone }) => {
  const instructor = new Instructor(site.url);
  await instructor.open({ questions: [sampleQuestion()], settings: { pairing: true } });
  const [one, two] = [await openPhone(), await openPhone()];
  for (const phone of [one, two]) await phone.join(site, instructor.code);
  await instructor.openNext();
  await one.choose('first');
  await two.choose('second');
  await instructor.do({ do: 'close' });
  await instructor.do({ do: 'discuss', seconds: 120 });
  const number = one.page.locator('.group strong');
  await expect(number).toHaveText(/^\d+$/);
  await expect(two.page.locator('.group strong')).toHaveText((await number.textContent())!);
  await expect(one.page.getByText(`Find the other one who shows ${await number.textContent()}`)).toBeVisible();
  expect((await number.boundingBox())!.height).toBeGreaterThan(90);
  await expect(one.page.getByRole('timer')).toHaveText(/^(2:00|1:5\d)$/);
  await one.page.reload();
  await expect(number).toHaveText((await two.page.locator('.group strong').textContent())!);
});

test('how sure one is may be said, changed and left out', async ({ site, openPhone }) => {
  const instructor = new Instructor(site.url);
  await instructor.open({ questions: [sampleQuestion()], settings: { askConfidence: true } });
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  await instructor.openNext();
  await expect(phone.page.getByRole('group', { name: /How sure/ })).toHaveCount(0);
  await phone.choose('first');
  await phone.page.getByRole('radio', { name: 'Fairly sure' }).check();
  await expect(phone.state).toHaveText(/^Sent\./);
  await phone.page.reload();
  await expect(phone.page.getByRole('radio', { name: 'Fairly sure' })).toBeChecked();
  await phone.choose('second');
  for (const name of ['A guess', 'Fairly sure', 'Sure']) await expect(phone.page.getByRole('radio', { name, exact: true })).not.toBeChecked();
});
