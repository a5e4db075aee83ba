// Finds the book's folders and reads their files against src/formats. Nothing is listed by hand:
// a chapter, lab or figure is in the book because its folder is there.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { z } from 'zod';
import {
  chapterFrontMatter,
  figureFile,
  FormatError,
  glossaryFile,
  labFile,
  parseYaml,
  quizFile,
  sourcesFile,
  type ChapterFrontMatter,
  type FigureMeta,
  type GlossaryTerm,
  type Lab,
  type QuizItem,
  type Source,
} from '@site/src/formats';

export const root = process.cwd();
export const generated = join(root, '.generated');

export interface Chapter {
  folder: string;
  part: string;
  frontMatter: ChapterFrontMatter;
  /** The MDX below the front matter. */
  text: string;
  sources: Source[];
  glossary: GlossaryTerm[];
  quiz: QuizItem[];
  exercises: QuizItem[];
}

export interface Part {
  id: string;
  title: string;
}

export interface Book {
  parts: Part[];
  chapters: Chapter[];
  labs: { folder: string; lab: Lab; mistakes: number }[];
  figures: { folder: string; meta: FigureMeta }[];
}

const withoutNumber = (name: string) => name.replace(/^\d+-/, '');

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name))
    .sort();
}

/** Collects the problems of many files, so that one run shows all of them. */
class Problems {
  readonly list: string[] = [];
  try<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.list.push(...error.problems);
      return undefined;
    }
  }
}

function read<S extends z.ZodType>(schema: S, file: string): z.infer<S> {
  const name = relative(root, file);
  if (!existsSync(file)) throw new FormatError([`${name}: is missing; CONTRIBUTING.md says what it holds`]);
  return parseYaml(schema, readFileSync(file, 'utf8'), name);
}

/** Splits an MDX file into front matter and text. */
export function splitFrontMatter(text: string): { yaml: string; body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  return match ? { yaml: match[1]!, body: text.slice(match[0].length) } : { yaml: '', body: text };
}

function readChapter(folder: string, part: string, problems: Problems): Chapter | undefined {
  const file = join(folder, 'index.mdx');
  const name = relative(root, file);
  if (!existsSync(file)) {
    problems.list.push(`${name}: is missing; a chapter's folder holds index.mdx`);
    return undefined;
  }
  const { yaml, body } = splitFrontMatter(readFileSync(file, 'utf8'));
  const frontMatter = problems.try(() => parseYaml(chapterFrontMatter, yaml, name, 2));
  const sources = problems.try(() => read(sourcesFile, join(folder, 'sources.yaml')).sources);
  const glossary = problems.try(() => read(glossaryFile, join(folder, 'glossary.yaml')).terms);
  const quiz = problems.try(() => read(quizFile, join(folder, 'quiz.yaml')).items);
  const exercises = problems.try(() => read(quizFile, join(folder, 'exercises.yaml')).items);
  if (!frontMatter || !sources || !glossary || !quiz || !exercises) return undefined;
  if (frontMatter.id !== withoutNumber(basename(folder)))
    problems.list.push(`${name}:2: id "${frontMatter.id}" must be the folder's name without its number, "${withoutNumber(basename(folder))}"`);
  return { folder, part, frontMatter, text: body, sources, glossary, quiz, exercises };
}

function readPart(folder: string): Part {
  const category = readFileSync(join(folder, '_category_.yml'), 'utf8');
  const title = /^label:\s*['"]?(.*?)['"]?\s*$/m.exec(category)?.[1];
  if (!title) throw new FormatError([`${relative(root, folder)}/_category_.yml: has no label`]);
  return { id: withoutNumber(basename(folder)), title };
}

function readLab(folder: string, problems: Problems): Book['labs'][number] | undefined {
  const lab = problems.try(() => read(labFile, join(folder, 'lab.yaml')));
  if (!lab) return undefined;
  if (lab.id !== basename(folder)) problems.list.push(`${relative(root, folder)}/lab.yaml: id must be "${basename(folder)}"`);
  const mistakesFolder = join(folder, 'mistakes');
  const mistakes = existsSync(mistakesFolder) ? readdirSync(mistakesFolder).filter((f) => f.endsWith('.yaml')).length : 0;
  return { folder, lab, mistakes };
}

function readFigure(folder: string, problems: Problems): Book['figures'][number] | undefined {
  const meta = problems.try(() => read(figureFile, join(folder, 'figure.yaml')));
  if (!meta) return undefined;
  if (meta.id !== basename(folder)) problems.list.push(`${relative(root, folder)}/figure.yaml: id must be "${basename(folder)}"`);
  return { folder, meta };
}

const present = <T>(value: T | undefined): value is T => value !== undefined;

/** Reads the whole book. Throws one FormatError that names every problem with file, line and fix. */
export function findBook(): Book {
  const problems = new Problems();
  const partFolders = folders(join(root, 'docs'));
  const parts = partFolders.map((folder) => problems.try(() => readPart(folder))).filter(present);
  const chapters = partFolders
    .flatMap((part) => folders(part).map((folder) => readChapter(folder, withoutNumber(basename(part)), problems)))
    .filter(present);
  // In the order in which a reader meets them.
  const met = chapters.flatMap((c) => idsOf('Lab', c.text));
  const labs = folders(join(root, 'labs'))
    .map((folder) => readLab(folder, problems))
    .filter(present)
    .sort((a, b) => met.indexOf(a.lab.id) - met.indexOf(b.lab.id));
  const figures = folders(join(root, 'src', 'figures')).map((folder) => readFigure(folder, problems)).filter(present);
  const book = { parts, chapters, labs, figures };
  if (problems.list.length === 0) problems.list.push(...crossReferences(book));
  if (problems.list.length > 0) throw new FormatError(problems.list);
  return book;
}

/** Ids of a tag in a chapter's text, e.g. `<Lab id="x" />`. */
export function idsOf(tag: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`<${tag}\\s[^>]*?id="([^"]+)"`, 'g'))].map((m) => m[1]!);
}

function duplicates(ids: string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function crossReferences(book: Book): string[] {
  const problems: string[] = [];
  const terms = book.chapters.flatMap((c) => c.glossary.map((t) => t.id));
  for (const id of duplicates(terms)) problems.push(`glossary: the term "${id}" is defined twice; keep the first definition and link to it`);
  for (const chapter of book.chapters) problems.push(...chapterReferences(chapter, book, new Set(terms)));
  const ids = new Set(book.chapters.map((c) => c.frontMatter.id));
  for (const { lab } of book.labs) if (!ids.has(lab.chapter)) problems.push(`labs/${lab.id}/lab.yaml: no chapter "${lab.chapter}"`);
  for (const { lab } of book.labs)
    if (!book.chapters.some((c) => c.frontMatter.id === lab.chapter && idsOf('Lab', c.text).includes(lab.id)))
      problems.push(`labs/${lab.id}/lab.yaml: the chapter "${lab.chapter}" does not show it; put <Lab id="${lab.id}" /> where a reader needs it`);
  return problems;
}

function chapterReferences(chapter: Chapter, book: Book, terms: Set<string>): string[] {
  const name = relative(root, join(chapter.folder, 'index.mdx'));
  const problems: string[] = [];
  const need = (tag: string, known: Set<string>, where: string) => {
    for (const id of idsOf(tag, chapter.text)) if (!known.has(id)) problems.push(`${name}: <${tag} id="${id}"> is not in ${where}`);
  };
  const items = [...chapter.quiz, ...chapter.exercises].map((i) => i.id);
  for (const id of duplicates(items)) problems.push(`${name}: the quiz or exercise id "${id}" is used twice`);
  need('Lab', new Set(book.labs.map((l) => l.lab.id)), 'labs/');
  need('Figure', new Set(book.figures.map((f) => f.meta.id)), 'src/figures/');
  need('Exercise', new Set(chapter.exercises.map((i) => i.id)), 'exercises.yaml');
  need('Cite', new Set(chapter.sources.map((s) => s.id)), 'sources.yaml');
  need('Term', terms, 'any glossary.yaml');
  const tasks = new Set(book.labs.flatMap(({ lab }) => lab.tasks.map((t) => `${lab.id}/${t.id}`)));
  const quizIds = new Set(chapter.quiz.map((i) => i.id));
  const objectives = new Set(chapter.frontMatter.objectives.map((o) => o.id));
  for (const o of chapter.frontMatter.objectives) {
    if (!tasks.has(o.lab)) problems.push(`${name}: objective "${o.id}" names the lab task "${o.lab}", which is not there`);
    if (!quizIds.has(o.quiz)) problems.push(`${name}: objective "${o.id}" names the quiz item "${o.quiz}", which is not there`);
  }
  for (const item of [...chapter.quiz, ...chapter.exercises])
    if (!objectives.has(item.objective)) problems.push(`${name}: item "${item.id}" tests "${item.objective}", which is no objective of the chapter`);
  return problems;
}
