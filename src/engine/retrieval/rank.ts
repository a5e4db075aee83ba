import { createBm25 } from './bm25';
import type { BookPassages, BookSection, Passage } from './passages';
import { cosine } from './vectors';

export interface RankedPassage {
  passage: Passage;
  /** Cosine, or BM25's sum. */
  score: number;
}

export interface FoundSection {
  section: BookSection;
  /** The passage that speaks for it: its best. */
  passage: Passage;
  score: number;
}

function ranked(passages: readonly Passage[], scores: ArrayLike<number>): RankedPassage[] {
  return passages.map((passage, i) => ({ passage, score: scores[i]! })).sort((a, b) => b.score - a.score);
}

/** All passages, nearest to a query's vector first. */
export function rankByMeaning({ passages }: BookPassages, query: Float32Array): RankedPassage[] {
  return ranked(passages, passages.map(({ vector }) => cosine(vector, query)));
}

/** All passages that share a word with the query, best first; the titles above a passage count as its words. */
export function rankByWords({ passages }: BookPassages, query: string): RankedPassage[] {
  const scores = createBm25(passages.map(({ section, text }) => `${section.path.join(' ')} ${text}`)).score(query);
  return ranked(passages, scores).filter(({ score }) => score > 0);
}

/** Sections in the order of their best passages. */
export function sectionsOf(passages: readonly RankedPassage[]): FoundSection[] {
  const found = new Map<BookSection, FoundSection>();
  for (const { passage, score } of passages) if (!found.has(passage.section)) found.set(passage.section, { section: passage.section, passage, score });
  return [...found.values()];
}
