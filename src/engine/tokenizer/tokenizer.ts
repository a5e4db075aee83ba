/**
 * Byte-level BPE: text to ids and back, and Hugging Face `tokenizer.json` in both directions
 * (the GPT-2 flavour that this book's models use, and no other). Training is in `trainBpe.ts`.
 */
import { lettersToBytes, textToLetters } from './byteAlphabet';
import { preTokenize } from './preTokenize';
import { mergePair, type BpeModel, type Merge } from './trainBpe';

export interface Tokenizer {
  readonly vocabularySize: number;
  /** Id of the token that begins and ends every text. */
  readonly endOfTextId: number;
  /** Ids of `text`, with no end-of-text token added; the literal `<|endoftext|>` becomes its id. */
  encode(text: string): number[];
  /** The text of `ids`; bytes that are no whole UTF-8 character become U+FFFD. */
  decode(ids: readonly number[]): string;
  /** The text of one token, for showing it. */
  tokenText(id: number): string;
}

export const END_OF_TEXT = '<|endoftext|>';

/** Applies the merges to one piece, the earliest learned first, until none fits. */
export function applyMerges(letters: readonly string[], rankOf: ReadonlyMap<string, number>): string[] {
  let parts = [...letters];
  for (;;) {
    let bestRank = Infinity;
    let bestAt = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = rankOf.get(`${parts[i]} ${parts[i + 1]}`);
      if (rank !== undefined && rank < bestRank) {
        bestRank = rank;
        bestAt = i;
      }
    }
    if (bestAt < 0) return parts;
    parts = mergePair(parts, parts[bestAt]!, parts[bestAt + 1]!);
  }
}

/** Makes a tokenizer of a trained model, one of whose tokens must be `<|endoftext|>`. */
export function createTokenizer({ tokens, merges }: BpeModel): Tokenizer {
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const rankOf = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  const endOfTextId = idOf.get(END_OF_TEXT);
  if (endOfTextId === undefined) throw new Error(`the vocabulary has no ${END_OF_TEXT}`);
  const idsOfPiece = new Map<string, readonly number[]>();

  function encodePiece(piece: string): readonly number[] {
    let ids = idsOfPiece.get(piece);
    if (!ids) {
      ids = applyMerges([...textToLetters(piece)], rankOf).map((part) => idOf.get(part)!);
      // Text repeats its words; a bound keeps endless new pieces from filling the memory.
      if (idsOfPiece.size < 10_000) idsOfPiece.set(piece, ids);
    }
    return ids;
  }

  function decode(ids: readonly number[]): string {
    // A fresh decoder: a streaming one would carry half a character into the next call.
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let text = '';
    let letters = '';
    const flush = () => {
      text += decoder.decode(lettersToBytes(letters));
      letters = '';
    };
    for (const id of ids) {
      const token = tokens[id];
      if (token === undefined) throw new Error(`there is no token ${id}; the vocabulary has ${tokens.length}`);
      if (id === endOfTextId) {
        flush();
        text += END_OF_TEXT;
      } else letters += token;
    }
    flush();
    return text;
  }

  return {
    vocabularySize: tokens.length,
    endOfTextId,
    encode(text) {
      const ids: number[] = [];
      text.split(END_OF_TEXT).forEach((part, index) => {
        if (index > 0) ids.push(endOfTextId);
        for (const piece of preTokenize(part)) ids.push(...encodePiece(piece));
      });
      return ids;
    },
    decode,
    tokenText: (id) => decode([id]),
  };
}

interface TokenizerJson {
  model: { type: string; vocab: Record<string, number>; merges: readonly (string | readonly string[])[] };
}

/** Hugging Face's `tokenizer.json`; its post-processor puts end-of-text first, as in training. */
export function toTokenizerJson({ tokens, merges }: BpeModel): object {
  const endOfTextId = tokens.indexOf(END_OF_TEXT);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const special = { SpecialToken: { id: END_OF_TEXT, type_id: 0 } };
  const sequence = (id: 'A' | 'B') => ({ Sequence: { id, type_id: 0 } });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      { id: endOfTextId, content: END_OF_TEXT, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
    ],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: {
      type: 'TemplateProcessing',
      single: [special, sequence('A')],
      pair: [special, sequence('A'), special, sequence('B')],
      special_tokens: { [END_OF_TEXT]: { id: END_OF_TEXT, ids: [endOfTextId], tokens: [END_OF_TEXT] } },
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map((merge) => [...merge]),
    },
  };
}

/** Reads a byte-level BPE `tokenizer.json`; throws where it is something else. */
export function fromTokenizerJson(json: unknown): Tokenizer {
  const model = (json as Partial<TokenizerJson> | null)?.model;
  if (model?.type !== 'BPE' || !model.vocab || !Array.isArray(model.merges)) {
    throw new Error('tokenizer.json: a BPE model with vocab and merges was expected');
  }
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  const merges = (model.merges as TokenizerJson['model']['merges']).map((merge): Merge => {
    // Older files write "left right", newer ones ["left", "right"].
    const [left, right] = typeof merge === 'string' ? merge.split(' ') : merge;
    if (left === undefined || right === undefined) throw new Error(`tokenizer.json: no merge: ${JSON.stringify(merge)}`);
    return [left, right];
  });
  return createTokenizer({ tokens, merges });
}
