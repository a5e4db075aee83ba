// npm run build: the static site in build/, with its search index and book.json.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pagefind from 'pagefind';
import { bookJson } from '@site/src/plugins/book/book-json';
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

export async function build(): Promise<number> {
  const book = await step('prepare', prepare);
  // The bundler's cache does not know that a page also depends on .generated, so a build starts cold.
  const status = await step('site', () => runNode('@docusaurus/core/bin/docusaurus.mjs', ['build'], { DOCUSAURUS_NO_PERSISTENT_CACHE: '1' }));
  if (status !== 0) return status;
  writeFileSync(join(root, 'build', 'book.json'), JSON.stringify(await bookJson(book, title), null, 1));
  await step('search', searchIndex);
  return 0;
}

if (process.argv[1]?.endsWith('build.ts')) await cli(build);
