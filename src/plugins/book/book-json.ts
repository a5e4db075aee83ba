// build/book.json: the public index of the book. Tools, tests and other sites read it, not the HTML.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModels } from './models';
import { idsOf, root, type Book, type Chapter } from './find';
import { chapterUrl, loadClaims, outline } from './prepare';

/** Words of prose: no code, mathematics, tags or front matter. */
export function countWords(text: string): number {
  const prose = text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/\$\$[\s\S]*?\$\$/g, ' ')
    .replace(/\$[^$\n]*\$/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/\]\([^)]*\)/g, '] ')
    .replace(/<[^>]*>/g, ' ');
  return prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}

async function chapterEntry(chapter: Chapter) {
  const { frontMatter: f, text } = chapter;
  return {
    id: f.id,
    part: chapter.part,
    number: f.chapter,
    title: f.title,
    url: chapterUrl(chapter),
    words: countWords(text),
    objectives: f.objectives.map((o) => o.text),
    figures: idsOf('Figure', text),
    labs: idsOf('Lab', text),
    quizItems: chapter.quiz.length,
    peerItems: chapter.quiz.filter((i) => i.peer).length,
    claims: Object.keys(await loadClaims(chapter)).length,
    sources: chapter.sources.length,
    topics: [],
  };
}

export async function bookJson(book: Book, title: string) {
  const { chapters, labs } = outline(book);
  const byId = new Map(book.chapters.map((c) => [c.frontMatter.id, c]));
  return {
    schemaVersion: 1,
    title,
    edition: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
    parts: book.parts,
    chapters: await Promise.all(chapters.map((c) => chapterEntry(byId.get(c.id)!))),
    labs: labs.map((entry) => {
      const { lab, mistakes } = book.labs.find((l) => l.lab.id === entry.id)!;
      return { id: lab.id, title: lab.title, chapter: lab.chapter, url: entry.url, kind: lab.kind, tasks: lab.tasks.map(({ id, points }) => ({ id, points })), mistakes, needs: lab.needs };
    }),
    models: findModels(join(root, 'static', 'models')),
    courses: [],
    tracks: [],
  };
}
