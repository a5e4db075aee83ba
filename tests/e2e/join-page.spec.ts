// The student's page itself: every phase for every eye and hand, its timer, its size, its way into the book.

import { Instructor, sampleQuestion } from '../../server/testing/instructor';
import { expectGoodPage, richQuestion, test } from './class-room';
import { book, expect, tabTo } from './fixtures';

/** All that an author may write, and a word that no line holds. */
const broadQuestion = () =>
  richQuestion({
    stem: `${richQuestion().stem}\n\nTake $$\\sum_{i=1}^{T}\\sum_{j=1}^{T} \\frac{q_i \\cdot k_j}{\\sqrt{d}} + \\sum_{i=1}^{T}\\sum_{j=1}^{T} a_{ij} v_j + b_1 + b_2 + b_3$$ and \`scaled_dot_product_attention_with_a_rather_long_name\`.`,
    explanation: 'Inside a line: $$\\underbrace{T + T + \\dots + T}_{T} = T^2 \\text{ products of a query with a key}$$\n\n| length | products |\n|---|---|\n| 1024 | 1 048 576 |\n\n$$\n\\underbrace{T + T + \\dots + T}_{T} = T^2 \\text{ products of a query with a key, each of which costs } 2d \\text{ operations}\n$$',
  });

test('every phase passes axe in light and dark, and fits 320 px', async ({ site, openPhone }) => {
  test.setTimeout(240_000);
  const instructor = new Instructor(site.url);
  await instructor.open({ title: 'Attention and its costs in the long run', questions: [broadQuestion()], settings: { askConfidence: true, pairing: true } });
  const [phone, neighbour] = [await openPhone(), await openPhone()];
  const look = (where: string) => expectGoodPage(phone, where);
  await phone.page.goto(`${site.url}/join/`);
  await phone.page.getByRole('textbox').fill('AB0');
  await look('the door');
  await phone.join(site, instructor.code);
  await neighbour.join(site, instructor.code);
  await look('waiting');
  await instructor.openNext(600);
  await phone.choose('first');
  await neighbour.choose('third');
  await look('voting');
  await instructor.do({ do: 'close' });
  await expect(phone.heading).toHaveText('The vote is closed');
  await look('closed');
  await instructor.do({ do: 'discuss', seconds: 600 });
  await expect(phone.page.locator('.group')).toBeVisible();
  await look('discussing');
  await instructor.do({ do: 'revote', seconds: null });
  await phone.choose('third');
  await look('voting again');
  await instructor.do({ do: 'close' });
  await instructor.do({ do: 'reveal' });
  await expect(phone.heading).toHaveText('Question 1: the answer');
  await look('revealed');
  await phone.openMenu('Use another device');
  await expect(phone.page.locator('.qr')).toBeVisible();
  await look('another device');
  await phone.page.getByRole('button', { name: 'Tell the instructor who you are' }).click();
  await look('identity');
  await phone.page.getByRole('button', { name: 'Leave this class' }).click();
  await look('leaving');
  await phone.page.keyboard.press('Escape');
  await instructor.do({ do: 'next' });
  await instructor.do({ do: 'end' });
  await expect(phone.heading).toHaveText('This class is over');
  await look('ended');
});

test('the timer does not go by the phone’s clock, and is said aloud three times', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  const { page } = phone;
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 86_400_000;
  });
  await phone.join(site, instructor.code);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => said.push(document.querySelector('footer [role=status]')!.textContent!.trim())).observe(document.querySelector('footer')!, { subtree: true, childList: true, characterData: true });
  });
  await instructor.do({ do: 'open', question: instructor.host!.questions[0]!.id, seconds: 12 });
  await expect(page.getByRole('timer')).toHaveText(/^0:(12|11)$/);
  await expect(page.getByRole('timer')).toHaveText('Time is up', { timeout: 20_000 });
  await expect(phone.heading).toHaveText('The vote is closed');
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.filter((text) => /seconds left|Time is up/.test(text))).toEqual([expect.stringMatching(/^(10|9) seconds left\.$/), 'Time is up.']);
});

test('keys alone will do', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  const { page } = phone;
  await page.goto(`${site.url}/join/#${instructor.code}`);
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(phone.heading).toHaveText('You are in');
  await instructor.openNext();
  await expect(phone.heading).toBeFocused();
  const chosen = page.locator('input[name=answer]:checked');
  const ids = await page.locator('input[name=answer]').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  await page.keyboard.press('2');
  await expect(chosen).toHaveValue(ids[1]!);
  await page.keyboard.press('d');
  await expect(chosen).toHaveValue(ids[3]!);
  await tabTo(page, chosen);
  await page.keyboard.press('ArrowUp');
  await expect(chosen).toHaveValue(ids[2]!);
  await expect(phone.state).toHaveText(/^Sent\./);
  await page.keyboard.press('9');
  await page.keyboard.press('Control+1');
  await expect(chosen).toHaveValue(ids[2]!);
  await tabTo(page, page.getByRole('button', { name: 'menu' }), { key: 'Shift+Tab' });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  // In the menu letters are letters.
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'menu' })).toBeFocused();
  await expect(chosen).toHaveValue(ids[2]!);
});

test('a reveal leads to the live figure in its state', async ({ site, openPhone }) => {
  const chapter = book.chapters.find(({ figures }) => figures.length > 1)!;
  const figure = chapter.figures.at(-1)!;
  const instructor = new Instructor(site.url);
  await instructor.open({ questions: [{ ...sampleQuestion(), reveal: { kind: 'figure', id: figure, state: 'nothing:1' } }, { ...sampleQuestion(2), reveal: { kind: 'figure', id: 'no-such-figure' } }] });
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  const reveal = async () => {
    await instructor.openNext();
    await instructor.do({ do: 'close' });
    await instructor.do({ do: 'reveal' });
  };
  await reveal();
  const link = phone.page.getByRole('link', { name: /live figure/ });
  const popup = phone.page.waitForEvent('popup');
  await link.click();
  const there = await popup;
  await expect(there.locator(`#figure-${figure}`)).toBeInViewport();
  await there.close();
  await instructor.do({ do: 'next' });
  await reveal();
  await expect(phone.heading).toHaveText('Question 2: the answer');
  await expect(phone.page.getByText('How the class voted')).toBeVisible();
  await expect(link).toHaveCount(0);
});

test('the page as a phone loads it is small, and its files are kept for ever', async ({ site, instructor, openPhone }) => {
  const phone = await openPhone();
  await phone.page.goto(`${site.url}/join/#${instructor.code}`);
  await expect(phone.page.getByRole('button', { name: 'Join' })).toBeVisible();
  const loaded = await phone.page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => ({ name: entry.name, bytes: (entry as PerformanceResourceTiming).encodedBodySize })));
  const own = loaded.filter(({ name }) => !/favicon/.test(name));
  expect(own.map(({ name }) => new URL(name).pathname.replace(/\.[0-9A-Z]{8}\./, '.*.')).sort()).toEqual(['/join/', '/join/main.*.css', '/join/main.*.js']);
  const bytes = own.reduce((sum, entry) => sum + entry.bytes, 0);
  expect(bytes).toBeGreaterThan(5000);
  expect(bytes).toBeLessThan(24 * 1024);
  for (const { name } of own) {
    const { headers } = await fetch(name);
    expect(headers.get('cache-control')).toBe(name.includes('main.') ? 'public, max-age=31536000, immutable' : 'no-cache');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
  }
  // KaTeX's styles come with the first formula.
  expect(await phone.page.locator('link[href*=katex]').count()).toBe(0);
  await phone.page.getByRole('button', { name: 'Join' }).click();
  await instructor.openNext();
  await expect(phone.page.locator('link[href*=katex]')).toHaveCount(1);
});

test.describe('without JavaScript', () => {
  test('the page says what it needs', async ({ site, openPhone }) => {
    const { page } = await openPhone({ javaScriptEnabled: false });
    await page.goto(`${site.url}/join/`);
    await expect(page.locator('noscript p')).toHaveText(/^To vote, this page needs JavaScript/);
    await expect(page.locator('noscript p')).toBeVisible();
  });
});
