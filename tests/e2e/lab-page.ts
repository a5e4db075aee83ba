// A lab as a reader meets it on its page: by names, keys, pointer and clipboard. Nothing here reaches into an editor.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { readLab } from '../../scripts/build-labs';
import { applyMistake, readMistake } from '../../scripts/labs/behaviour';
import { expect, pointsOf, type LabEntry } from './fixtures';

export interface LabFiles {
  starter: string;
  solution: string;
  /** One plausible wrong solution, with what its learner must be told. */
  mistake: { source: string; task: string; check: string; misconception: string; says: string };
}

/** The lab's folder; of its mistakes the first by name. */
export async function labFiles(id: string): Promise<LabFiles> {
  const root = process.cwd();
  const folder = join(root, 'labs', id);
  const { lab, starter, solution } = await readLab(folder, root);
  const name = (await readdir(join(folder, 'mistakes'))).filter((file) => file.endsWith('.yaml')).sort()[0]!;
  const mistake = readMistake(lab, name.slice(0, -'.yaml'.length), await readFile(join(folder, 'mistakes', name), 'utf8'), name);
  const { task, check, misconception, says } = mistake;
  return { starter, solution, mistake: { source: applyMistake(solution, mistake, name), task, check, misconception, says } };
}

/** The words of a message as the page shows it: marks of code and emphasis are looks there. */
const asShown = (text: string): string => text.replace(/`|\*\*/g, '').replace(/\s+/g, ' ').trim();

export class LabPage {
  readonly page: Page;
  readonly lab: LabEntry;
  readonly section: Locator;

  constructor(page: Page, lab: LabEntry) {
    this.page = page;
    this.lab = lab;
    this.section = page.getByRole('region', { name: `Lab: ${lab.title}`, exact: true });
  }

  get status(): Locator {
    return this.section.getByRole('status', { name: 'Lab status' });
  }
  get editor(): Locator {
    return this.section.getByRole('textbox', { name: `Code of the lab: ${this.lab.title}` });
  }
  /** The code while there is no editor. */
  get readOnlyCode(): Locator {
    return this.section.getByRole('group', { name: /^(Your|Starter) code$/ });
  }
  button(name: string): Locator {
    return this.section.getByRole('button', { name, exact: true });
  }

  /** Follows the lab's own link; it comes alive because it is in view. */
  async goto(): Promise<void> {
    await this.page.goto(this.lab.url);
    await this.section.scrollIntoViewIfNeeded();
    await expect(this.page.locator('html[data-hydrated]')).toBeAttached();
  }

  /** Reaches for the editor with the pointer. */
  async openEditor(): Promise<void> {
    await this.button('Edit').click();
    await this.expectEditor();
  }

  /** Clicks into the code of an open editor. */
  async clickEditor(): Promise<void> {
    await this.section.locator('[data-editor=open]').click();
    await this.expectEditor();
  }

  async expectEditor(): Promise<void> {
    await expect(this.editor).toBeFocused({ timeout: 30_000 });
  }

  /** Selects all and pastes, as a reader who comes from another editor does. The editor has the focus. */
  async paste(text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('ControlOrMeta+V');
    await this.expectText(text);
  }

  /** The text as the lab's own Copy button gives it. */
  async copied(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.button('Copy').click();
    await expect(this.status).toHaveText('Copied.');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async expectText(text: string): Promise<void> {
    await expect.poll(() => this.copied()).toBe(text);
  }

  /** What the microscope shows of the latest run or check. */
  get microscope(): Locator {
    return this.section.locator('details', { hasText: 'Microscope: what your kernel did' });
  }

  /** Unfolds the microscope and waits for its first view. */
  async openMicroscope(): Promise<void> {
    await this.microscope.getByText('Microscope: what your kernel did', { exact: false }).click();
    await expect(this.microscope.getByRole('region', { name: 'Kernel microscope' })).toBeVisible({ timeout: 30_000 });
  }

  /** Presses Check and waits for the verdict. */
  async check(): Promise<void> {
    await this.button('Check').click();
    await this.expectVerdict();
  }

  async expectVerdict(): Promise<void> {
    await expect(this.status).toHaveAttribute('data-activity', 'idle', { timeout: 90_000 });
    await expect(this.status).toContainText(/points/);
  }

  async expectAllPoints(): Promise<void> {
    const points = pointsOf(this.lab);
    await expect(this.status).toContainText(`All checks pass: ${points} of ${points} points.`);
    await expect(this.section.getByRole('group', { name: 'Report' })).toContainText(`${points} of ${points} points`);
  }

  /** The check that a mistake must fail says what it must, and names the misconception. */
  async expectTold({ task, check, misconception, says }: LabFiles['mistake']): Promise<void> {
    const told = this.section.getByRole('group', { name: 'Report' }).locator(`[data-task="${task}"] [data-check="${check}"]`);
    await expect(told).not.toHaveAttribute('data-verdict', 'pass');
    await expect(told).toContainText(asShown(says));
    await expect(told).toContainText(`Looks like: ${misconception.replaceAll('-', ' ')}.`);
  }
}
