import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createTokenizer, END_OF_TEXT, type BpeModel, type Tokenizer } from '@site/src/engine/tokenizer';
import { shippedModels } from '@site/src/llm/onDisk';
import { count, cut, defaults, show } from './model';
import { computeStill } from './still';

let bpe: BpeModel;
let tokenizer: Tokenizer;
beforeAll(async () => {
  bpe = await computeStill();
  tokenizer = createTokenizer(bpe);
});

test('any text gets the ids and the bytes that the tokenizer gives it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem(), fc.constant('a<|endoftext|> owl')), (text) => {
      const words = cut(text, bpe);
      expect(words.flatMap((word) => word.tokens.map((token) => token.id))).toEqual(tokenizer.encode(text));
      expect(count(text, words).bytes).toBe(new TextEncoder().encode(text.replaceAll(END_OF_TEXT, '')).length);
    }),
  );
});

test('each merge is a known one and shortens the word', () => {
  for (const { steps } of cut(defaults.text, bpe)) {
    steps.slice(1).forEach((step, i) => {
      expect(bpe.merges[step.rank! - 1]).toEqual(step.merge);
      expect(step.parts.length).toBeLessThan(steps[i]!.parts.length);
    });
  }
});

test('the chosen word of the still is the owl: four bytes, and at the end its own tokens', () => {
  const word = cut(defaults.text, bpe)[defaults.word]!;
  expect(word.shown).toBe('␣owl');
  expect(word.steps[0]!.parts).toHaveLength(4);
  expect(tokenizer.decode(word.tokens.map(({ id }) => id))).toBe(' owl');
  expect(word.steps.length).toBeLessThanOrEqual(defaults.step + 1);
});

test('all models that ship read text by this tokenizer', () => {
  const json = shippedModels().map(({ read }) => new TextDecoder().decode(read('tokenizer.json')));
  expect(new Set(json).size).toBe(1);
});

test('spaces and halves of characters are shown', () => {
  expect(show('Ġowl')).toBe('␣owl');
  expect(show('Ã')).toBe('C3');
});

test('an empty text has no words', () => expect(count('', cut('', bpe))).toEqual({ characters: 0, bytes: 0, tokens: 0 }));
