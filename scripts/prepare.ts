// Writes .generated: what the pages import of chapters, quizzes, claims, stills and labs, and the engine's wasm.

import { join } from 'node:path';
import { prepareBook } from '@site/src/plugins/book/prepare';
import { buildLabs } from './build-labs';
import { buildWasm } from './build-wasm';
import { cli, root } from './steps';

export async function prepare() {
  await buildWasm();
  const book = await prepareBook();
  await buildLabs(join(root, '.generated'));
  return book;
}

if (process.argv[1]?.endsWith('prepare.ts')) await cli(async () => void (await prepare()));
