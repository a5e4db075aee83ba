// A text cut into words and tokens, and one word's merges step by step, by a byte-level BPE. Not here: drawing; how
// merges are learned (the lab byte-pair-encoding).

import { END_OF_TEXT, lettersToBytes, mergePair, preTokenize, textToLetters, type BpeModel, type Merge } from '@site/src/engine/tokenizer';

export const defaults = { text: 'Once there was a kind owl named Hugo. OWL! Transformers, ça va? 🦉', word: 5, step: 3 };

export interface Token {
  id: number;
  /** As shown: a space as ␣, bytes that are no whole character in hexadecimal. */
  shown: string;
  bytes: number;
}

export interface MergeStep {
  /** Undefined for the bytes that a word starts as. */
  merge?: Merge;
  /** 1 is the merge learned first. */
  rank?: number;
  /** In letters of the byte alphabet. */
  parts: string[];
}

export interface Word {
  shown: string;
  tokens: Token[];
  steps: MergeStep[];
  /** End-of-text: it stands for no bytes. */
  special?: boolean;
}

/** Letters of the byte alphabet for the reader's eye. */
export function show(letters: string): string {
  const bytes = lettersToBytes(letters);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥');
  } catch {
    return [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  }
}

/** Each step joins the pair that was learned earliest, everywhere in the word, until no pair is known. */
function mergeSteps(letters: string, rankOf: ReadonlyMap<string, number>): MergeStep[] {
  const steps: MergeStep[] = [{ parts: [...letters] }];
  for (;;) {
    const { parts } = steps.at(-1)!;
    const ranks = parts.slice(1).map((right, i) => rankOf.get(`${parts[i]} ${right}`) ?? Infinity);
    const rank = Math.min(Infinity, ...ranks);
    if (rank === Infinity) return steps;
    const at = ranks.indexOf(rank);
    const merge: Merge = [parts[at]!, parts[at + 1]!];
    steps.push({ merge, rank: rank + 1, parts: mergePair(parts, ...merge) });
  }
}

/** The words of a text, in order, each with its tokens and merges. A literal <|endoftext|> is a word of one token. */
export function cut(text: string, { tokens, merges }: BpeModel): Word[] {
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const rankOf = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  const special: Word = { special: true, shown: END_OF_TEXT, tokens: [{ id: idOf.get(END_OF_TEXT)!, shown: END_OF_TEXT, bytes: 0 }], steps: [{ parts: [] }] };
  return text.split(END_OF_TEXT).flatMap((part, i) => [
    ...(i > 0 ? [special] : []),
    ...preTokenize(part).map((piece): Word => {
      const letters = textToLetters(piece);
      const steps = mergeSteps(letters, rankOf);
      return { shown: show(letters), steps, tokens: steps.at(-1)!.parts.map((token) => ({ id: idOf.get(token)!, shown: show(token), bytes: token.length })) };
    }),
  ]);
}

/** Of a whole text: characters (code points), UTF-8 bytes, tokens. */
export function count(text: string, words: readonly Word[]): { characters: number; bytes: number; tokens: number } {
  const tokens = words.flatMap((word) => word.tokens);
  return { characters: [...text].length, bytes: tokens.reduce((sum, token) => sum + token.bytes, 0), tokens: tokens.length };
}
