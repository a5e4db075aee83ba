// The kernel microscope as a reader uses it in a lab: tabs and player by keyboard, from a finding to its moment, on a phone, and
// without a barrier to anyone that axe can see. That what it shows is right is tested beside its source.

import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { book, expect, test } from './fixtures';
import { labFiles, LabPage } from './lab-page';

const slow = 150_000;
const lab = book.labs.find((l) => l.id === 'first-kernels')!;
const panels = ['Findings', 'Step through', 'Counts', 'Roofline'];

/** The lab with the microscope open on `source`; the plain editor is the quickest to be there. */
async function opened(at: LabPage, source: string): Promise<Locator> {
  await at.goto();
  await at.section.getByRole('combobox', { name: /^Editor/ }).selectOption('Plain text');
  await at.clickEditor();
  await at.paste(source);
  await at.check();
  await at.openMicroscope();
  return at.microscope.getByRole('region', { name: 'Kernel microscope' });
}

const sentence = (view: Locator) => view.getByText(/^Step \d+ of \d+/);

test('tabs, player and pictures by keyboard alone', async ({ page }, info) => {
  info.setTimeout(slow);
  const view = await opened(new LabPage(page, lab), (await labFiles(lab.id)).solution);
  await view.getByRole('tab', { selected: true }).focus();
  await page.keyboard.press('Home');
  for (const name of panels) {
    await expect(view.getByRole('tab', { name })).toBeFocused();
    await expect(view.getByRole('tabpanel', { name })).toBeVisible();
    await page.keyboard.press('ArrowRight');
  }
  await view.getByRole('tab', { name: 'Step through' }).click();
  await view.getByRole('slider', { name: 'Step of the trace' }).focus();
  await page.keyboard.press('Home');
  await expect(sentence(view)).toContainText(/^Step 1 of/);
  await page.keyboard.press('ArrowRight');
  await expect(sentence(view)).toContainText(/^Step 2 of/);
  await page.keyboard.press('Space');
  await expect(view.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(view.getByRole('button', { name: 'Play' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(sentence(view)).toContainText('ends.');
  const invocation = view.getByRole('slider', { name: 'Invocation' });
  await invocation.focus();
  const first = await invocation.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowRight');
  await expect(invocation).not.toHaveAttribute('aria-valuetext', first!);
  await expect(invocation).toHaveAttribute('aria-valuetext', /^Invocation .*ended$/);
  // A picture keeps the arrows to itself.
  await expect(sentence(view)).toContainText('ends.');
});

test('a finding leads to its moment in the trace', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution } = await labFiles(lab.id);
  const racy = solution.replace('  scratch[lane] = value;\n  workgroupBarrier();', '  scratch[lane] = value;');
  expect(racy).not.toBe(solution);
  const view = await opened(new LabPage(page, lab), racy);
  const finding = view.getByRole('listitem').filter({ hasText: 'A race inside a workgroup' }).first();
  const show = finding.getByRole('button', { name: /^Show it/ }).first();
  const line = (await show.getAttribute('aria-label'))!.match(/line (\d+)/)![1]!;
  await show.click();
  await expect(view.getByRole('tab', { name: 'Step through' })).toHaveAttribute('aria-selected', 'true');
  await expect(sentence(view)).toContainText(new RegExp(`line ${line} (loads|stores) scratch\\[\\d+\\]`));
});

for (const theme of ['light', 'dark'])
  test(`no barrier that axe can see, and no overflow on a phone: ${theme}`, async ({ page }, info) => {
    info.setTimeout(slow);
    const view = await opened(new LabPage(page, lab), (await labFiles(lab.id)).solution);
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    const violations = async () => (await new AxeBuilder({ page }).include('section[aria-label="Kernel microscope"]').analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.target.join(' ')}`);
    for (const name of panels) {
      await view.getByRole('tab', { name }).click();
      for (const summary of await view.locator('summary').all()) if (await summary.isVisible()) await summary.click();
      expect(await violations(), name).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const name of panels) {
      const heading = view.getByRole('button', { name });
      await expect(heading).toBeVisible();
      if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click();
    }
    expect(await violations(), 'stacked').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
