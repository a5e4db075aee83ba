/**
 * Learns byte-pair merges from text (Sennrich et al. 2016, on bytes as in GPT-2): again and
 * again the most frequent neighbouring pair becomes one token. Made for small corpora: each
 * round looks only at the distinct words that hold the pair.
 */
import { BYTE_TO_LETTER, textToLetters } from './byteAlphabet';
import { preTokenize } from './preTokenize';

export type Merge = readonly [left: string, right: string];

export interface BpeModel {
  /** Token text (in letters of the byte alphabet) by id. */
  tokens: string[];
  /** In the order learned: the earlier, the stronger. */
  merges: Merge[];
}

interface Word {
  parts: string[];
  count: number;
}

const pairKey = (left: string, right: string) => `${left} ${right}`;

/** Replaces every `left right` in `parts` by the joined token, from left to right. */
export function mergePair(parts: readonly string[], left: string, right: string): string[] {
  const merged: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === left && parts[i + 1] === right) {
      merged.push(left + right);
      i++;
    } else merged.push(parts[i]!);
  }
  return merged;
}

function countWords(texts: Iterable<string>): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of preTokenize(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return [...counts].map(([piece, count]) => ({ parts: [...textToLetters(piece)], count }));
}

/**
 * Trains until `vocabularySize` tokens exist or no pair occurs twice. Ids: `specialTokens`
 * first, then the 256 bytes, then the merged tokens in the order learned.
 */
export function trainBpe(texts: Iterable<string>, vocabularySize: number, specialTokens: readonly string[]): BpeModel {
  const tokens = [...specialTokens, ...BYTE_TO_LETTER];
  const known = new Set(tokens);
  const merges: Merge[] = [];
  const words = countWords(texts);
  const pairCounts = new Map<string, number>();
  const wordsOfPair = new Map<string, Set<Word>>();

  function addPairs(word: Word, sign: 1 | -1): void {
    for (let i = 0; i + 1 < word.parts.length; i++) {
      const key = pairKey(word.parts[i]!, word.parts[i + 1]!);
      pairCounts.set(key, (pairCounts.get(key) ?? 0) + sign * word.count);
      if (sign < 0) continue;
      let holders = wordsOfPair.get(key);
      if (!holders) wordsOfPair.set(key, (holders = new Set()));
      holders.add(word);
    }
  }
  for (const word of words) addPairs(word, 1);

  while (tokens.length < vocabularySize) {
    let best: string | undefined;
    let bestCount = 1;
    for (const [key, count] of pairCounts) {
      // Ties go to the smaller key, so that the result does not depend on the order of the words.
      if (count > bestCount || (count === bestCount && best !== undefined && key < best)) {
        best = key;
        bestCount = count;
      }
    }
    if (best === undefined) break;
    const [left, right] = best.split(' ') as [string, string];
    merges.push([left, right]);
    // Two different pairs may join to the same token; it keeps its first id.
    if (!known.has(left + right)) {
      known.add(left + right);
      tokens.push(left + right);
    }
    for (const word of wordsOfPair.get(best) ?? []) {
      addPairs(word, -1);
      word.parts = mergePair(word.parts, left, right);
      addPairs(word, 1);
    }
    pairCounts.delete(best);
    wordsOfPair.delete(best);
  }
  return { tokens, merges };
}
