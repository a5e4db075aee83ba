// The chapter format: front matter of docs/<NN-part>/<NN-chapter>/index.mdx, and beside it
// claims.ts, sources.yaml, glossary.yaml, quiz.yaml, exercises.yaml.

import { z } from 'zod';
import { markdown, slug } from './ids';

export const objective = z.strictObject({
  id: slug,
  /** Begins with an observable verb: "Derive …", "Predict …". */
  text: z.string().min(10),
  /** "<lab>/<task>" that tests it. */
  lab: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'write lab/task, like "scalar-tape/backward"'),
  /** The quiz item that tests it. */
  quiz: slug,
  /** Planned slug of a later chapter that uses it again. */
  usedBy: slug,
});

export const chapterFrontMatter = z.strictObject({
  id: slug,
  title: z.string().min(3),
  /** What the sidebar says; default: the title. */
  shortTitle: z.string().optional(),
  description: z.string().min(40).max(200),
  /** The number of the chapter in the book's plan (FACTS §4.0). */
  chapter: z.number().int().positive(),
  readingMinutes: z.number().int().positive(),
  coreLabMinutes: z.number().int().positive().max(45),
  /** What you need first: slugs of chapters, or plain words. */
  needs: z.array(z.string()).default([]),
  objectives: z.array(objective).min(3).max(6),
});
export type ChapterFrontMatter = z.infer<typeof chapterFrontMatter>;

export const source = z.strictObject({
  id: slug,
  authors: z.string().min(2),
  /** What a citation says in the text, without the year; for bodies and companies. Default: the surnames. */
  short: z.string().optional(),
  title: z.string().min(2),
  venue: z.string().min(2),
  year: z.number().int().min(1900).max(2100),
  url: z.url().optional(),
  /** One line: what to read it for. */
  readFor: markdown,
  /** Set where a detail could not be checked against the paper itself. */
  unverified: z.string().optional(),
});
export const sourcesFile = z.strictObject({ sources: z.array(source).min(1) });
export type Source = z.infer<typeof source>;

export const glossaryFile = z.strictObject({
  terms: z.array(z.strictObject({ id: slug, term: z.string().min(1), definition: markdown })).min(1),
});
export type GlossaryTerm = z.infer<typeof glossaryFile>['terms'][number];
