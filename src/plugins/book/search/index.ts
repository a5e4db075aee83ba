// What the build makes for search by meaning and for the retrieval chapter; src/engine/retrieval reads it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generated, type Book, type Chapter } from '../find';
import { chapterUrl, type ChapterData } from '../prepare';
import { cutBook } from './sections';
import { bookVectors } from './vectors';

/** The content of search-vectors.json. The book must be prepared: its claims are read from .generated. */
export function searchVectors(book: Book) {
  const claimsOf = (chapter: Chapter) => (JSON.parse(readFileSync(join(generated, 'chapters', `${chapter.frontMatter.id}.json`), 'utf8')) as ChapterData).claims;
  return bookVectors(cutBook(book, chapterUrl, claimsOf));
}
