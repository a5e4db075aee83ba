// What a kernel lab has beyond the others: problems as one types, the microscope with its way back to the lines, heat in the gutter, and
// a GPU beside the grade.

import { book, expect, test } from './fixtures';
import { labFiles, LabPage } from './lab-page';

const slow = 150_000;
const lab = book.labs.find((l) => l.id === 'first-kernels')!;

/** Line (1-based) of the first occurrence. */
const lineOf = (source: string, text: string) => source.slice(0, source.indexOf(text)).split('\n').length;

test('problems stand in the editor as one types, with a way to their place', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  const wrong = solution.replace('result[i] = a[i] + b[i];', 'result[i] = a[i] + b[i] + 1u;');
  await at.paste(wrong);
  const problems = at.section.getByRole('group', { name: 'Problems in the code' });
  await expect(problems).toContainText(`Line ${lineOf(wrong, '1u;')}`);
  await problems.getByRole('button').first().click();
  await expect(at.editor).toBeFocused();
  // Nothing was run, and what is mended goes.
  await expect(at.status).not.toContainText('points');
  await at.clickEditor();
  await at.paste(solution.replace('    }\n    workgroupBarrier();\n  }', '      workgroupBarrier();\n    }\n  }'));
  await expect(problems).toContainText('workgroupBarrier must be reached by all invocations');
  await at.clickEditor();
  await at.paste(solution);
  await expect(problems).toBeHidden();
});

for (const editor of ['Full editor', 'Light editor', 'Plain text'])
  test(`a race leads to its lines, its moment and its heat: ${editor}`, async ({ page }, info) => {
    info.setTimeout(slow);
    const { solution } = await labFiles(lab.id);
    const at = new LabPage(page, lab);
    await at.goto();
    await at.section.getByRole('combobox', { name: /^Editor/ }).selectOption(editor);
    await at.clickEditor();
    const racy = solution.replace('if (lane < half) {\n      scratch[lane] +=', 'if (lane + half < BLOCK) {\n      scratch[lane] +=');
    expect(racy).not.toBe(solution);
    await at.paste(racy);
    await at.check();
    const report = at.section.getByRole('group', { name: 'Report' });
    const line = lineOf(racy, 'scratch[lane] += scratch[lane + half]');
    const place = report.getByRole('button', { name: new RegExp(`^line ${line}, column`) }).first();
    await expect(report).toContainText('Looks like: lanes meet in a step.');
    await place.click();
    await expect(at.editor).toBeFocused();

    await at.openMicroscope();
    await expect(at.microscope.getByRole('combobox', { name: 'Dispatch' })).toContainText('(does not pass)');
    await expect(at.microscope).toContainText('A race inside a workgroup');
    await at.microscope.getByRole('checkbox', { name: /^Heat beside/ }).check();
    await expect(at.microscope.getByRole('list', { name: 'Heat by line' })).toContainText(`Line ${line}:`);
  });

test('with a GPU the report says beside the grade whether it agrees, and the device has a roofline', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await at.paste(solution);
  await at.check();
  await at.expectAllPoints();
  const report = at.section.getByRole('group', { name: 'Report' });
  await expect(report).toContainText(/also ran on your GPU \(.*\), with the same results/);
  await at.openMicroscope();
  await at.section.getByRole('button', { name: /^Measure my device/ }).click();
  await expect(at.microscope).toContainText(/took .* on your device \(median of \d+ runs/, { timeout: 60_000 });
  await expect(at.microscope).toContainText('This is a software adapter');
  // A demo may offer a size that fills a device; a CPU that plays GPU is spared it.
  await at.button('Run').click();
  await expect(at.status).toContainText('The run finished.', { timeout: 30_000 });
  await expect(at.section).toContainText('Your GPU gives the same result.');
  await at.microscope.getByRole('button', { name: 'Time add, n = 1,048,576, on my device' }).click();
  await expect(at.microscope).toContainText('This size was not timed: a CPU that plays GPU');
});

test('Stop ends a long simulation, and the budget of steps ends an endless one in words', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution } = await labFiles(lab.id);
  const endless = solution.replace('    result[i] = a[i] + b[i];', '    loop { result[i] = a[i] + b[i]; if (result[i] == 12345.0) { break; } }');
  expect(endless).not.toBe(solution);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await at.paste(endless);
  await at.button('Check').click();
  await expect(at.status).toContainText('Checking 1 of');
  await at.button('Stop').click();
  await expect(at.status).toHaveText('Stopped.');
  await at.check();
  const report = at.section.getByRole('group', { name: 'Report' });
  await expect(report).toContainText('Out of time');
  await expect(report).toContainText('did not end within');
  await expect(report).toContainText('25 of 25 points');
});

test('by keyboard alone: from a race in the report to the microscope and back to the line', async ({ page }, info) => {
  info.setTimeout(slow);
  const { solution } = await labFiles(lab.id);
  const at = new LabPage(page, lab);
  await at.goto();
  await at.openEditor();
  await at.paste(solution.replace('  scratch[lane] = value;\n  workgroupBarrier();', '  scratch[lane] = value;'));
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await at.expectVerdict();
  const summary = at.section.getByText('Microscope: what your kernel did', { exact: false });
  await summary.focus();
  await page.keyboard.press('Enter');
  const link = at.microscope.getByRole('button', { name: /^Line \d+/ }).first();
  await expect(link).toBeVisible();
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(at.editor).toBeFocused();
});
