// The arguments that a reader meets between two votes: there, short, and silent about the key.

import { describe, expect, it } from 'vitest';
import { parseYaml, quizFile, type QuizItem } from '@site/src/formats';
import { findBook } from '@site/src/plugins/book/find';

type Single = Extract<QuizItem, { kind: 'single' }>;
const items = findBook().chapters.flatMap((chapter) => chapter.quiz.filter((item): item is Single => item.kind === 'single' && item.peer !== undefined));
/** As a reader counts: a formula or a piece of code is about as many words as it has blanks. */
const wordsIn = (markdown: string) => markdown.trim().split(/\s+/).length;
const sentencesIn = (markdown: string) => markdown.match(/[.?!](?=\s|$)/g)?.length ?? 0;
const argumentsOf = (item: Single) => item.options.map((option) => ({ ...option, argument: option.argument! }));

describe.each(items)('$id', (item) => {
  it('has one to three sentences of 20 to 60 words for each option', () => {
    for (const { id, argument } of argumentsOf(item)) {
      expect(wordsIn(argument), id).toBeGreaterThanOrEqual(20);
      expect(wordsIn(argument), id).toBeLessThanOrEqual(60);
      expect(sentencesIn(argument), id).toBeGreaterThanOrEqual(1);
      expect(sentencesIn(argument), id).toBeLessThanOrEqual(3);
    }
  });

  it('lets none of its arguments stand out by length', () => {
    const lengths = argumentsOf(item).map(({ argument }) => wordsIn(argument));
    expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(1.5);
  });

  it('does not say which is right', () => {
    for (const { id, argument } of argumentsOf(item))
      expect(argument, id).not.toMatch(/\b(the truth|in truth|in fact|actually|obviously|clearly|of course|correct answer|right answer|wrong answer|misconception|mistaken|one might think|you might think)\b/i);
  });
});

describe('over the book', () => {
  it('every item for peer instruction is argued', () => expect(items.length).toBe(findBook().chapters.flatMap((c) => c.quiz).filter((i) => i.peer).length));

  const measures: [string, (text: string) => number][] = [
    ['words', wordsIn],
    ['characters', (text) => text.length],
  ];
  it.each(measures)('the right option’s argument is seldom the longest and seldom the shortest, in %s', (_, measure) => {
    const share = (extreme: (...of: number[]) => number) => {
      const hits = items.filter((item) => {
        const lengths = argumentsOf(item).map(({ argument, correct }) => ({ correct, length: measure(argument) }));
        const end = extreme(...lengths.map(({ length }) => length));
        return lengths.some(({ correct, length }) => correct && length === end);
      });
      return hits.length / items.length;
    };
    expect(share(Math.max)).toBeLessThanOrEqual(0.45);
    expect(share(Math.min)).toBeLessThanOrEqual(0.45);
  });
});

describe('the format', () => {
  const head = 'items:\n  - id: one\n    objective: o\n    misconception: m\n    stem: S\n    explanation: E\n    peer: { expectedCorrect: 0.5, listenFor: L }\n';
  const option = (id: string, more: string) => `      - { id: ${id}, text: T, why: W${more} }\n`;

  it('asks for an argument of each option, by name and line', () => {
    const text = `${head}    kind: single\n    options:\n${option('a', ', correct: true, argument: A')}${option('b', '')}${option('c', ', argument: C')}`;
    expect(() => parseYaml(quizFile, text, 'quiz.yaml')).toThrow(/^quiz\.yaml:11: items\.0\.options\.1\.argument: option "b" of an item for peer instruction needs an argument/);
  });
  it('takes votes on single-choice items alone', () => {
    const text = `${head}    kind: multiple\n    options:\n${option('a', ', correct: true')}${option('b', '')}${option('c', '')}`;
    expect(() => parseYaml(quizFile, text, 'quiz.yaml')).toThrow(/^quiz\.yaml:7: items\.0\.peer: an item for peer instruction must be of kind single.*this one is multiple$/);
  });
  it('leaves an argument out where nobody votes', () => {
    const text = `${head.replace(/ {4}peer.*\n/, '')}    kind: single\n    options:\n${option('a', ', correct: true')}${option('b', '')}${option('c', '')}`;
    expect(parseYaml(quizFile, text, 'quiz.yaml').items).toHaveLength(1);
  });
});
