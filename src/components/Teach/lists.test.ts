// Half-written questions, and lists of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionSource, type QuestionSource } from '@site/src/formats/class';
import { classList, readClassList } from '@site/src/formats/class-list';
import { changeDraft, differsFromBook, emptyDraft, emptyList, finishedSources, fromClassList, moved, ownCopy, putBack, takeOut, toClassList, toDraft, toSource, type Draft } from './lists';

const filled = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `x${text}`.trim());
const source: fc.Arbitrary<QuestionSource> = fc
  .record({
    stem: filled,
    options: fc.array(fc.record({ text: filled, why: fc.string({ maxLength: 20 }), argument: fc.option(filled, { nil: undefined }) }), { minLength: 2, maxLength: 6 }),
    explanation: fc.string({ maxLength: 20 }),
    listenFor: fc.option(filled, { nil: undefined }),
    expectedCorrect: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    key: fc.nat(),
  })
  .map(({ options, key, ...rest }) => questionSource.parse({ ...rest, options: options.map((option, i) => ({ ...option, id: `o${i}`, correct: i === key % options.length })) }));

describe('a question', () => {
  it('is the same after it was a draft', () => {
    fc.assert(fc.property(source, (one) => void expect(toSource(toDraft(one))).toEqual({ source: one, problems: [] })));
  });

  it('says what it lacks, in words', () => {
    expect(toSource(emptyDraft()).problems).toEqual(['The question is empty.', 'Option A is empty.', 'Option B is empty.', 'Option C is empty.']);
    const draft = toDraft(questionSource.parse({ stem: 's', options: [{ id: 'a', text: 'A', correct: true }, { id: 'b', text: 'B' }] }));
    const with2 = (change: Partial<Draft>) => toSource({ ...draft, ...change }).problems;
    expect(with2({ options: draft.options.map((option) => ({ ...option, correct: false })) })).toEqual(['Mark the one option that is right.']);
    expect(with2({ options: draft.options.slice(0, 1) })).toEqual(['Needs at least 2.']);
    expect(with2({ expectedCorrect: 1.2 })).toEqual(['The share that you expect lies between 0 and 100 %.']);
    expect(with2({ options: draft.options.map((option) => ({ ...option, why: 'x'.repeat(4001) })) })).toEqual(['Option A, why it is chosen, has more than 4000 characters.', 'Option B, why it is chosen, has more than 4000 characters.']);
    expect(with2({ stem: '   ' })).toEqual(['The question is empty.']);
  });

  it('as a copy of one’s own says nothing by the names of its options', () => {
    fc.assert(
      fc.property(source, (one) => {
        const draft = toDraft({ ...one, ref: 'chapter/item' });
        const copy = ownCopy(draft);
        expect(copy.ref).toBeUndefined();
        expect(copy.options.map(({ id: _, ...rest }) => rest)).toEqual(draft.options.map(({ id: _, ...rest }) => rest));
        expect(copy.options.some(({ id }) => draft.options.some((option) => option.id === id))).toBe(false);
        expect(toSource(copy).problems).toEqual([]);
      }),
    );
  });

  it('is told from the book’s when the book has changed', () => {
    fc.assert(
      fc.property(source, filled, (one, stem) => {
        expect(differsFromBook(toDraft(one), one)).toBe(false);
        expect(differsFromBook(toDraft(one), { ...one, stem })).toBe(stem !== one.stem);
        expect(differsFromBook({ ...toDraft(one), reveal: { kind: 'lab', id: 'x' } }, one)).toBe(false);
      }),
    );
  });
});

describe('a list', () => {
  const listOf = (drafts: Draft[]) => ({ ...emptyList('Class'), drafts });

  it('keeps its questions, whatever is moved', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 8 }), fc.nat(9), fc.nat(9), (items, from, to) => {
        const after = moved(items, from, to);
        expect([...after].sort()).toEqual([...items].sort());
        if (from < items.length && to < items.length) {
          expect(after[to]).toBe(items[from]);
          expect(moved(after, to, from)).toEqual(items);
        } else expect(after).toEqual(items);
      }),
    );
  });

  it('sets what was written aside when it is taken out', () => {
    const own = { ...emptyDraft(), stem: 'Mine' };
    const list = listOf([own, { ...emptyDraft(), ref: 'a/b', stem: 'The book’s' }, emptyDraft()]);
    const emptied = list.drafts.reduce((left, { key }) => takeOut(left, key), list);
    expect(emptied.drafts).toEqual([]);
    expect(emptied.removed).toEqual([own]);
    expect(putBack(emptied, own.key)).toMatchObject({ drafts: [own], removed: [] });
    expect(putBack(emptied, 'unknown')).toEqual(emptied);
  });

  it('changes one question alone', () => {
    const list = listOf([emptyDraft(), emptyDraft()]);
    const after = changeDraft(list, list.drafts[1]!.key, { stem: 'New' });
    expect(after.drafts.map(({ stem }) => stem)).toEqual(['', 'New']);
    expect(after.drafts[0]).toBe(list.drafts[0]);
  });

  it('goes through a file and comes back, but for what is not finished', () => {
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 4 }), (sources) => {
        const list = listOf([...sources.map(toDraft), emptyDraft()]);
        const file = toClassList(list);
        expect(() => classList.parse(file)).not.toThrow();
        const reading = readClassList(JSON.stringify(file));
        expect(reading).toEqual({ ok: true, list: file });
        expect(finishedSources(fromClassList(file))).toEqual(sources);
      }),
    );
  });
});
