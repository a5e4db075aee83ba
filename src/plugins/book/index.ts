// The Docusaurus plugin of the book: bundler settings, and what follows a build (book.json, search index, hydration).

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { hydrateOnFirstUse } from './hydrate';

/** Large packages that only a browser runs: the server bundle gets an empty module. */
const browserOnly = ['monaco-editor', 'onnxruntime-web', 'codemirror'];

export default function bookPlugin(context: LoadContext): Plugin {
  return {
    name: 'book',
    configureWebpack(_config, isServer) {
      const alias: Record<string, string | false> = {
        'prism-react-renderer$': join(context.siteDir, 'src/theme/no-prism.ts'),
        kit$: join(context.siteDir, 'src/kit/index.ts'),
      };
      if (isServer) for (const name of browserOnly) alias[name] = false;
      return {
        resolve: { alias },
        module: { rules: [{ test: /\.(wasm)$/, type: 'asset/resource' }] },
        ...(isServer ? {} : { optimization: { splitChunks: { cacheGroups: { styles: { test: isOurStyle } } } } }),
      };
    },
    async postBuild({ outDir }) {
      // Written by scripts/prepare.ts: the index needs the book's TypeScript, which runs there.
      hydrateOnFirstUse(outDir);
      writeFileSync(join(outDir, '.nojekyll'), '');
    },
  };
}

/** Docusaurus joins all styles into one sheet; Monaco's stay with Monaco. */
function isOurStyle(module: { type?: string; nameForCondition?: () => string | null }): boolean {
  return module.type?.startsWith('css') === true && !/monaco-editor/.test(module.nameForCondition?.() ?? '');
}
