// Builds the page of a student's phone (src/classroom/join) into .generated/static/join: a page of its own, small, for phones that the book
// reaches at all (package.json's browserslist). Its files carry a hash in their names and are kept for ever; index.html names them.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const source = 'src/classroom/join';

/** "chrome >= 100" is chrome100. */
async function targets(root: string): Promise<string[]> {
  const { browserslist } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { browserslist: string[] };
  return browserslist.map((line) => line.replace(/ >= /, ''));
}

/** The book's dark colours hang on its switch; this page has none and follows the phone. */
const tokensBySystem: Plugin = {
  name: 'tokens-by-system',
  setup(esbuild) {
    esbuild.onLoad({ filter: /[\\/]css[\\/]tokens\.css$/ }, async ({ path }) => {
      const dark = /\[data-theme='dark'\] (\{[^}]*\})/;
      const tokens = await readFile(path, 'utf8');
      if (!dark.test(tokens)) throw new Error(`${path}: the dark colours are not where build-join.ts looks for them`);
      return { loader: 'css', contents: tokens.replace(dark, '@media (prefers-color-scheme: dark) { :root $1 }') };
    });
  },
};

/** Writes the page below `outDir`/static/join; `base` is the path of the site. */
export async function buildJoin(outDir: string, root = process.cwd(), base = process.env.BOOK_BASE ?? '/'): Promise<void> {
  const folder = join(outDir, 'static', 'join');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`${source}/main.tsx`],
    outdir: folder,
    entryNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: await targets(root),
    jsx: 'automatic',
    metafile: true,
    plugins: [tokensBySystem],
    logLevel: 'warning',
  });
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === `${source}/main.tsx`)!;
  const html = (await readFile(join(root, source, 'index.html'), 'utf8'))
    .replaceAll('%base%', base)
    .replace('%script%', basename(entry[0]))
    .replace('%style%', basename(entry[1].cssBundle!));
  await writeFile(join(folder, 'index.html'), html);
}
