// Every claim of every chapter: its value agrees with what it was checked against, and each input moves it.

import { expect, describe, it } from 'vitest';
import { findBook } from '@site/src/plugins/book/find';
import { idsOf } from '@site/src/plugins/book/find';
import { loadClaims } from '@site/src/plugins/book/prepare';

const chapters = await Promise.all(findBook().chapters.map(async (chapter) => ({ chapter, claims: await loadClaims(chapter) })));

describe.each(chapters)('claims of $chapter.frontMatter.id', ({ chapter, claims }) => {
  it.each(Object.entries(claims))('%s', (_id, { inputs, compute, expected }) => {
    const value = compute(inputs);
    expect(Math.abs(value - expected.value)).toBeLessThanOrEqual(expected.relativeTolerance * Math.abs(expected.value));
    for (const name of Object.keys(inputs)) {
      // Doubling (or 1 for a zero) reaches past any rounding or step inside the function.
      const moved = compute({ ...inputs, [name]: inputs[name] === 0 ? 1 : inputs[name]! * 2 });
      expect(moved, `doubling ${name} must move the value`).not.toBe(value);
    }
  });

  it('are all used in the text or by a quiz item', () => {
    const keys = [...chapter.quiz, ...chapter.exercises].flatMap((i) => (i.kind === 'number' && typeof i.answer === 'object' ? [i.answer.claim] : []));
    const used = new Set([...idsOf('Claim', chapter.text), ...keys]);
    expect(Object.keys(claims).filter((id) => !used.has(id))).toEqual([]);
  });
});
