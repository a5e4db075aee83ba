// The book in a browser without WebGPU: a kernel lab says why it cannot run and keeps the text; all else works.

import { book, expect, firstLab, launch, test } from './fixtures';
import { labFiles, LabPage } from './lab-page';

test.use({ launchOptions: async ({}, use) => use(launch(false)) });

const slow = 120_000;

test('there is no WebGPU here', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull();
});

for (const lab of book.labs.filter((l) => l.kind === 'wgsl'))
  test(`${lab.id} says why it cannot run, and keeps the text`, async ({ page }, info) => {
    info.setTimeout(slow);
    const { solution } = await labFiles(lab.id);
    const at = new LabPage(page, lab);
    await at.goto();
    await expect(at.section).toContainText('Needs WebGPU');
    await at.openEditor();
    await at.paste(solution);
    await at.button('Run').click();
    await expect(at.status).toContainText(/This cannot run here\. .*WebGPU/, { timeout: 30_000 });
    await at.check();
    await expect(at.status).toContainText(/The checks could not run here\. .*WebGPU/);
    await expect(at.section.getByRole('group', { name: 'Report' })).toContainText('Could not run here');
    await page.reload();
    await at.section.scrollIntoViewIfNeeded();
    await expect(at.section.getByRole('group', { name: 'Your code' })).toHaveText(solution.trim(), { useInnerText: true });
  });

test('a TypeScript lab is graded', async ({ page }, info) => {
  info.setTimeout(slow);
  const lab = firstLab('typescript');
  const { solution } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await at.paste(solution);
  await at.check();
  await at.expectAllPoints();
});
