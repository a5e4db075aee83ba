// The book's items for peer instruction, as the page that prepares a class fetches them: every chapter's single-choice items that are marked
// `peer`, in Markdown, with what else a reveal may show of the chapter.

import { questionSource } from '@site/src/formats/class';
import type { PeerChapter, PeerItem, PeerItemsFile } from '@site/src/formats/class-list';
import type { QuizItem } from '@site/src/formats';
import { renderMarkdown } from '@site/src/markdown';
import { idsOf, type Book, type Chapter } from './find';

type PeerQuizItem = Extract<QuizItem, { kind: 'single' }> & { peer: NonNullable<QuizItem['peer']> };

const isPeer = (item: QuizItem): item is PeerQuizItem => item.peer !== undefined && item.kind === 'single';

async function peerItem(chapter: string, { id, stem, options, explanation, peer }: PeerQuizItem): Promise<PeerItem> {
  const ref = `${chapter}/${id}`;
  return { source: { ...questionSource.parse({ ref, stem, options, explanation, ...peer }), ref }, stemHtml: await renderMarkdown(stem) };
}

async function peerChapter(chapter: Chapter, url: string, book: Book): Promise<PeerChapter> {
  const { id, chapter: number, title } = chapter.frontMatter;
  const figures = new Set(idsOf('Figure', chapter.text));
  return {
    id,
    number,
    title,
    url,
    items: await Promise.all(chapter.quiz.filter(isPeer).map((item) => peerItem(id, item))),
    figures: book.figures.filter(({ meta }) => figures.has(meta.id)).map(({ meta }) => ({ id: meta.id, title: meta.title })),
    labs: book.labs.filter(({ lab }) => lab.chapter === id).map(({ lab }) => ({ id: lab.id, title: lab.title })),
  };
}

/** Chapters in the order of their numbers. */
export async function peerItems(book: Book, urlOf: (chapter: Chapter) => string): Promise<PeerItemsFile> {
  const chapters = await Promise.all(book.chapters.map((chapter) => peerChapter(chapter, urlOf(chapter), book)));
  return { schemaVersion: 1, chapters: chapters.sort((a, b) => a.number - b.number) };
}
