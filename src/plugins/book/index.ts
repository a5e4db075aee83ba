// The Docusaurus plugin of the book: bundler settings, and what follows a build (book.json, search index, hydration).

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { hydrateOnFirstUse } from './hydrate';

/** Large packages that only a browser runs: the server bundle gets an empty module. */
const browserOnly = ['monaco-editor', 'onnxruntime-web', '@huggingface/transformers', 'codemirror'];

export default function bookPlugin(context: LoadContext): Plugin {
  return {
    name: 'book',
    configureWebpack(_config, isServer) {
      const alias: Record<string, string | false> = {
        'prism-react-renderer$': join(context.siteDir, 'src/theme/no-prism.ts'),
        kit$: join(context.siteDir, 'src/kit/index.ts'),
        // transformers.js is given the runtime that src/llm loads; it need not carry one of its own.
        'onnxruntime-web/webgpu$': false,
      };
      if (isServer) for (const name of browserOnly) alias[name] = false;
      return {
        resolve: { alias },
        module: {
          rules: [
            { test: /\.wasm$/, type: 'asset/resource' },
            // Docusaurus' generated files are CommonJS, though our package.json says "module".
            { test: /[\\/]\.docusaurus[\\/].*\.js$/, type: 'javascript/auto' },
          ],
        },
        plugins: isServer ? [commonJsChunks] : [],
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

interface Compiler {
  webpack: { sources: { RawSource: new (text: string) => unknown } };
  hooks: { thisCompilation: { tap(name: string, hook: (compilation: { emitAsset(file: string, source: unknown): void }) => void): void } };
}

/** Node requires the server bundle's chunks as files: they are CommonJS, though our package.json says "module". */
const commonJsChunks = {
  apply(compiler: Compiler) {
    compiler.hooks.thisCompilation.tap('book', (compilation) =>
      compilation.emitAsset('package.json', new compiler.webpack.sources.RawSource('{"type":"commonjs"}')),
    );
  },
};

/** Docusaurus joins all styles into one sheet; Monaco's stay with Monaco. */
function isOurStyle(module: { type?: string; nameForCondition?: () => string | null }): boolean {
  return module.type?.startsWith('css') === true && !/monaco-editor/.test(module.nameForCondition?.() ?? '');
}
