import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_TO_LETTER, createTokenizer, END_OF_TEXT, fromTokenizerJson, preTokenize, toTokenizerJson, trainBpe } from './index';
import vectors from './vectors.json';

const shippedJson: unknown = JSON.parse(
  readFileSync(new URL('../../../static/models/storyworld-0.8m/tokenizer.json', import.meta.url), 'utf8'),
);
const shipped = fromTokenizerJson(shippedJson);
const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii', maxLength: 200 }));

describe('the byte alphabet', () => {
  it('has 256 different letters; a space is Ġ', () => {
    expect(new Set(BYTE_TO_LETTER).size).toBe(256);
    expect(BYTE_TO_LETTER[0x20]).toBe('Ġ');
    expect(BYTE_TO_LETTER[0x41]).toBe('A');
  });
});

describe('encode and decode', () => {
  it('give back any well-formed text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shipped.decode(shipped.encode(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('give back text that holds special tokens, half tokens and a byte order mark', () => {
    for (const text of [END_OF_TEXT, `a${END_OF_TEXT}${END_OF_TEXT} b`, '<|endof', '\ufeffx']) {
      expect(shipped.decode(shipped.encode(text))).toBe(text);
    }
  });

  it('agree with Hugging Face tokenizers on every stored string', () => {
    expect(vectors.cases.length).toBeGreaterThanOrEqual(300);
    for (const [text, ids] of vectors.cases as [string, number[]][]) expect(shipped.encode(text), JSON.stringify(text)).toEqual(ids);
  });

  it('replace a lone surrogate, which has no UTF-8', () => {
    expect(shipped.decode(shipped.encode('a\ud800b'))).toBe('a\ufffdb');
  });

  it('refuse an unknown id', () => {
    expect(() => shipped.decode([shipped.vocabularySize])).toThrow('there is no token');
  });
});

describe('preTokenize', () => {
  it('splits as GPT-2 does', () => {
    expect(preTokenize("It's  3 kites,\n ok")).toEqual(['It', "'s", ' ', ' 3', ' kites', ',', '\n', ' ok']);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(preTokenize(text).join('')).toBe(text);
      }),
    );
  });
});

describe('training', () => {
  const texts = ['low low low low low lower lower newest newest newest newest newest newest widest widest widest'];

  it('joins the most frequent pair first', () => {
    const { tokens, merges } = trainBpe(texts, 257 + 3, [END_OF_TEXT]);
    // Counts: e-s 9, then es-t 9; of the pairs with 7 the key "l o" comes before "o w" and after "Ġ l".
    expect(merges.slice(0, 2)).toEqual([['e', 's'], ['es', 't']]);
    expect(tokens).toHaveLength(260);
    expect(tokens[0]).toBe(END_OF_TEXT);
  });

  it('does not depend on the order of the texts, and stops when no pair occurs twice', () => {
    const model = trainBpe(['one two two', 'three three'], 10_000, [END_OF_TEXT]);
    expect(trainBpe(['three three', 'one two two'], 10_000, [END_OF_TEXT])).toEqual(model);
    expect(model.tokens.length).toBeLessThan(300);
  });

  it('goes through tokenizer.json and back, with merges in the old or the new form', () => {
    const model = trainBpe(texts, 270, [END_OF_TEXT]);
    const json = JSON.parse(JSON.stringify(toTokenizerJson(model))) as { model: { merges: unknown[] } };
    const ids = createTokenizer(model).encode(texts[0]!);
    expect(fromTokenizerJson(json).encode(texts[0]!)).toEqual(ids);
    json.model.merges = model.merges.map((merge) => merge.join(' '));
    expect(fromTokenizerJson(json).encode(texts[0]!)).toEqual(ids);
  });

  it('refuses another kind of tokenizer', () => {
    expect(() => fromTokenizerJson({ model: { type: 'Unigram' } })).toThrow('BPE');
  });
});
