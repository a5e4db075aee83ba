// What an instructor prepares for a class: the book's peer items as the build offers them, and a list of questions as it is exported and
// imported. Not here: what goes over the wire (class.ts), half-written questions (src/components/Teach).

import { z } from 'zod';
import { newRoom, type QuestionSource } from './class';

export const classList = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('class-list'),
  title: newRoom.shape.title,
  settings: newRoom.shape.settings,
  questions: z.array(newRoom.shape.questions.unwrap().element).min(1).max(100),
});
export type ClassList = z.infer<typeof classList>;

export interface PeerItem {
  source: QuestionSource & { ref: string };
  stemHtml: string;
}

export interface Titled {
  id: string;
  title: string;
}

/** A chapter with its items for peer instruction, and what a reveal may show of it. */
export interface PeerChapter extends Titled {
  number: number;
  url: string;
  items: PeerItem[];
  figures: Titled[];
  labs: Titled[];
}

/** The file that the preparing page fetches. */
export interface PeerItemsFile {
  schemaVersion: 1;
  chapters: PeerChapter[];
}

type Issue = z.core.$ZodIssue;

const whole: Record<string, string> = { questions: 'question', options: 'option' };

/** ['questions', 2, 'options', 0, 'text'] as "question 3, option 1, text". */
export function placeOf(path: readonly PropertyKey[]): string {
  const words: string[] = [];
  path.forEach((part, i) => {
    const before = path[i - 1];
    if (typeof part === 'number') words[words.length - 1] = `${whole[String(before)] ?? String(before)} ${part + 1}`;
    else words.push(String(part));
  });
  return words.join(', ');
}

/** What is wrong, in words, without the place. */
export function issueWords(issue: Issue): string {
  if (issue.code === 'too_small' && issue.origin === 'string') return 'is empty';
  if (issue.code === 'too_big' && issue.origin === 'string') return `has more than ${issue.maximum} characters`;
  if (issue.code === 'too_small' && issue.origin === 'array') return `needs at least ${issue.minimum}`;
  if (issue.code === 'too_big' && issue.origin === 'array') return `has more than ${issue.maximum}`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'unrecognized_keys') return `has nothing called ${issue.keys.map((key) => `“${key}”`).join(', ')}`;
  return issue.message;
}

export type Reading = { ok: true; list: ClassList } | { ok: false; problems: string[] };

/** Reads the text of an exported list; every problem is told with its place. */
export function readClassList(text: string): Reading {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`This is not JSON: ${(error as Error).message}`] };
  }
  if ((data as { kind?: unknown } | null)?.kind !== 'class-list') return { ok: false, problems: ['This is not a list of questions of this book: it has no kind “class-list”.'] };
  const read = classList.safeParse(data, { reportInput: true });
  if (read.success) return { ok: true, list: read.data };
  return { ok: false, problems: read.error.issues.map((issue) => `${placeOf(issue.path)}: ${issueWords(issue)}`) };
}
