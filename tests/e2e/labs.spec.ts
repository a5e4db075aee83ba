// Every lab, solved and got wrong by a reader who has a keyboard, a pointer and a clipboard.

import { book, expect, firstLab, pointsOf, tabTo, test } from './fixtures';
import { labFiles, LabPage } from './lab-page';

const slow = 150_000;
const [short] = book.labs.filter((lab) => lab.kind === 'typescript' && lab.needs.length === 0);
const lab = firstLab('typescript');

test.describe('every lab', () => {
  for (const entry of book.labs)
    test(`${entry.id}: the solution has all points, a mistake is named, and a reload finds both`, async ({ page }, info) => {
      info.setTimeout(slow);
      const files = await labFiles(entry.id);
      const at = new LabPage(page, entry);
      await at.goto();
      await at.openEditor();
      await at.paste(files.solution);
      await at.check();
      await at.expectAllPoints();
      await at.clickEditor();
      await at.paste(files.mistake.source);
      await at.check();
      await at.expectTold(files.mistake);

      await page.reload();
      await at.section.scrollIntoViewIfNeeded();
      const points = pointsOf(entry);
      await expect(at.section).toContainText(`Your best so far: ${points} of ${points} points.`);
      await expect(at.section.getByRole('group', { name: 'Your code' })).toHaveText(files.mistake.source.trim(), { useInnerText: true });
      await at.button('Show the last report').click();
      await at.expectTold(files.mistake);
    });
});

test('by keyboard alone: from the list of labs to a verdict', async ({ page, context }, info) => {
  info.setTimeout(slow);
  const { solution } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/labs/');
  await page.evaluate((words) => navigator.clipboard.writeText(words), solution);
  await tabTo(page, page.getByRole('main').getByRole('link', { name: lab.title, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#lab-${lab.id}$`));
  await tabTo(page, at.readOnlyCode, { most: 200 });
  await page.keyboard.press('Enter');
  await at.expectEditor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(at.status).toContainText('The run finished.', { timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await at.expectVerdict();
  await at.expectAllPoints();
  await expect(at.editor).toBeFocused();
  // Escape, then Tab, leaves.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(at.editor).not.toBeFocused();
});

test('the plain text area does as well', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution, mistake } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.section.getByRole('combobox', { name: /^Editor/ }).selectOption('Plain text');
  await expect(at.editor).toHaveJSProperty('tagName', 'TEXTAREA');
  await at.clickEditor();
  await at.paste(mistake.source);
  await at.check();
  await at.expectTold(mistake);
  await at.clickEditor();
  await at.paste(solution);
  await at.check();
  await at.expectAllPoints();
});

test.describe('on a touch device', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test('the light editor opens at a tap', async ({ page, watched }, info) => {
    info.setTimeout(slow);
    const { solution } = await labFiles(lab.id);
    const at = new LabPage(page, lab);
    await at.goto();
    await at.button('Edit').tap();
    await at.expectEditor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(solution);
    await at.button('Check').tap();
    await at.expectVerdict();
    await at.expectAllPoints();
    expect(watched.requests.map((r) => r.url()).filter((url) => /ts\.worker|editor\.worker/.test(url)), 'Monaco stays away').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

test('Stop ends an endless loop, and so does the limit', async ({ page }, info) => {
  info.setTimeout(slow);
  const at = new LabPage(page, short!);
  await at.goto();
  await at.openEditor();
  await at.paste('export const never = 1;\nwhile (true) {}\n');
  await at.button('Run').click();
  await expect(at.status).toHaveText('Running.');
  await at.button('Stop').click();
  await expect(at.status).toHaveText('Stopped.');
  await at.button('Run').click();
  await expect(at.status).toContainText('it took too long', { timeout: 30_000 });
  await expect(at.button('Stop')).toBeDisabled();
  await at.expectText('export const never = 1;\nwhile (true) {}\n');
});

test('Reset asks first, and what it replaced comes back', async ({ page }, info) => {
  info.setTimeout(slow);
  const { starter } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await at.paste('// mine\n');
  await at.button('Reset').click();
  const asked = at.section.getByRole('alertdialog', { name: 'Reset the code?' });
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(asked).toBeHidden();
  await at.expectText('// mine\n');
  await at.button('Reset').click();
  await asked.getByRole('button', { name: 'Put the starter back' }).click();
  await at.expectText(starter);
  // The editor's own undo takes it back too.
  await at.clickEditor();
  await page.keyboard.press('ControlOrMeta+Z');
  await at.expectText('// mine\n');
  await at.button('Reset').click();
  await asked.getByRole('button', { name: 'Put the starter back' }).click();
  await at.expectText(starter);
  await page.reload();
  await at.section.scrollIntoViewIfNeeded();
  await at.section.getByText(/^Earlier texts/).click();
  await at.button('Bring back').first().click();
  await at.expectText('// mine\n');
});

test('hints come one rung at a time, and the solution after an honest try', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution, starter } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  const show = at.button('Show solution');
  await expect(show).toBeDisabled();
  const hint = at.section.getByRole('button', { name: /^Hint for: / }).first();
  const hints = at.section.getByRole('group', { name: 'Hints' });
  for (const rung of ['A nudge', 'The idea', 'Most of the code']) {
    await expect(hints.getByText(rung, { exact: true })).toBeHidden();
    await hint.click();
    await expect(hints.getByText(rung, { exact: true })).toBeVisible();
  }
  await expect(hint).toBeDisabled();
  await expect(show).toBeEnabled();
  await page.reload();
  await at.section.scrollIntoViewIfNeeded();
  await expect(hints.getByText('Most of the code', { exact: true })).toBeVisible();
  await show.click();
  const line = solution.split('\n').find((l) => l.trim().length > 12 && !starter.includes(l.trim()))!;
  await expect(at.section).toContainText(line.trim());
});

test('two different tries that fail open the solution; the starter and a repeat do not count', async ({ page }, info) => {
  info.setTimeout(slow);
  const { mistake } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  const show = at.button('Show solution');
  await at.openEditor();
  await at.check();
  await at.clickEditor();
  await at.paste(mistake.source);
  await at.check();
  await at.expectTold(mistake);
  await at.check();
  await expect(show).toBeDisabled();
  await at.clickEditor();
  await at.paste(`${mistake.source}\n// again\n`);
  await at.check();
  await expect(show).toBeEnabled();
});

test('what is typed is kept when the tab closes at once', async ({ page, context }, info) => {
  info.setTimeout(slow);
  const { starter } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('// kept', { delay: 0 });
  await page.close({ runBeforeUnload: true });
  const again = new LabPage(await context.newPage(), lab);
  await again.goto();
  await expect(again.section.getByRole('group', { name: 'Your code' })).toContainText('// kept');
  await again.expectText(`// kept${starter}`);
});
