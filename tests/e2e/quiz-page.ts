// A quiz item as a reader answers it with a keyboard. The keys come from the file that the page itself fetches on answering.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Answer, AnswersFile } from '@site/src/quiz/public';
import { built, expect, tabTo } from './fixtures';

/** Answers of a chapter's quiz and exercises by item. */
export function answersOf(chapter: string): Record<string, Answer> {
  const name = readdirSync(join(built, 'quiz')).find((file) => new RegExp(`^${chapter}\\.[0-9a-f]+\\.json$`).test(file));
  if (!name) throw new Error(`build/quiz/ has no answers of ${chapter}`);
  return (JSON.parse(readFileSync(join(built, 'quiz', name), 'utf8')) as AnswersFile).answers;
}

/** HTML as the words that a reader sees of it, loosely: enough to find it again. */
const firstWords = (html: string): string =>
  html
    .replace(/<(math|svg|annotation|code|span)[\s\S]*$/, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(?:x27|39);/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);

export class QuizItem {
  readonly form: Locator;
  private readonly page: Page;
  readonly answer: Answer;

  constructor(page: Page, scope: Locator, answer: Answer) {
    this.page = page;
    this.answer = answer;
    this.form = scope.locator(`form[data-item="${answer.id}"]`);
  }

  /** Where the verdict stands; a reader who votes twice has a line above the options that says which vote it is. */
  get verdict(): Locator {
    return this.form.getByRole('status').last();
  }

  get voteStep(): Locator {
    return this.form.locator('[data-vote]');
  }

  /** Options whose arguments are shown, in their order. */
  async argued(): Promise<string[]> {
    return this.form.locator('[data-argument]').evaluateAll((shown) => shown.map((argument) => argument.getAttribute('data-argument')!));
  }

  /** The first of two votes, by keys alone. */
  async vote(option: string, confidence?: string): Promise<void> {
    await this.choose(option);
    if (confidence) {
      await tabTo(this.page, this.form.getByRole('group', { name: 'How sure are you?' }));
      await this.page.keyboard.press('Space');
      await this.stepTo(this.form.getByRole('radio', { name: confidence, exact: true }));
    }
    await this.press('Vote');
    await expect(this.voteStep).toHaveAttribute('data-vote', 'second');
    await expect(this.voteStep).toBeFocused();
    await expect(this.form.locator('[data-argument]')).toHaveCount(2);
  }

  /** The second vote, marked like any answer. */
  async voteAgain(option: string): Promise<void> {
    await this.choose(option);
    await this.press('Vote again');
    await expect(this.verdict).toHaveAttribute('data-verdict', /right|wrong/);
    await expect(this.verdict).toBeFocused();
  }

  private async press(button: string): Promise<void> {
    await tabTo(this.page, this.form.getByRole('button', { name: button, exact: true }));
    await this.page.keyboard.press('Enter');
  }

  /** Answers by keys alone, rightly or with the usual mistake, and submits. */
  async give(right: boolean): Promise<void> {
    const { answer } = this;
    if (answer.kind === 'single') await this.choose(Object.keys(answer.options).find((id) => answer.options[id]!.correct === right)!);
    else if (answer.kind === 'multiple') await this.tick(Object.keys(answer.options).filter((id) => answer.options[id]!.correct === right));
    else if (answer.kind === 'number') await this.write(String(right ? answer.value : answer.slips[0]!.value));
    else if (answer.kind === 'output') await this.write(right ? answer.text : answer.slips[0]!.text);
    else if (answer.kind === 'order') await this.arrange(right ? answer.order : [...answer.order.slice(1), answer.order[0]!]);
    await this.press('Submit');
    await expect(this.verdict).toHaveAttribute('data-verdict', right ? 'right' : 'wrong');
    await expect(this.verdict).toContainText(right ? 'Right.' : 'Not right.');
    await expect(this.verdict).toBeFocused();
  }

  /** Every option or step says why; a slip of a number or an output is named. */
  async expectExplained(right: boolean): Promise<void> {
    const { answer } = this;
    await expect(this.form).toContainText(firstWords(answer.explanationHtml));
    if (answer.kind === 'single' || answer.kind === 'multiple')
      for (const [id, option] of Object.entries(answer.options)) {
        const shown = this.form.locator(`[data-option="${id}"]`);
        if (await shown.locator('summary').isVisible()) await shown.locator('summary').click();
        await expect(shown).toContainText(firstWords(option.whyHtml));
        await expect(shown).toContainText(option.correct ? /Right/ : /[Ww]rong/);
      }
    if (answer.kind === 'order') for (const [id, step] of Object.entries(answer.steps)) await expect(this.form.locator(`[data-step="${id}"]`)).toContainText(firstWords(step.whyHtml));
    if (!right && (answer.kind === 'number' || answer.kind === 'output')) await expect(this.form).toContainText(firstWords(answer.slips[0]!.whyHtml));
  }

  /** Neither verdict nor explanation is in the page, nor a mark on any option. */
  async expectUntold(): Promise<void> {
    const { answer } = this;
    const whys = answer.kind === 'single' || answer.kind === 'multiple' ? Object.values(answer.options).map((option) => option.whyHtml) : [];
    for (const words of [answer.explanationHtml, ...whys].map(firstWords)) {
      expect(words).not.toBe('');
      await expect(this.form).not.toContainText(words);
    }
    await expect(this.form.locator('[data-right], [data-verdict]')).toHaveCount(0);
  }

  async tryAgain(): Promise<void> {
    await this.press('Try again');
    await expect(this.form.getByRole('button', { name: 'Submit' })).toBeVisible();
    await expect(this.form.locator('[name=answer]:focus, [data-step] button:focus'), 'the focus goes where one answers').toHaveCount(1);
  }

  /** Radios are one stop of Tab; the arrows move within. */
  private async choose(id: string): Promise<void> {
    const wanted = this.form.locator(`input[value="${id}"]`);
    await tabTo(this.page, this.form.getByRole('radiogroup'));
    await this.page.keyboard.press('Space');
    await this.stepTo(wanted);
  }

  private async stepTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < 8 && !(await wanted.isChecked()); presses++) await this.page.keyboard.press('ArrowDown');
    await expect(wanted).toBeChecked();
  }

  private async tick(ids: string[]): Promise<void> {
    const boxes = this.form.getByRole('checkbox');
    for (const box of await boxes.all()) {
      const wanted = ids.includes((await box.getAttribute('value'))!);
      if (wanted === (await box.isChecked())) continue;
      await tabTo(this.page, box);
      await this.page.keyboard.press('Space');
    }
    for (const id of ids) await expect(this.form.locator(`input[value="${id}"]`)).toBeChecked();
  }

  private async write(text: string): Promise<void> {
    await tabTo(this.page, this.form.getByRole('textbox'));
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Moves each step up to its place, the first place first; the focus goes with the step. */
  private async arrange(order: string[]): Promise<void> {
    const now = () => this.form.locator('[data-step]').evaluateAll((steps) => steps.map((s) => s.getAttribute('data-step')!));
    for (let place = 0; place < order.length; place++) {
      const from = (await now()).indexOf(order[place]!);
      if (from === place) continue;
      await tabTo(this.page, this.form.locator(`[data-step="${order[place]}"]`).getByRole('button', { name: 'Up' }), { key: 'Tab', most: 40 });
      for (let at = from; at > place; at--) {
        await this.page.keyboard.press('Enter');
        await expect.poll(async () => (await now()).indexOf(order[place]!)).toBe(at - 1);
      }
      // Back before the list, so that the next step is ahead of the focus.
      await this.form.getByText('Move each step').evaluate((hint) => hint.scrollIntoView());
      await this.page.keyboard.press('Shift+Tab');
    }
    expect(await now()).toEqual(order);
  }
}
