// Turns the book's data files into what the site's pages import: .generated/chapters/<id>.json, the answers
// (fetched only on answering), stills of figures and the outline. Run before Docusaurus, as scripts/prepare.ts.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatClaim, type Claims, type Outline, type QuizItem, type ShownTerm } from '@site/src/formats';
import { toPublic, type Answer, type PublicItem } from '@site/src/quiz/public';
import { copyFonts } from './fonts';
import { findBook, generated, root, type Book, type Chapter } from './find';
import { highlight } from '../../markdown/highlight';
import { renderInline, renderMarkdown } from '../../markdown';
import { resolveKeys } from './quiz-keys';
import { peerItems } from './teach';

export interface ShownClaim {
  text: string;
  unit: string;
  inputs: Record<string, number>;
  source: string;
  note?: string;
}

/** What the remark plugin reads of a chapter. */
export interface ChapterData {
  frontMatter: Chapter['frontMatter'];
  claims: Record<string, ShownClaim>;
  sources: (Chapter['sources'][number] & { readForHtml: string })[];
  quiz: PublicItem[];
  exercises: PublicItem[];
  answersUrl: string;
}

function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const text = JSON.stringify(value);
  // An unchanged file keeps its date, so that the bundler's cache stays warm.
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

export async function loadClaims(chapter: Chapter): Promise<Claims> {
  const file = join(chapter.folder, 'claims.ts');
  if (!existsSync(file)) return {};
  return ((await import(pathToFileURL(file).href)) as { default: Claims }).default;
}

function showClaims(claims: Claims): Record<string, ShownClaim> {
  return Object.fromEntries(
    Object.entries(claims).map(([id, c]) => [
      id,
      { text: formatClaim(c), unit: c.unit, inputs: c.inputs, source: c.expected.source, ...(c.note ? { note: c.note } : {}) },
    ]),
  );
}

const renderers = { block: renderMarkdown, inline: renderInline, code: highlight };

async function splitItems(items: QuizItem[], claims: Claims) {
  const split = await Promise.all(items.map(async (item) => toPublic(await resolveKeys(item, claims), renderers)));
  return { open: split.map((s) => s.publicItem), answers: split.map((s) => s.answer) };
}

/** Writes a file that a page fetches, named by its contents; gives back its address. */
function writeHashed(folder: string, name: string, value: unknown): string {
  const text = JSON.stringify(value);
  const url = `${folder}/${name}.${createHash('sha256').update(text).digest('hex').slice(0, 10)}.json`;
  mkdirSync(join(generated, 'static', folder), { recursive: true });
  writeFileSync(join(generated, 'static', url), text);
  return url;
}

/** The explanations stand in a file of their own. */
const writeAnswers = (chapter: string, answers: Answer[]): string =>
  writeHashed('quiz', chapter, { schemaVersion: 1, answers: Object.fromEntries(answers.map((a) => [a.id, a])) });

async function prepareChapter(chapter: Chapter): Promise<void> {
  const claims = await loadClaims(chapter);
  const id = chapter.frontMatter.id;
  const quiz = await splitItems(chapter.quiz, claims);
  const exercises = await splitItems(chapter.exercises, claims);
  const data: ChapterData = {
    frontMatter: chapter.frontMatter,
    claims: showClaims(claims),
    sources: await Promise.all(chapter.sources.map(async (s) => ({ ...s, readForHtml: await renderInline(s.readFor) }))),
    quiz: quiz.open,
    exercises: exercises.open,
    answersUrl: writeAnswers(id, [...quiz.answers, ...exercises.answers]),
  };
  write(join(generated, 'chapters', `${id}.json`), data);
}

async function prepareGlossary(book: Book): Promise<void> {
  const terms: ShownTerm[] = await Promise.all(
    book.chapters.flatMap((chapter) =>
      chapter.glossary.map(async (t) => ({ id: t.id, term: t.term, chapter: chapter.frontMatter.id, url: chapterUrl(chapter), html: await renderInline(t.definition) })),
    ),
  );
  write(join(generated, 'glossary.json'), terms.sort((a, b) => a.term.localeCompare(b.term, 'en')));
}

async function prepareFigures(book: Book): Promise<void> {
  const captions = Object.fromEntries(
    await Promise.all(book.figures.map(async ({ meta }) => [meta.id, { meta, captionHtml: await renderInline(meta.caption) }] as const)),
  );
  write(join(generated, 'figures.json'), captions);
  for (const { folder } of book.figures) {
    const still = join(folder, 'still.ts');
    if (!existsSync(still)) continue;
    const { computeStill } = (await import(pathToFileURL(still).href)) as { computeStill: () => Promise<unknown> };
    write(join(generated, 'stills', `${basename(folder)}.json`), await computeStill());
  }
}

/** KaTeX's style sheet as a file of ours, with woff2 fonts alone: every browser that runs the book reads them. */
function copyKatex(): void {
  const from = join(root, 'node_modules', 'katex', 'dist');
  const to = join(generated, 'static', 'katex');
  mkdirSync(join(to, 'fonts'), { recursive: true });
  const css = readFileSync(join(from, 'katex.min.css'), 'utf8').replace(/,url\([^)]*\) format\("(?:woff|truetype)"\)/g, '');
  writeFileSync(join(to, 'katex.min.css'), css);
  for (const font of readdirSync(join(from, 'fonts')).filter((f) => f.endsWith('.woff2'))) copyFileSync(join(from, 'fonts', font), join(to, 'fonts', font));
}

export const chapterUrl = (chapter: Chapter): string => `/${chapter.part}/${chapter.frontMatter.id}/`;

export function outline(book: Book): Outline {
  const byChapter = new Map(book.chapters.map((c) => [c.frontMatter.id, c]));
  return {
    parts: book.parts,
    chapters: book.chapters
      .map((c) => ({
        id: c.frontMatter.id,
        part: c.part,
        number: c.frontMatter.chapter,
        title: c.frontMatter.title,
        description: c.frontMatter.description,
        url: chapterUrl(c),
        readingMinutes: c.frontMatter.readingMinutes,
        labs: book.labs.filter((l) => l.lab.chapter === c.frontMatter.id).map((l) => l.lab.id),
      }))
      .sort((a, b) => a.number - b.number),
    labs: book.labs.map(({ lab }) => ({
      id: lab.id,
      title: lab.title,
      chapter: lab.chapter,
      url: `${chapterUrl(byChapter.get(lab.chapter)!)}#lab-${lab.id}`,
      kind: lab.kind,
      core: lab.core,
      minutes: lab.minutes,
      summary: lab.summary,
      needs: lab.needs,
    })),
  };
}

/** Writes all of .generated but the labs. Throws FormatError on a faulty book. */
export async function prepareBook(): Promise<Book> {
  const book = findBook();
  for (const folder of ['quiz', 'teach']) rmSync(join(generated, 'static', folder), { recursive: true, force: true });
  for (const chapter of book.chapters) await prepareChapter(chapter);
  await prepareGlossary(book);
  await prepareFigures(book);
  write(join(generated, 'teach.json'), { itemsUrl: writeHashed('teach', 'items', await peerItems(book, chapterUrl)) });
  write(join(generated, 'outline.json'), outline(book));
  copyKatex();
  copyFonts(root, join(generated, 'static', 'fonts'));
  return book;
}
