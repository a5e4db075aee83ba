// The Rust Book as mdBook made it, from Debian's package rust-doc: the peer of a page that is only read.
// Fetched once for the bench alone, with apt-get download; nothing is installed. Its links into other Debian packages (icon font,
// a highlighter of 1 MB where mdBook's own is a tenth of that) stay out, which favours the peer: it loads less than it would.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RustBook {
  folder: string;
  version: string;
  /** Pages with the words of their main text. */
  pages: { path: string; words: number }[];
}

const bookPath = 'usr/share/doc/rust-doc/html/book';

function fetchInto(target: string, cache: string): void {
  const temporary = mkdtempSync(join(cache, 'rust-doc-'));
  try {
    execFileSync('apt-get', ['download', 'rust-doc'], { cwd: temporary, stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 });
    const deb = readdirSync(temporary).find((name) => name.endsWith('.deb'))!;
    const version = execFileSync('dpkg-deb', ['-f', deb, 'Version'], { cwd: temporary, encoding: 'utf8' }).trim();
    execFileSync('dpkg-deb', ['-x', deb, 'x'], { cwd: temporary });
    const copied = join(temporary, 'book');
    const wanted = (path: string) => !/-edition$/.test(path) && !lstatSync(path).isSymbolicLink();
    cpSync(join(temporary, 'x', bookPath), copied, { recursive: true, filter: wanted });
    writeFileSync(join(copied, 'version.txt'), version);
    renameSync(copied, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function wordsOf(html: string): number {
  const main = html.slice(html.indexOf('<main>'), html.indexOf('</main>'));
  return main.replace(/<[^>]*>/g, ' ').split(/\s+/).filter(Boolean).length;
}

/** The book from the cache, or fetched into it. Throws where there is no apt-get, no network or no such package. */
export function rustBook(cache: string): RustBook {
  const folder = join(cache, 'rust-book');
  mkdirSync(cache, { recursive: true });
  if (!existsSync(folder)) fetchInto(folder, cache);
  const pages = readdirSync(folder)
    .filter((name) => /^ch\d.*\.html$/.test(name))
    .map((name) => ({ path: `/${name}`, words: wordsOf(readFileSync(join(folder, name), 'utf8')) }));
  return { folder, version: readFileSync(join(folder, 'version.txt'), 'utf8'), pages };
}
