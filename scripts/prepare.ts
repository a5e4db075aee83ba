// Writes .generated: what the pages import of chapters, quizzes, claims, stills and labs, the engine's wasm, and the page of a student's phone.

import { join } from 'node:path';
import { prepareBook } from '@site/src/plugins/book/prepare';
import { buildJoin } from './build-join';
import { buildLabs } from './build-labs';
import { buildWasm } from './build-wasm';
import { cli, root } from './steps';

export async function prepare() {
  await buildWasm();
  const book = await prepareBook();
  await buildLabs(join(root, '.generated'));
  await buildJoin(join(root, '.generated'));
  return book;
}

if (process.argv[1]?.endsWith('prepare.ts')) await cli(async () => void (await prepare()));
