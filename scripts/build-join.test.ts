import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildJoin } from './build-join';

/** What a five-year-old phone loads before it can join: HTML, script and styles, compressed. */
const MOST_BYTES = 24 * 1024;
/** With what is loaded on demand. */
const MOST_BYTES_IN_ALL = 32 * 1024;

describe('the built join page', () => {
  let folder: string;
  let files: Map<string, string>;
  beforeAll(async () => {
    const out = await mkdtemp(join(tmpdir(), 'join-'));
    await buildJoin(out, process.cwd(), '/book/');
    folder = join(out, 'static', 'join');
    files = new Map(await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)));
  });

  const bytes = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + gzipSync(files.get(name)!).length, 0);
  const first = () => ['index.html', ...[...files.keys()].filter((name) => files.get('index.html')!.includes(name))];

  it('is small', () => {
    expect(first().length).toBe(3);
    expect(bytes(first())).toBeLessThan(MOST_BYTES);
    expect(bytes(files.keys())).toBeLessThan(MOST_BYTES_IN_ALL);
  });

  it('names files that never change, below the site’s base, and holds no script of its own', () => {
    const html = files.get('index.html')!;
    for (const name of files.keys()) expect(name).toMatch(/^index\.html$|^\w+\.[0-9A-Z]{8}\.(js|css)$/);
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!.replace(/[0-9A-Z]{8}/, '*'))).toEqual(['/book/img/favicon.svg', '/book/join/main.*.css', '/book/join/main.*.js']);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|%\w+%/);
  });

  it('goes by the phone’s choice of light or dark, with the book’s colours', () => {
    const css = [...files].find(([name]) => name.endsWith('.css'))![1];
    expect(css).toMatch(/@media ?\(prefers-color-scheme: ?dark\)\{:root\{--paper: ?#191816/);
    expect(css).not.toMatch(/@import|url\(|data-theme|:has\(|light-dark/);
  });

  it('asks nobody else for anything', () => {
    for (const [name, text] of files) expect(text.match(/https?:\/\/(?!www\.w3\.org\/)[^"'`\s]+/g), name).toBeNull();
  });
});
