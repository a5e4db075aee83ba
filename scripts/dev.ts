// npm run dev: the site with live reload, for authors. No search index, no hydration on first use: those follow a build.

import { watch } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './prepare';
import { cli, root, runNode } from './steps';

let timer: NodeJS.Timeout | undefined;

function prepareSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => void prepare().catch((error: Error) => console.error(error.message)), 200);
}

await cli(async () => {
  await prepare();
  for (const folder of ['docs', 'labs', 'src/figures']) watch(join(root, folder), { recursive: true }, prepareSoon);
  return runNode('@docusaurus/core/bin/docusaurus.mjs', ['start', '--port', process.env.PORT ?? '3000', '--no-open']);
});
