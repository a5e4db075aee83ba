// What a class can be made of: every peer item of the book, whole.

import { expect, it } from 'vitest';
import { questionSource } from '@site/src/formats/class';
import { findBook } from './find';
import { chapterUrl } from './prepare';
import { peerItems } from './teach';

it('offers every peer item of every chapter, with its key, its notes and what its reveal may show', async () => {
  const book = findBook();
  const { chapters } = await peerItems(book, chapterUrl);
  expect(chapters.map(({ number }) => number)).toEqual([...chapters.map(({ number }) => number)].sort((a, b) => a - b));
  for (const { frontMatter, quiz } of book.chapters) {
    const chapter = chapters.find(({ id }) => id === frontMatter.id)!;
    expect(chapter.items.map(({ source }) => source.ref)).toEqual(quiz.filter(({ peer }) => peer).map(({ id }) => `${frontMatter.id}/${id}`));
    for (const { source, stemHtml } of chapter.items) {
      expect(questionSource.parse(source)).toEqual(source);
      expect(source.options.filter(({ correct }) => correct)).toHaveLength(1);
      expect(source.expectedCorrect).toBeGreaterThan(0);
      expect(source.listenFor).not.toBe('');
      expect(source.options.every(({ argument }) => argument)).toBe(true);
      expect(stemHtml).toMatch(/^<p>/);
    }
    expect(chapter.figures.length).toBeGreaterThanOrEqual(2);
    expect(chapter.labs.length).toBeGreaterThanOrEqual(1);
  }
});
