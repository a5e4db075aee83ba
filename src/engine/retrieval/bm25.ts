/**
 * Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009): a document's score is the
 * sum over the query's words of how rare the word is times how often it stands there, saturating, and less in long documents.
 */

export interface Bm25 {
  /** Of each document, 0 where it shares no word with the query. */
  score(query: string): Float64Array;
}

/** Words in lower case; letters and digits of any script. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** `k1`: how soon more of the same word stops to count; `b`: how much a document's length counts, 0 to 1. */
export function createBm25(documents: readonly string[], { k1 = 1.2, b = 0.75 } = {}): Bm25 {
  /** By word: how often it stands in each document that has it. */
  const postings = new Map<string, Map<number, number>>();
  const lengths = documents.map((text, document) => {
    const words = wordsOf(text);
    for (const word of words) {
      const counts = postings.get(word) ?? new Map<number, number>();
      counts.set(document, (counts.get(document) ?? 0) + 1);
      postings.set(word, counts);
    }
    return words.length;
  });
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
  return {
    score(query) {
      const scores = new Float64Array(documents.length);
      for (const word of new Set(wordsOf(query))) {
        const counts = postings.get(word);
        if (!counts) continue;
        const rarity = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5));
        for (const [document, count] of counts) {
          scores[document]! += (rarity * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[document]!) / meanLength));
        }
      }
      return scores;
    },
  };
}
