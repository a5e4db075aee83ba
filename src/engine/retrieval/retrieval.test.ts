import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOfUnit, cosine, createBm25, rankByMeaning, rankByWords, readBookPassages, sectionsOf, unitOfCodes, wordsOf, type BookPassagesFile } from './index';

const unit = (values: number[]) => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};

describe('vectors in one byte a number', () => {
  it('keep their direction', () => {
    const coordinate = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 384, maxLength: 384 }).filter((values) => values.some((v) => v !== 0)), (values) => {
        const vector = unit(values);
        const back = unitOfCodes(codesOfUnit(vector));
        expect(cosine(back, back)).toBeCloseTo(1, 5);
        // Each number is off by at most half a step, 1/254 of the largest, which is at most 1.
        const largest = Math.max(...vector.map(Math.abs));
        expect(cosine(vector, back)).toBeGreaterThan(1 - (384 * (largest / 254) ** 2) - 1e-5);
      }),
    );
  });

  it('have no cosine with vectors of other lengths', () => {
    expect(() => cosine(new Float32Array(2), new Float32Array(3))).toThrow('vectors of 2 and 3');
  });
});

describe('BM25', () => {
  it('gives the sum of the paper for a case by hand', () => {
    // "cat" is in 1 of 2 documents: ln(1 + 1.5/1.5) = ln 2. It stands there once; lengths 2 and 4, mean 3.
    const [first, second] = createBm25(['the cat', 'the dog sat down']).score('Cat?');
    expect(first).toBeCloseTo((Math.log(2) * 2.2) / (1 + 1.2 * (0.25 + (0.75 * 2) / 3)), 12);
    expect(second).toBe(0);
  });

  it('counts a rarer word more, and a word of the query once', () => {
    const bm25 = createBm25(['a rare thing', 'a common thing', 'a common sight']);
    const scores = bm25.score('rare common');
    expect(scores[0]).toBeGreaterThan(scores[1]!);
    expect(bm25.score('rare rare')).toEqual(bm25.score('rare'));
  });

  it('knows words of any script', () => {
    expect(wordsOf('Größe, 今日は; x86_64!')).toEqual(['größe', '今日は', 'x86', '64']);
  });
});

describe('the passages of a book', () => {
  const vectors = [unit([1, 0]), unit([3, 4]), unit([0, 1])];
  const file: BookPassagesFile = {
    schemaVersion: 1,
    model: 'm',
    modelSha256: 's',
    dimensions: 2,
    sections: [
      { url: '/a/#x', path: ['A', 'Kites'] },
      { url: '/a/#y', path: ['A', 'Boats'] },
    ],
    passages: [
      { section: 0, text: 'red things that fly' },
      { section: 0, text: 'a string' },
      { section: 1, text: 'a sail' },
    ],
    vectors: btoa(String.fromCharCode(...vectors.flatMap((v) => [...new Uint8Array(codesOfUnit(v).buffer)]))),
  };

  it('are ranked by cosine, and a section by its best passage', () => {
    const ranked = rankByMeaning(readBookPassages(file), unit([1, 1]));
    expect(ranked.map(({ passage }) => passage.text)).toEqual(['a string', 'red things that fly', 'a sail']);
    expect(ranked[0]!.score).toBeCloseTo(7 / Math.sqrt(50), 2);
    expect(sectionsOf(ranked).map(({ section, passage }) => [section.url, passage.text])).toEqual([['/a/#x', 'a string'], ['/a/#y', 'a sail']]);
  });

  it('are ranked by words, titles included, and only where a word is shared', () => {
    expect(rankByWords(readBookPassages(file), 'boats').map(({ passage }) => passage.text)).toEqual(['a sail']);
    expect(rankByWords(readBookPassages(file), 'zebra')).toEqual([]);
  });

  it('are refused where the parts do not fit', () => {
    expect(() => readBookPassages({ ...file, schemaVersion: 2 })).toThrow('schemaVersion');
    expect(() => readBookPassages({ ...file, dimensions: 3 })).toThrow('6 numbers for 3 passages of 3');
    expect(() => readBookPassages({ ...file, passages: file.passages.map((p) => ({ ...p, section: 7 })) })).toThrow('section 7');
  });
});
