// The book in a browser without WebGPU: nothing is missing. A kernel lab is solved, got wrong and graded like any other.

import { book, expect, firstLab, launch, test } from './fixtures';
import { labFiles, LabPage } from './lab-page';

test.use({ launchOptions: async ({}, use) => use(launch(false)) });

const slow = 120_000;

test('there is no WebGPU here', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull();
});

for (const lab of book.labs.filter((l) => l.kind === 'wgsl'))
  test(`${lab.id} is solved and graded, and a mistake is named`, async ({ page }, info) => {
    info.setTimeout(slow);
    const { solution, mistake } = await labFiles(lab.id);
    const at = new LabPage(page, lab);
    await at.goto();
    await expect(at.section).not.toContainText(/WebGPU:|Needs WebGPU|cannot run here/);
    await at.openEditor();
    await at.paste(solution);
    await at.button('Run').click();
    await expect(at.status).toContainText('The run finished.', { timeout: 30_000 });
    await at.check();
    await at.expectAllPoints();
    await expect(at.section.getByRole('group', { name: 'Report' })).not.toContainText(/your GPU/i);
    await at.clickEditor();
    await at.paste(mistake.source);
    await at.check();
    await at.expectTold(mistake);
  });

test('the device’s own roofline says that there is nothing to measure', async ({ page }, info) => {
  info.setTimeout(slow);
  const lab = firstLab('wgsl');
  const { solution } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await at.paste(solution);
  await at.button('Run').click();
  await expect(at.status).toContainText('The run finished.', { timeout: 30_000 });
  await at.openMicroscope();
  await at.section.getByRole('button', { name: /^Measure my device/ }).click();
  await expect(at.microscope).toContainText('offers no GPU through WebGPU');
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
