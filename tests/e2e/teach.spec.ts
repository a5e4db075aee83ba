// An instructor leads a class: with the one next button through both rounds, with two devices, over reloads, with a live reveal on the projector.

import { sampleQuestion } from '../../server/testing/instructor';
import { expect } from './fixtures';
import { alive, expectAccessible, expectFits, heardBy, nextButton, openRoom, openRoomWith, press, secrets, test, writeQuestion } from './teach-room';

const slow = 240_000;
/** sampleQuestion's right one is the third. */
const wrong = 'first';
const right = 'third';
const question = sampleQuestion();

test('a whole class: two questions prepared, led by the next button alone, and a projector that tells nothing too early', async ({ site, teacher, openHall }, info) => {
  info.setTimeout(slow);
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/`);
  await page.locator('[data-chapter="transformer-workload"] > summary').click();
  const item = page.locator('[data-ref="transformer-workload/mask-after-softmax"]');
  await item.getByRole('button', { name: 'Add' }).click();
  await expect(item.getByRole('button', { name: 'Chosen' })).toBeVisible();
  const own = await writeQuestion(page, { stem: 'Is it $O(T^2)$?\n\n```ts\nfor (const q of tokens) visit(q);\n```', options: ['Yes', 'No', 'It *depends*', '$T \\log T$'], correct: 1, explanation: 'One loop: $T$ steps.' });
  const preview = own.getByRole('group', { name: 'Preview' });
  await expect(preview.locator('.katex').first()).toBeVisible();
  await expect(preview.locator('.t-keyword').first()).toHaveText('for');
  await own.getByRole('button', { name: 'Move question 2 up' }).click();
  const entries = page.locator('[data-entry]');
  await expect(entries.nth(0)).toContainText('Your own question');
  await entries.nth(1).getByText('Reveal: the explanation').click();
  await entries.nth(1).getByLabel('The reveal shows').selectOption('figure/attention-by-hand');
  const code = await openRoom(page);

  const opened = teacher.context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open the projector view' }).click();
  const projector = await opened;
  await alive(projector);
  await projector.setViewportSize({ width: 1280, height: 720 });
  const heard = await heardBy(projector);
  await projector.reload();
  const hall = await openHall(code, 6);
  await expect(projector.getByText('6 joined')).toBeVisible();
  await expect(projector.getByText(`${code.slice(0, 3)} ${code.slice(3)}`)).toBeVisible();
  await expect(projector.getByRole('img', { name: /QR code/ })).toBeVisible();

  const untold = async () => {
    for (const text of heard) expect(text).not.toMatch(secrets);
    await expect(projector.locator('[data-round]')).toHaveCount(0);
    await expect(projector.locator('[data-right]')).toHaveCount(0);
    expect(await projector.locator('main').innerHTML()).not.toMatch(/One loop|✓/);
  };
  await press(page, 'Open the vote');
  await expect(projector.locator('.katex').first()).toBeVisible();
  await expect(projector.getByRole('timer')).toContainText(/^(1:00|0:5\d)/);
  const ids = hall.phones[0]!.snapshot!.question?.options.map(({ id }) => id) ?? [];
  await expect.poll(() => hall.phones[0]!.snapshot!.question?.options.length).toBe(4);
  const options = hall.phones[0]!.snapshot!.question!.options;
  expect(ids.every((id) => /^[a-z0-9]{8}$/.test(id))).toBe(true);
  const no = options.find(({ html }) => html === 'No')!.id;
  const yes = options.find(({ html }) => html === 'Yes')!.id;
  await hall.vote(1, [no, no, no, yes, yes]);
  await expect(projector.getByText('5 of 6 voted')).toBeVisible();
  await untold();
  await expect(page.locator('[data-round]')).toHaveCount(0);
  await press(page, 'Close the vote (5 of 6 voted)');
  await expect(page.getByRole('note', { name: 'Advice' })).toContainText('3 of 5 voted right (60 %), within 35 % to 70 %. Let the class discuss');
  await expect(page.locator(`[data-option="${no}"] [data-round="1"]`)).toContainText('360 %');
  await expect(page.locator('[data-right]')).toHaveCount(0);
  await untold();
  await press(page, 'Let them discuss');
  await expect(projector.getByText('Find someone who answered differently')).toBeVisible();
  await untold();
  await press(page, 'Open the second vote');
  await hall.vote(2, [no, no, no, no, yes, yes]);
  await untold();
  await press(page, /^Close the vote \(6 of 6 voted\)$/);
  await expect(nextButton(page)).toHaveText('Reveal the answer');
  await untold();
  await press(page, 'Reveal the answer');
  for (const screen of [page, projector]) {
    await expect(screen.locator('[data-right]')).toContainText('✓ Right answer');
    await expect(screen.locator('[data-right] [data-round="1"]')).toContainText('360 %');
    await expect(screen.locator('[data-right] [data-round="2"]')).toContainText('467 %');
    // Of five who voted twice: three stayed right, one became right, one stayed wrong.
    await expect(screen.getByRole('table').locator('tbody tr')).toHaveText(['right30', 'wrong11']);
    await expect(screen.getByText('Normalized change +0.50: of what the class could gain, it gained 50 %.')).toBeVisible();
  }
  await expect(projector.getByText('One loop:')).toBeVisible();

  await press(page, 'Go on to the next question');
  await press(page, 'Open the vote');
  await expect(projector.getByText('A colleague runs the softmax')).toBeVisible();
  await expect(projector.getByText('Vote on your own.')).toBeVisible();
  await press(page, 'Close the vote (0 of 6 voted)');
  await expect(page.getByText('Nobody has voted')).toBeVisible();
  await page.getByRole('button', { name: 'Skip to the reveal' }).click();
  const figure = projector.locator('#figure-attention-by-hand');
  await expect(figure.getByText('Token 2 gives the weights')).toBeVisible();
  await figure.getByLabel('Row worked out').selectOption({ index: 0 });
  await expect(figure.getByText(/Token 0 gives the weights/)).toBeVisible();
  await expect(projector.getByText('The first token’s weight on itself')).toBeVisible();
  await projector.reload();
  await expect(projector.locator('#figure-attention-by-hand').getByText(/Token 0 gives the weights/)).toBeVisible();

  await press(page, 'Leave this question');
  await expect(page.getByText('No question is left.')).toBeVisible();
  await page.getByRole('button', { name: 'End the meeting' }).click();
  await expect(projector.getByText('That was all for today.')).toBeVisible();
  await press(page, 'Begin a new meeting');
  await expect(page.getByText('meeting 2')).toBeVisible();
});

test('a second device leads with a key, and is told when the first one was quicker', async ({ site, teacher, openTeacher, openHall }) => {
  const code = await openRoomWith(teacher, site, [question, sampleQuestion(2)]);
  const first = teacher.page;
  await first.getByText('Use another device').click();
  await first.getByRole('button', { name: 'A key to lead with' }).click();
  const key = await first.getByText(/^[2-9A-HJKMNP-TV-Z]{10}$/).innerText();

  const phone = await openTeacher({ viewport: { width: 360, height: 740 } });
  await phone.go(`${site.url}/teach/room/`);
  await phone.page.getByLabel('Room').fill(code);
  await phone.page.getByLabel('Key').fill('WRONGKEY22');
  await phone.page.getByRole('button', { name: 'Lead from here' }).click();
  await expect(phone.page.getByRole('alert')).toContainText('This key is wrong, used up or too old');
  await phone.page.getByLabel('Key').fill(key.toLowerCase());
  await phone.page.getByRole('button', { name: 'Lead from here' }).click();
  await openHall(code, 2);
  const second = phone.page;
  await press(second, 'Open the vote');
  await expect(nextButton(first)).toHaveText('Close the vote (0 of 2 voted)');

  // The second one's press is on its way while the first one's arrives.
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await second.route('**/commands', async (route) => {
    await held;
    await route.continue();
  });
  await press(second, /^Close the vote/);
  await press(first, /^Close the vote/);
  await expect(nextButton(first)).toHaveText('Let them discuss');
  release();
  await expect(second.getByRole('alert').filter({ hasText: 'moved on' })).toBeVisible();
  await expect(nextButton(second)).toHaveText('Let them discuss');
  expect(await nextButton(first).innerText()).toBe('Let them discuss');
});

test('a second press never acts twice', async ({ site, teacher }) => {
  await openRoomWith(teacher, site, [question]);
  const { page } = teacher;
  const sent: string[] = [];
  page.on('request', (request) => request.url().endsWith('/commands') && sent.push((request.postDataJSON() as { command: { do: string } }).command.do));
  await nextButton(page).dblclick();
  await expect(nextButton(page)).toHaveText(/^Close the vote/);
  await expect(nextButton(page)).toHaveAttribute('aria-disabled', 'false');
  await nextButton(page).focus();
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(nextButton(page)).toHaveText('Let them discuss');
  await expect(nextButton(page)).toBeFocused();
  await expect(nextButton(page)).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await expect(nextButton(page)).toHaveText('Open the second vote');
  await page.waitForTimeout(700);
  expect(sent).toEqual(['open', 'close', 'discuss']);
  await expect(nextButton(page)).toHaveText('Open the second vote');
});

test('a reload, and going back and forward, find the class where it is, in every phase, on both screens', async ({ site, teacher, openHall }, info) => {
  info.setTimeout(slow);
  const code = await openRoomWith(teacher, site, [question, sampleQuestion(2)]);
  const projector = await teacher.context.newPage();
  await teacher.go(`${site.url}/teach/projector/#${code}`, projector);
  const { page } = teacher;
  const hall = await openHall(code, 2);
  const stands = async (label: string | RegExp, shown: string) => {
    await page.goBack();
    await page.goForward();
    await expect(nextButton(page)).toHaveText(label);
    await projector.goBack();
    await projector.goForward();
    await expect(projector.getByText(shown).first()).toBeVisible();
    await teacher.reload();
    await teacher.reload(projector);
    await expect(nextButton(page)).toHaveText(label);
    await expect(projector.getByText(shown).first()).toBeVisible();
    await press(page, label);
  };
  await stands('Open the vote', '2 joined');
  await hall.vote(1, [right, wrong]);
  await stands('Close the vote (2 of 2 voted)', '2 of 2 voted');
  await stands('Let them discuss', 'The vote is closed.');
  await stands('Open the second vote', 'Find someone who answered differently');
  await hall.vote(2, [right, right]);
  await stands('Close the vote (2 of 2 voted)', 'Question 1: Second vote');
  await stands('Reveal the answer', 'Question 1: Second vote, closed');
  await stands('Go on to the next question', '✓ Right answer');
  await expect(page.getByText('Before a question')).toBeVisible();
});

test('the server goes and comes back: both screens say so and go on', async ({ site, teacher }) => {
  const code = await openRoomWith(teacher, site, [question]);
  const projector = await teacher.context.newPage();
  await teacher.go(`${site.url}/teach/projector/#${code}`, projector);
  await expect(projector.getByText('0 joined')).toBeVisible();
  await site.stop();
  for (const screen of [teacher.page, projector]) await expect(screen.getByText('The connection is lost; this page comes back by itself.')).toBeVisible();
  await press(teacher.page, 'Open the vote');
  await expect(teacher.page.getByRole('alert').filter({ hasText: 'does not answer' })).toBeVisible();
  await site.start();
  for (const screen of [teacher.page, projector]) await expect(screen.locator('[data-standing]')).toHaveAttribute('data-standing', 'live');
  await expect(teacher.page.getByText('does not answer')).toHaveCount(0);
  await press(teacher.page, 'Open the vote');
  await expect(projector.getByText('Vote on your own.')).toBeVisible();
});

test('a projector with a key of its own shows a lab, which runs there', async ({ site, instructor, teacher }, info) => {
  info.setTimeout(slow);
  await instructor.open({ title: 'Labs', questions: [{ ...question, reveal: { kind: 'lab', id: 'dual-numbers' } }] });
  const { code } = instructor;
  const handed = await instructor.ask<{ key: string }>('POST', `/${code}/handoffs`, { role: 'projector' });
  const { page } = teacher;
  await teacher.go(`${site.url}/teach/projector/#${code}`);
  await expect(page.getByText(`This browser may not show room ${code} yet.`)).toBeVisible();
  await page.getByLabel('Key').fill(handed.body.key);
  await page.getByRole('button', { name: 'Show it here' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await instructor.openNext();
  await instructor.do({ do: 'close' });
  await instructor.do({ do: 'reveal' });
  const lab = page.getByRole('region', { name: /^Lab: / });
  await lab.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(lab.getByRole('status', { name: 'Lab status' })).toContainText(/0 of \d+ points|of \d+ points/, { timeout: 60_000 });
  await expect(page.getByText('Every token meets every other')).toBeVisible();
  // With what it has, it cannot lead.
  await teacher.go(`${site.url}/teach/room/#${code}`);
  await expect(page.getByText('does not lead room')).toBeVisible();
});

test('questions are added, put first and taken out while the class goes on; settings change; the room is erased', async ({ site, teacher, openHall }, info) => {
  info.setTimeout(slow);
  const code = await openRoomWith(teacher, site, [question]);
  const { page } = teacher;
  const hall = await openHall(code, 1);
  await page.getByText('Add a question', { exact: true }).click();
  await page.locator('[data-chapter="numerics"] > summary').click();
  await page.locator('[data-ref="numerics/nearer-copy"]').getByRole('button', { name: 'Add to the room' }).click();
  await expect(page.getByRole('button', { name: 'Ask question 2 next' })).toBeVisible();
  await page.getByLabel('Question', { exact: true }).fill('On the fly?');
  for (const letter of ['A', 'B', 'C']) await page.getByLabel(`Text of option ${letter}`).fill(`Answer ${letter}`);
  await teacher.reload();
  await page.getByText('Add a question', { exact: true }).click();
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('On the fly?');
  await page.getByRole('button', { name: 'Add to the room' }).last().click();
  await page.getByRole('button', { name: 'Ask question 3 next' }).click();
  await page.getByRole('button', { name: 'Take question 2 out' }).click();
  await expect(page.locator('[data-state=planned]')).toHaveCount(2);
  await page.getByText('Timers, advice, pairing').click();
  await page.getByLabel('First vote, seconds').fill('3');
  await expect(page.getByText('At least 5. Until then it stays at none.')).toBeVisible();
  await page.getByLabel('Kept for, days').fill('0.5');
  await expect(page.getByText('A whole number, such as 180. Until then')).toBeVisible();
  await page.getByLabel('Discuss up to, % right').fill('150');
  await expect(page.getByText('At most 100. Until then it stays at 70.')).toBeVisible();
  await page.getByLabel('Discuss up to, % right').fill('20');
  await expect(page.getByText('“Discuss from” must be less than “Discuss up to”.')).toBeVisible();
  await page.getByLabel('First vote, seconds').fill('300');
  await page.getByRole('button', { name: 'Save the settings' }).click();
  await expect(page.getByRole('button', { name: 'Save the settings' })).toBeDisabled();
  await press(page, 'Open the vote');
  await expect.poll(() => hall.phones[0]!.snapshot?.question?.stemHtml).toContain('On the fly?');
  await expect(page.getByRole('timer')).toContainText(/^(5:00|4:5\d)/);
  await page.getByRole('button', { name: '30 seconds more' }).click();
  await expect(page.getByRole('timer')).toContainText(/^5:[12]\d/);

  await page.getByRole('button', { name: 'Erase this room' }).click();
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Erase this room' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Erase it' }).click();
  await page.waitForURL(`${site.url}/teach/`);
  await expect.poll(() => hall.phones[0]!.heard.some(({ event }) => event === 'gone')).toBe(true);
  await teacher.go(`${site.url}/teach/room/#${code}`);
  await expect(page.getByText(`There is no room ${code}.`)).toBeVisible();
});

test('questions are given out to be answered alone, and collected', async ({ site, teacher }) => {
  await openRoomWith(teacher, site, [question, sampleQuestion(2)]);
  const { page } = teacher;
  await page.getByText('Give all 2 that are left out').click();
  await page.getByLabel('Given out').selectOption('for a day');
  await page.getByRole('button', { name: 'Give them out' }).click();
  await expect(page.getByText('Given out, to be answered alone')).toBeVisible();
  await expect(page.getByText('about 24 hours left')).toBeVisible();
  await press(page, 'Collect the answers');
  await expect(page.getByText('No question is left.')).toBeVisible();
});

test('every question of the book fits the screen of a hall without scrolling', async ({ site, teacher, instructor, request }, info) => {
  info.setTimeout(slow);
  const { itemsUrl } = (await import('../../.generated/teach.json', { with: { type: 'json' } })).default as { itemsUrl: string };
  const { chapters } = (await (await request.get(`${site.url}/${itemsUrl}`)).json()) as { chapters: { items: { source: typeof question }[] }[] };
  const questions = chapters.flatMap(({ items }) => items.map(({ source }) => source));
  await instructor.open({ title: 'All', questions, settings: { voteSeconds: null } });
  const handed = await instructor.ask<{ key: string }>('POST', `/${instructor.code}/handoffs`, { role: 'projector' });
  const { page } = teacher;
  await page.setViewportSize({ width: 1280, height: 720 });
  await teacher.go(`${site.url}/teach/projector/#${instructor.code}`);
  await page.getByLabel('Key').fill(handed.body.key);
  await page.getByRole('button', { name: 'Show it here' }).click();
  const sizes: number[] = [];
  for (let n = 1; n <= questions.length; n++) {
    await instructor.openNext();
    await expect(page.getByText(`Question ${n}: First vote`)).toBeVisible();
    const { size, overflow } = await page.locator('[class*=body]').first().evaluate((body) => ({ size: parseFloat(getComputedStyle(body).fontSize), overflow: body.scrollHeight - body.clientHeight }));
    expect(overflow, questions[n - 1]!.ref).toBeLessThanOrEqual(1);
    sizes.push(size);
    await instructor.do({ do: 'close' });
    await instructor.do({ do: 'reveal' });
  }
  info.annotations.push({ type: 'text sizes in px', description: sizes.map((size) => size.toFixed(0)).sort().join(' ') });
  expect(Math.min(...sizes), 'px at a height of 720').toBeGreaterThanOrEqual(32);
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  const zoomed = await page.locator('[class*=body]').first().evaluate((body) => parseFloat(getComputedStyle(body).fontSize));
  await page.keyboard.press('0');
  expect(zoomed).toBeCloseTo((await page.locator('[class*=body]').first().evaluate((body) => parseFloat(getComputedStyle(body).fontSize))) * 1.15 ** 2, 0);
});

test('what does not fit the screen of a hall is said there, with the key that mends it', async ({ site, teacher }) => {
  const long = Array.from({ length: 40 }, (_, i) => `line_${i} = ${i}`).join('\n');
  const code = await openRoomWith(teacher, site, [{ ...question, stem: `\`\`\`python\n${long}\n\`\`\`` }, question]);
  const projector = await teacher.context.newPage();
  await teacher.go(`${site.url}/teach/projector/#${code}`, projector);
  await press(teacher.page, 'Open the vote');
  const told = projector.getByText('Not all of it fits: the key − makes it smaller.');
  await expect(told).toBeVisible();
  for (let i = 0; i < 8; i++) await projector.keyboard.press('-');
  await expect(told).toHaveCount(0);
  await expect(projector.getByRole('listitem').last()).toBeInViewport({ ratio: 1 });
  await projector.keyboard.press('0');
  await expect(told).toBeVisible();
});

test('leading and showing: no axe violation, and no page wider than a phone', async ({ site, teacher, openHall }, info) => {
  info.setTimeout(slow);
  const code = await openRoomWith(teacher, site, [{ ...question, listenFor: 'Those who say $T$.' }, sampleQuestion(2)]);
  const { page } = teacher;
  const projector = await teacher.context.newPage();
  await teacher.go(`${site.url}/teach/projector/#${code}`, projector);
  const hall = await openHall(code, 3);
  const check = async () => {
    for (const screen of [page, projector]) {
      await expectAccessible(screen);
      await expectFits(screen, 360);
    }
  };
  await check();
  await press(page, 'Open the vote');
  await hall.vote(1, [right, wrong, wrong]);
  await check();
  await press(page, /^Close the vote/);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await expect(page.locator('[data-chapter]').first()).toBeVisible();
  await check();
  await page.getByRole('button', { name: 'Skip to the reveal' }).click();
  await expect(projector.locator('[data-right]')).toBeVisible();
  await check();
  await teacher.go(`${site.url}/teach/projector/`, projector);
  await expectAccessible(projector);
});
