// What reading a chapter costs: bytes, largest paint, blocking time and Lighthouse's mobile score, and the long tasks of a
// scripted scroll, beside a plain Docusaurus page with the same text and a page of the Rust Book of like length.
// All three are served by scripts/serve.ts, compressed, and measured in turn in the same run.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../server/files';
import { root } from '../../scripts/steps';
import { openMeter, type LoadMetrics, type Meter, type ScrollMetrics } from './lib/page-load';
import { plainDocusaurus } from './lib/plain-docusaurus';
import { compare, type Bench, type BenchOptions, type BenchResult, type Peer } from './lib/result';
import { rustBook, type RustBook } from './lib/rust-book';

interface Measured {
  load: LoadMetrics[];
  scroll: ScrollMetrics[];
}

interface Site extends Peer {
  id: string;
  /** Undefined where the peer could not be had. */
  urlOf?: (chapter: ChapterEntry) => string;
}

interface ChapterEntry {
  id: string;
  url: string;
  words: number;
}

const metrics: [name: string, unit: string, better: 'higher' | 'lower', of: (m: Measured) => number[]][] = [
  ['score', 'points', 'higher', (m) => m.load.map((l) => l.score)],
  ['lcp', 'ms', 'lower', (m) => m.load.map((l) => l.lcpMs)],
  ['tbt', 'ms', 'lower', (m) => m.load.map((l) => l.blockingMs)],
  ['bytes', 'bytes', 'lower', (m) => m.load.map((l) => l.transferredBytes)],
  ['scroll-long-tasks', 'tasks', 'lower', (m) => m.scroll.map((s) => s.longTasks)],
  ['scroll-blocking', 'ms', 'lower', (m) => m.scroll.map((s) => s.blockingMs)],
];

function tryRustBook(cache: string): RustBook | string {
  try {
    return rustBook(cache);
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? (error as Error).message).trim().split('\n')[0]!;
  }
}

const nearest = (book: RustBook, words: number) => book.pages.reduce((best, page) => (Math.abs(page.words - words) < Math.abs(best.words - words) ? page : best));

/** Every site in turn, then again: what disturbs the machine disturbs all of them. */
async function measure(meter: Meter, urls: Map<string, string>, { runs, log }: BenchOptions): Promise<Map<string, Measured>> {
  const measured = new Map([...urls.keys()].map((id) => [id, { load: [], scroll: [] } as Measured]));
  for (let run = 0; run < runs; run++) {
    for (const [id, url] of urls) {
      measured.get(id)!.load.push(await meter.load(url));
      measured.get(id)!.scroll.push(await meter.scroll(url));
    }
    log(`run ${run + 1} of ${runs}: ${[...measured].map(([id, m]) => `${id} ${m.load.at(-1)!.score.toFixed(0)}`).join(', ')}`);
  }
  return measured;
}

async function run(options: BenchOptions): Promise<BenchResult[]> {
  const cache = join(root, '.cache', 'bench');
  const book = JSON.parse(readFileSync(join(root, 'build', 'book.json'), 'utf8')) as { chapters: ChapterEntry[] };
  const rust = tryRustBook(cache);
  const plain = await plainDocusaurus(cache);
  const folders = [join(root, 'build'), plain.folder, ...(typeof rust === 'string' ? [] : [rust.folder])];
  const servers = await Promise.all(folders.map((folder) => serve(folder, 0)));
  const meter = await openMeter();
  const peers: Site[] = [
    { id: 'plain-docusaurus', name: 'plain Docusaurus page with the same text', version: plain.version, urlOf: (c) => `${servers[1]!.url}/${c.id}/` },
    typeof rust === 'string'
      ? { id: 'rust-book', name: `not measured: the Rust Book could not be had (${rust})`, version: '' }
      : { id: 'rust-book', name: 'page of like length of the Rust Book (mdBook), rust-doc', version: rust.version, urlOf: (c) => `${servers[2]!.url}${nearest(rust, c.words).path}` },
  ];
  try {
    const results: BenchResult[] = [];
    for (const chapter of book.chapters) {
      const urls = new Map([['ours', `${servers[0]!.url}${chapter.url}`]]);
      for (const peer of peers) if (peer.urlOf) urls.set(peer.id, peer.urlOf(chapter));
      options.log(`${chapter.id}: ${[...urls.values()].join(' ')}`);
      const measured = await measure(meter, urls, options);
      for (const [name, unit, better, of] of metrics)
        for (const peer of peers) {
          const theirs = measured.get(peer.id);
          results.push(compare(`pages/${chapter.id}/${name}/${peer.id}`, { unit, better }, of(measured.get('ours')!), theirs && of(theirs), peer));
        }
    }
    return results;
  } finally {
    await meter.close();
    for (const { server } of servers) server.close();
  }
}

export default { title: 'what reading a chapter costs', run } satisfies Bench;
