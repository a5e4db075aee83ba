// npm run build: the static site in build/, with its search index and book.json.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pagefind from 'pagefind';
import { bookJson } from '@site/src/plugins/book/book-json';
import type { Book } from '@site/src/plugins/book/find';
import { searchVectors } from '@site/src/plugins/book/search';
import { prepare } from './prepare';
import { cli, root, runNode, step } from './steps';

const title = 'Scalars to Clusters: Machine Learning Systems You Can Run';

async function searchIndex(): Promise<void> {
  const { index } = await pagefind.createIndex({ excludeSelectors: ['.katex', 'pre', 'nav', 'footer', 'button:not([popovertarget])', '[popover]'] });
  if (!index) throw new Error('pagefind made no index');
  await index.addDirectory({ path: join(root, 'build') });
  await index.writeFiles({ outputPath: join(root, 'build', 'pagefind') });
  await pagefind.close();
}

async function vectorsFile(book: Book): Promise<string> {
  const { file, embedded } = await searchVectors(book);
  const text = JSON.stringify(file);
  console.log(`search-vectors.json: ${file.passages.length} passages of ${file.sections.length} sections, ${embedded} of them new, ${text.length} bytes`);
  return text;
}

export async function build(): Promise<number> {
  const book = await step('prepare', prepare);
  // The bundler's cache does not know that a page also depends on .generated, so a build starts cold.
  const site = step('site', () => runNode('@docusaurus/core/bin/docusaurus.mjs', ['build'], { DOCUSAURUS_NO_PERSISTENT_CACHE: '1' }));
  // The site is built in a process of its own, while this one embeds the sections that changed.
  const [status, vectors] = await Promise.all([site, step('vectors of the sections', () => vectorsFile(book))]);
  if (status !== 0) return status;
  writeFileSync(join(root, 'build', 'search-vectors.json'), vectors);
  writeFileSync(join(root, 'build', 'book.json'), JSON.stringify(await bookJson(book, title), null, 1));
  await step('search', searchIndex);
  return 0;
}

if (process.argv[1]?.endsWith('build.ts')) await cli(build);
