// search-vectors.json: the book's passages with the vectors that the shipped embedding model gives them. Vectors are kept in .cache by the hash of
// model and text, so that a build embeds only what changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codesOfUnit, type BookPassagesFile } from '@site/src/engine/retrieval';
import { root } from '../find';
import { EMBEDDING_MODEL, embeddingModelHash, openEmbedder } from './embedder';
import type { CutSection } from './sections';

const DIMENSIONS = 384;
const cacheFile = join(root, '.cache', 'search-vectors.json');

/** What the model reads: the titles above a passage say what it is about. */
export const textToEmbed = (path: readonly string[], text: string): string => `${path.join('. ')}. ${text}`;

type Cache = Record<string, string>;

function readCache(): Cache {
  try {
    return existsSync(cacheFile) ? (JSON.parse(readFileSync(cacheFile, 'utf8')) as Cache) : {};
  } catch {
    // Cut short by a build that was ended: nothing is lost but time.
    return {};
  }
}

/** Codes of each text as base64, from the cache where it has them. The cache then holds these texts and no others. */
async function embedAll(texts: string[], modelSha256: string): Promise<{ vectors: string[]; embedded: number }> {
  const keys = texts.map((text) => createHash('sha256').update(`${modelSha256} ${text}`).digest('hex').slice(0, 32));
  const cache = readCache();
  const missing = texts.flatMap((text, i) => (cache[keys[i]!] === undefined ? [{ key: keys[i]!, text }] : []));
  if (missing.length > 0) {
    const embedder = await openEmbedder();
    for (const { key, text } of missing) cache[key] = Buffer.from(codesOfUnit(await embedder.embed(text)).buffer).toString('base64');
    await embedder.dispose();
  }
  mkdirSync(dirname(cacheFile), { recursive: true });
  writeFileSync(cacheFile, JSON.stringify(Object.fromEntries(keys.map((key) => [key, cache[key]!]))));
  return { vectors: keys.map((key) => cache[key]!), embedded: missing.length };
}

/** The file's content, and how many passages had to be embedded for it. */
export async function bookVectors(sections: readonly CutSection[]): Promise<{ file: BookPassagesFile; embedded: number }> {
  const modelSha256 = embeddingModelHash();
  const passages = sections.flatMap(({ passages }, section) => passages.map((text) => ({ section, text })));
  const texts = passages.map(({ section, text }) => textToEmbed(sections[section]!.path, text));
  const { vectors, embedded } = await embedAll(texts, modelSha256);
  const file: BookPassagesFile = {
    schemaVersion: 1,
    model: EMBEDDING_MODEL,
    modelSha256,
    dimensions: DIMENSIONS,
    sections: sections.map(({ url, path }) => ({ url, path })),
    passages,
    vectors: Buffer.concat(vectors.map((codes) => Buffer.from(codes, 'base64'))).toString('base64'),
  };
  return { file, embedded };
}
