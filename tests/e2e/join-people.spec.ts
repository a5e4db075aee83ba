// Who comes into a class and how: by a typed code, by a personal link, with a name for the instructor, and out again.

import { PhonePage, test } from './class-room';
import { expect } from './fixtures';

test('a code is typed as people write it, and wrong ones are told at once', async ({ site, instructor, openPhone }) => {
  const { page, heading } = await openPhone();
  await page.goto(`${site.url}/join/`);
  const field = page.getByRole('textbox', { name: 'The code on the screen' });
  await expect(field).toBeFocused();
  await page.keyboard.type('AB0');
  await expect(page.getByRole('alert')).toHaveText('No code has a “0”: codes have none of 0, O, 1, I, L and U.');
  await field.fill('ABC');
  await expect(page.getByRole('alert')).toBeEmpty();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('A code has 6 letters or digits; this has 3.');
  await field.fill(instructor.code === 'ZZZZZZ' ? 'YYYYYY' : 'ZZZZZZ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(/There is no room with this code/);
  await field.fill(`${instructor.code.slice(0, 3).toLowerCase()}-${instructor.code.slice(3)} `);
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('You are in');
  expect(new URL(page.url()).hash).toBe(`#${instructor.code}`);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible();
  await page.goForward();
  await expect(heading).toHaveText('You are in');
});

test('whoever guesses codes is told to wait, and may go on after it', async ({ site, instructor, openPhone }) => {
  const { page, heading } = await openPhone();
  await page.goto(`${site.url}/join/`);
  const field = page.getByRole('textbox');
  const tell = page.getByRole('alert');
  for (let i = 2; i < 12; i++) {
    await field.fill(`ZZZZZ${i}`.slice(0, 6).replace(/[01]/, 'Z'));
    await page.keyboard.press('Enter');
    await expect(tell).toHaveText(/no room|Try again in/);
    if (/Try again in/.test((await tell.textContent())!)) break;
  }
  await expect(tell).toHaveText(/Try again in \d+ seconds/);
  await expect(page.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'false');
  await page.goto(`${site.url}/join/#${instructor.code}`);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(heading).toHaveText('You are in');
});

test('the way in is tried until it is open, and an answer that was lost lets nobody in twice', async ({ site, instructor, openPhone }) => {
  const { page, heading } = await openPhone();
  await page.goto(`${site.url}/join/#${instructor.code}`);
  let tries = 0;
  await page.route('**/join', async (route) => {
    tries++;
    if (tries === 1) return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: { error: 'full', message: 'The server has as many phones as it can take.' } });
    if (tries > 2) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText('The server has as many phones as it can take. Trying again …')).toBeVisible();
  await expect(page.getByText('The class server does not answer. Look at your network. Trying again …')).toBeVisible();
  await expect(heading).toHaveText('You are in');
  expect(tries).toBe(3);
  expect((await instructor.look()).host.counts.joined).toBe(1);
});

test('a personal link goes on at another device, and both show what counts', async ({ site, instructor, openPhone }) => {
  const [phone, laptop] = [await openPhone(), await openPhone({ viewport: { width: 1200, height: 800 } })];
  await phone.join(site, instructor.code);
  await instructor.openNext();
  await phone.choose('first');
  const menu = await phone.openMenu('Use another device');
  await expect(menu.getByRole('img', { name: 'Your personal link as a QR code' })).toBeVisible();
  const link = await menu.getByRole('textbox', { name: 'Your personal link' }).inputValue();
  expect(link).toMatch(new RegExp(`^${site.url}/join/#${instructor.code}/[A-Za-z0-9_-]{32}$`));
  await phone.page.keyboard.press('Escape');

  await laptop.page.goto(link);
  await expect(laptop.heading).toHaveText('Question 1');
  expect(new URL(laptop.page.url()).hash).toBe(`#${instructor.code}`);
  expect(await laptop.name).toBe(await phone.name);
  await expect(laptop.option('first')).toBeChecked();
  await laptop.choose('second');
  // The phone does not know yet; its vote is the older one, and it says so.
  await phone.option('third').click();
  await expect(phone.page.getByText('Another device or tab of yours voted on question 1 later')).toBeVisible();
  await expect(phone.option('second')).toBeChecked();
  await phone.choose('third');
  await instructor.do({ do: 'close' });
  await expect(laptop.heading).toHaveText('The vote is closed');
  const letter = (await phone.page.locator('[data-own] .letter').textContent())!;
  await expect(laptop.row(letter)).toContainText('You chose this.');
  expect((await instructor.look()).host.counts).toEqual({ joined: 1, voted: 1 });

  await laptop.page.goto(`${site.url}/join/`);
  await laptop.page.goto(link.replace(/.{6}$/, 'AAAAAA'));
  await expect(laptop.page.getByRole('alert')).toHaveText(/This personal link belongs to nobody/);
});

test('two tabs of one browser show the same choice, whichever of them made it', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  const other = new PhonePage(await phone.page.context().newPage());
  await other.page.goto(`${site.url}/join/#${instructor.code}`);
  await instructor.openNext();
  await phone.choose('first');
  await expect(other.option('first')).toBeChecked();
  await other.choose('second');
  await expect(phone.option('second')).toBeChecked();
  // The older choice is behind both: a change of mind in the first tab is the newest.
  await phone.choose('fourth');
  await expect(other.option('fourth')).toBeChecked();
  await instructor.do({ do: 'close' });
  await instructor.do({ do: 'reveal' });
  for (const tab of [phone, other]) await expect(tab.page.locator('[data-own]')).toContainText('Because fourth.');
});

test('who one is in the course may be told, and taken back', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  const menu = await phone.openMenu('Tell the instructor who you are');
  await menu.getByRole('textbox', { name: 'Your student id' }).fill('s-1234');
  // A question that opens does not take the focus away from somebody who types.
  await instructor.openNext();
  await expect(menu.getByText('A question is open. Close this to vote.')).toBeVisible();
  await expect(menu.getByRole('textbox', { name: 'Your student id' })).toBeFocused();
  await phone.page.keyboard.press('Enter');
  await expect(menu.getByText('The instructor knows you as s-1234.')).toBeVisible();
  await phone.page.reload();
  await phone.openMenu('Tell the instructor who you are');
  await menu.getByRole('button', { name: 'Take it back' }).click();
  await expect(menu.getByText('Taken back.')).toBeVisible();
  await expect(menu.getByRole('textbox', { name: 'Your student id' })).toBeEmpty();
});

test('who leaves is forgotten by the browser; who is not known any more may join again', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  const { page } = phone;
  await phone.join(site, instructor.code);
  const first = await phone.name;
  const menu = await phone.openMenu('Leave this class');
  await menu.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(phone.heading).toHaveText('You have left');
  await expect.poll(async () => (await page.context().cookies()).length).toBe(0);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('class:')))).toEqual([]);
  await page.reload();
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(phone.heading).toHaveText('You are in');
  const second = await phone.name;
  expect(second).not.toBe(first);

  // The cookie alone is lost: the token leads back.
  await page.context().clearCookies();
  await page.reload();
  await expect(phone.heading).toHaveText('You are in');
  expect(await phone.name).toBe(second);

  // Both are of no use any more.
  await page.context().clearCookies();
  await page.evaluate((code) => localStorage.setItem(`class:${code}`, JSON.stringify({ token: 'A'.repeat(32) })), instructor.code);
  await page.reload();
  await expect(phone.heading).toHaveText('You are not in this class any more');
  await page.getByRole('button', { name: 'Join again' }).click();
  await expect(phone.heading).toHaveText('You are in');

  await instructor.ask('DELETE', `/${instructor.code}`);
  await expect(phone.heading).toHaveText('This class is gone');
  await expect(page.getByRole('button')).toHaveCount(0);
});

test('a browser that stores nothing votes all the same', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  await phone.page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('no', 'SecurityError'); } });
  });
  await phone.join(site, instructor.code);
  await instructor.openNext();
  await phone.choose('second');
  const name = await phone.name;
  await phone.page.reload();
  await expect(phone.option('second')).toBeChecked();
  expect(await phone.name).toBe(name);
});
