// Questions given out to be answered alone: a vote that stays, the cases of two others, a second vote, the answer; in one's own time.

import { Instructor, sampleQuestion } from '../../server/testing/instructor';
import { expectGoodPage, test } from './class-room';
import { expect } from './fixtures';

const withCases = (n: number) => ({ ...sampleQuestion(n), options: sampleQuestion(n).options.map((option) => ({ ...option, argument: `A case for ${option.id}: $T^2$.` })) });

test('answered alone, with a network that goes in between and a reload', async ({ site, openPhone }) => {
  const instructor = new Instructor(site.url);
  await instructor.open({ questions: [withCases(1), withCases(2)] });
  const phone = await openPhone();
  const { page } = phone;
  await phone.join(site, instructor.code);
  await instructor.do({ do: 'assign', hours: 24 });
  await expect(phone.heading).toHaveText('Questions for you alone');
  await expect(page.getByText('They are collected in about 24 hours.')).toBeVisible();

  await expect(page.getByRole('button', { name: 'Vote' })).toBeDisabled();
  await expect(page.getByRole('heading', { name: 'Question 1' })).toHaveText('Question 1');
  await phone.option('first').check();
  await page.getByRole('button', { name: 'Vote' }).click();
  const second = page.getByRole('heading', { name: 'Question 1, second vote' });
  await expect(second).toBeFocused();
  await expect(page.locator('blockquote')).toHaveCount(2);
  await expect(page.locator('blockquote', { hasText: 'A case for third' })).toHaveCount(1);
  await expectGoodPage(phone, 'two cases');
  for (const text of phone.heard) expect(text).not.toMatch(/"correct"|whyHtml|explanationHtml|Because/);

  await page.reload();
  await expect(second).toBeVisible();
  await expect(phone.option('first')).toBeChecked();
  await page.context().setOffline(true);
  await phone.option('third').check();
  await page.getByRole('button', { name: 'Vote again' }).click();
  await expect(page.getByText('Your vote is not sent yet')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole('heading', { name: 'Question 1: the answer' })).toBeFocused();
  await expect(page.locator('[data-verdict=right]')).toContainText('✓ Right You chose this in the second vote.');
  await expect(page.getByText('Every token meets every other')).toBeVisible();

  await page.getByRole('button', { name: 'Next question' }).click();
  await expect(page.getByRole('heading', { name: 'Question 2' })).toBeFocused();
  await instructor.look();
  await instructor.do({ do: 'collect' });
  await expect(phone.heading).toHaveText('You are in');
  await expect(page.getByRole('heading', { name: 'Question 2: the answer' })).toBeVisible();
  await expect(page.getByText('You chose')).toHaveCount(0);
  await expect(page.getByRole('navigation').getByRole('button')).toHaveText(['Question 1 done', 'Question 2 not answered, collected']);
  await page.getByRole('button', { name: 'Question 1' }).click();
  await expect(page.getByText('You chose this in the first vote.')).toBeVisible();
});

test('who was not there when they were given out is not shown any', async ({ site, instructor, openPhone }) => {
  await instructor.do({ do: 'assign', hours: null });
  await instructor.do({ do: 'collect' });
  const phone = await openPhone();
  await phone.join(site, instructor.code);
  await expect(phone.heading).toHaveText('You are in');
  await expect(phone.page.getByRole('navigation')).toHaveCount(0);
});
