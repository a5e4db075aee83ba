import { readFileSync } from 'node:fs';
import { Tokenizer as PeerTokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { createRng } from '../random';
import { END_OF_TEXT, fromTokenizerJson } from './index';

const folder = new URL('../../../static/models/storyworld-0.8m/', import.meta.url);
const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object;
const ours = fromTokenizerJson(json('tokenizer.json'));
const peer = new PeerTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));

const STRING_COUNT = 10_000;
const { uniform } = createRng(585);
const below = (n: number) => Math.floor(uniform() * n);
const pick = <T>(options: readonly T[]) => options[below(options.length)]!;

const WORDS = ['Once', ' there', ' was', ' a', ' kind', ' girl', ' named', ' Ana', '.', ' kite', ' under the bench', '\nQuestion: Who had it?\nAnswer:', ' seven', " o'clock"];
const CONTRACTIONS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", " it's", "I'll've", "''s", " 's"];
const SPACES = [' ', '  ', '    ', '\t', '\n', '\r\n', '\u000b', '\u0085', '\u00a0', '\u1680', '\u2003', '\u2028', '\u202f', '\u3000', '\u200b', '\ufeff'];
const SPECIAL = [END_OF_TEXT, '<|endof', 'text|>', '<||>', ` ${END_OF_TEXT} `];
const CHARACTERS = [...'abzAZ059.,;:!?"-_()[]{}<>|/\\@#$%^&*+=~`éüßñøåÆþœ日本語中文한국어приветαβγשלוםمرحبا٣٤Ⅷ½²😀🚀🇳🇱', '\u0301', '\u200d', '\u0000', '\u001b', '\u007f', '\ue000', '\u{10ffff}', '\uffff'];
const SURROGATES = ['\ud800', '\udc00', '\udbff', '\udfff', '\ude00\ud83d'];

/** Any code point, half of a surrogate pair too. */
const anyCharacter = () => (uniform() < 0.5 ? String.fromCharCode(below(0x10000)) : String.fromCodePoint(below(0x110000)));

function randomString(): string {
  const makers = [() => pick(WORDS), () => pick(WORDS), () => pick(CONTRACTIONS), () => pick(SPACES), () => pick(CHARACTERS), () => pick(CHARACTERS), () => pick(SPECIAL), () => pick(SURROGATES), anyCharacter];
  return Array.from({ length: below(24) }, () => pick(makers)()).join('');
}

describe('beside @huggingface/tokenizers, from the same tokenizer.json', () => {
  const strings = ['', ' ', END_OF_TEXT, ...Array.from({ length: STRING_COUNT - 3 }, randomString)];

  it('encodes 10,000 random strings to the same ids, and decodes them to the same text', () => {
    for (const text of strings) {
      const ids = ours.encode(text);
      expect(ids, JSON.stringify(text)).toEqual(peer.encode(text, { add_special_tokens: false }).ids);
      // The peer refuses an empty list.
      if (ids.length > 0) expect(ours.decode(ids), JSON.stringify(text)).toBe(peer.decode(ids, { skip_special_tokens: false, clean_up_tokenization_spaces: false }));
    }
  });

  it('decodes random ids to the same text, half characters too', () => {
    for (let i = 0; i < 1000; i++) {
      const ids = Array.from({ length: 1 + below(30) }, () => below(ours.vocabularySize));
      expect(ours.decode(ids), ids.join()).toBe(peer.decode(ids, { skip_special_tokens: false, clean_up_tokenization_spaces: false }));
    }
  });

  it('has end-of-text put first, as in training', () => {
    expect(peer.encode('Once').ids).toEqual([ours.endOfTextId, ...ours.encode('Once')]);
  });
});
