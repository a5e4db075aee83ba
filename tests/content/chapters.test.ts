// What CONTENT asks of every chapter and that a machine can see.

import { describe, expect, it } from 'vitest';
import { countWords } from '@site/src/plugins/book/book-json';
import { findBook, idsOf } from '@site/src/plugins/book/find';
import { loadClaims } from '@site/src/plugins/book/prepare';

const book = findBook();

describe.each(book.chapters)('chapter $frontMatter.id', (chapter) => {
  const { text, quiz, exercises } = chapter;

  it('has 3,000 to 6,500 words of prose', () => {
    const words = countWords(text);
    expect(words).toBeGreaterThanOrEqual(3000);
    expect(words).toBeLessThanOrEqual(6500);
  });

  it('has two live figures, a lab, exercises and every set piece', () => {
    expect(new Set(idsOf('Figure', text)).size).toBeGreaterThanOrEqual(2);
    expect(idsOf('Lab', text).length).toBeGreaterThanOrEqual(1);
    expect(idsOf('Exercise', text).sort()).toEqual(exercises.map((i) => i.id).sort());
    for (const tag of ['Objectives', 'Quiz', 'Sources', 'Miss', 'ScaleBridge', 'Now2026', 'DesignProblem', 'Rubric', 'ClassPlan'])
      expect(text, `<${tag}>`).toContain(`<${tag}`);
    expect(text.match(/<Solution /g)?.length).toBe(2);
  });

  it('shows each of its labs once, and one of them is the core lab', () => {
    const labs = book.labs.filter((l) => l.lab.chapter === chapter.frontMatter.id).map((l) => l.lab);
    expect(idsOf('Lab', text).sort()).toEqual(labs.map((l) => l.id).sort());
    expect(labs.filter((l) => l.core)).toHaveLength(1);
  });

  it('has a quiz of ten items, four for peer instruction', () => {
    expect(quiz.length).toBeGreaterThanOrEqual(10);
    expect(quiz.filter((i) => i.peer).length).toBeGreaterThanOrEqual(4);
  });

  it('computes its numbers', async () => {
    expect(Object.keys(await loadClaims(chapter)).length).toBeGreaterThan(5);
    expect(idsOf('Claim', text).length).toBeGreaterThan(5);
  });

  it('cites each of its sources or says what to read it for', () => {
    const cited = new Set(idsOf('Cite', text));
    for (const id of cited) expect(chapter.sources.map((s) => s.id)).toContain(id);
    expect(cited.size).toBeGreaterThanOrEqual(4);
  });
});

describe('items', () => {
  it('have no negated stem, no "all of the above" and no reference to a position', () => {
    for (const chapter of book.chapters)
      for (const item of [...chapter.quiz, ...chapter.exercises]) {
        expect(item.stem, item.id).not.toMatch(/\bNOT\b|\bexcept\b/);
        if (item.kind !== 'single' && item.kind !== 'multiple') continue;
        for (const option of item.options) expect(option.text, item.id).not.toMatch(/(all|none|both) of the above|\babove\b/i);
      }
  });
});
