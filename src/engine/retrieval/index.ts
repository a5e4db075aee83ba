/**
 * Retrieval over the book's own sections: the passages that the build cut and embedded (search-vectors.json), ranked by
 * meaning (cosine of sentence embeddings) or by words (BM25). No model here: a query comes as a vector.
 */
export { readBookPassages, type BookPassages, type BookPassagesFile, type BookSection, type Passage } from './passages';
export { rankByMeaning, rankByWords, sectionsOf, type FoundSection, type RankedPassage } from './rank';
export { createBm25, wordsOf, type Bm25 } from './bm25';
export { codesOfUnit, cosine, unitOfCodes } from './vectors';
