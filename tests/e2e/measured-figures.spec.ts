// Figures that set a model beside the kernel microscope: the still holds the measurement and costs no script; a change loads the microscope, which
// runs the figure's kernel in the page. That both agree in every state is tested beside the figures.

import type { Page } from '@playwright/test';
import { expect, hydrate, test } from './fixtures';

const page6 = '/one-device/accelerators/';
const agree = 'The microscope measures what the model predicts.';
const figure = (page: Page, id: string) => page.locator(`#figure-${id}`);
const cells = (page: Page, id: string, row: string) => figure(page, id).getByRole('row', { name: row }).first().getByRole('cell');

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });
  test('the stills hold what was measured at build', async ({ page }) => {
    await page.goto(page6);
    await expect(cells(page, 'memory-transactions', 'Sectors')).toHaveText(['8', '8']);
    await expect(cells(page, 'bank-conflicts', 'Bank passes')).toHaveText(['8', '8']);
    await expect(cells(page, 'tree-reduction', 'Warp-steps that add')).toHaveText(['12', '12']);
    await expect(figure(page, 'race-report')).toContainText('invocation 32 writes scratch[32] on line 7, and invocation 0 reads it on line 10');
  });
});

test('the microscope comes with the first change, once for all figures', async ({ page }) => {
  await page.goto(page6);
  await hydrate(page);
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await figure(page, 'memory-transactions').getByLabel('Stride').fill('3');
  await expect(cells(page, 'memory-transactions', 'Sectors')).toHaveText(['12', '12']);
  expect(scripts).toHaveLength(1);
  await figure(page, 'divergence').getByLabel('Where they sit').selectOption('together');
  await expect(cells(page, 'divergence', 'Lanes at work')).toHaveText(['100%', '100%']);
  await figure(page, 'bank-conflicts').getByLabel('Stride').fill('33');
  await expect(cells(page, 'bank-conflicts', 'Bank passes')).toHaveText(['1', '1']);
  await figure(page, 'tree-reduction').getByLabel('Order').selectOption('packed');
  await expect(cells(page, 'tree-reduction', 'Bank passes')).toHaveText(['47', '47']);
  for (const id of ['memory-transactions', 'divergence', 'bank-conflicts', 'tree-reduction']) await expect(figure(page, id)).toContainText(agree);
  await figure(page, 'race-report').getByLabel('Barriers').selectOption('inside');
  await expect(figure(page, 'race-report')).toContainText('Refused before it runs, line 12');
  expect(scripts).toHaveLength(1);
});
