import { expect, it } from 'vitest';
import { generateStory } from '@site/src/storyworld';
import { judge } from './judge';

it('finds nothing wrong with a story of StoryWorld, also when it is cut off', () => {
  const { text } = generateStory(5);
  expect(judge(text)).toEqual({ ungrammatical: 0, contradictions: 0 });
  expect(judge(text.slice(0, text.lastIndexOf(' ')))).toEqual({ ungrammatical: 0, contradictions: 0 });
});

it('names the first thing that is wrong', () => {
  const { ungrammatical, first } = judge(`${generateStory(5).text} Momo the on hill it.`);
  expect(ungrammatical).toBeGreaterThan(0);
  expect(first!.sentence).toContain('the on hill');
});

it('takes noise, and nothing', () => {
  expect(judge('sthoo all.g it the').ungrammatical).toBeGreaterThan(0);
  expect(judge('').ungrammatical).toBe(1);
});
