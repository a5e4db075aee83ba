// Lists of questions as an instructor writes them: half-written ones too. Pure. Not here: where they are kept (listStore.ts), and their form as
// a file (src/formats/class-list.ts).

import { questionSource, roomSettings, type LiveReveal, type QuestionSource, type RoomSettings } from '@site/src/formats/class';
import { issueWords, type ClassList } from '@site/src/formats/class-list';
import { letterOf } from './votes';

export interface DraftOption {
  id: string;
  text: string;
  why: string;
  /** What a student who holds it would say: read by who votes alone. */
  argument: string;
  correct: boolean;
}

/** A question as typed so far. One of the book has a `ref` and stays as the book has it. */
export interface Draft {
  key: string;
  ref?: string;
  stem: string;
  options: DraftOption[];
  explanation: string;
  listenFor: string;
  expectedCorrect?: number;
  reveal?: LiveReveal;
}

export interface PreparedList {
  id: string;
  title: string;
  settings: RoomSettings;
  drafts: Draft[];
  /** Own questions that were taken out: they can be put back. */
  removed: Draft[];
}

export const FEWEST_OPTIONS = 2;
export const MOST_OPTIONS = 6;

/** A name that says nothing, of what it names neither: an option called "a" would be the one that was written first. */
export const newKey = (): string => Math.random().toString(36).slice(2, 10).padEnd(8, '0');

export const emptyOption = (correct = false): DraftOption => ({ id: newKey(), text: '', why: '', argument: '', correct });

export const emptyDraft = (): Draft => ({ key: newKey(), stem: '', options: [emptyOption(true), emptyOption(), emptyOption()], explanation: '', listenFor: '' });

export const emptyList = (title: string): PreparedList => ({ id: newKey(), title, settings: roomSettings.parse({}), drafts: [], removed: [] });

export const toDraft = ({ options, explanation, listenFor, ...rest }: QuestionSource): Draft => ({
  key: newKey(),
  ...rest,
  options: options.map((option) => ({ ...option, argument: option.argument ?? '' })),
  explanation,
  listenFor: listenFor ?? '',
});

/** The same question as the instructor's own, with options of other names. */
export const ownCopy = ({ ref: _, ...draft }: Draft): Draft => ({ ...draft, key: newKey(), options: draft.options.map((option) => ({ ...option, id: newKey() })) });

type Finished = { source: QuestionSource; problems: [] } | { source?: undefined; problems: string[] };

function problemWords(path: readonly PropertyKey[], words: string): string {
  const [field, i, part] = path;
  if (field === 'stem') return `The question ${words}.`;
  if (field === 'options' && typeof i === 'number') return `Option ${letterOf(i)}${{ why: ', why it is chosen,', argument: ', its argument,' }[String(part)] ?? ''} ${words}.`;
  if (field === 'options') return words.startsWith('exactly') ? 'Mark the one option that is right.' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  if (field === 'expectedCorrect') return 'The share that you expect lies between 0 and 100 %.';
  return `${{ explanation: 'The explanation', listenFor: 'What to listen for' }[String(field)] ?? String(field)} ${words}.`;
}

/** The question as the class gets it, or what it still lacks. */
export function toSource({ key: _, ...draft }: Draft): Finished {
  const options = draft.options.map((option) => ({ ...option, argument: option.argument.trim() || undefined }));
  const read = questionSource.safeParse({ ...draft, options, listenFor: draft.listenFor.trim() || undefined });
  if (read.success) return { source: read.data, problems: [] };
  return { problems: read.error.issues.map((issue) => problemWords(issue.path, issueWords(issue))) };
}

export const isFinished = (draft: Draft): boolean => toSource(draft).source !== undefined;

export const finishedSources = ({ drafts }: PreparedList): QuestionSource[] => drafts.flatMap((draft) => toSource(draft).source ?? []);

export const toClassList = (list: PreparedList): ClassList => ({ schemaVersion: 1, kind: 'class-list', title: list.title.trim() || 'Class', settings: list.settings, questions: finishedSources(list) });

export const fromClassList = ({ title, settings, questions }: ClassList): PreparedList => ({ ...emptyList(title), settings, drafts: questions.map(toDraft) });

/** A copy with the element at `from` at `to`; the same list when there is no such place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const copy = [...items];
  if (from < 0 || to < 0 || from >= copy.length || to >= copy.length) return copy;
  const [item] = copy.splice(from, 1);
  copy.splice(to, 0, item!);
  return copy;
}

export const changeDraft = (list: PreparedList, key: string, change: Partial<Draft>): PreparedList => ({
  ...list,
  drafts: list.drafts.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)),
});

const hasText = ({ stem, options, explanation, listenFor }: Draft) => [stem, explanation, listenFor, ...options.flatMap(({ text, why, argument }) => [text, why, argument])].some((text) => text.trim() !== '');

/** Takes a question out; what the instructor wrote is set aside, for the book has it not. */
export function takeOut(list: PreparedList, key: string): PreparedList {
  const draft = list.drafts.find((one) => one.key === key);
  const removed = draft && !draft.ref && hasText(draft) ? [draft, ...list.removed] : list.removed;
  return { ...list, drafts: list.drafts.filter((one) => one.key !== key), removed };
}

export function putBack(list: PreparedList, key: string): PreparedList {
  const draft = list.removed.find((one) => one.key === key);
  return draft ? { ...list, drafts: [...list.drafts, draft], removed: list.removed.filter((one) => one.key !== key) } : list;
}

/** The same question in other words than the book's of today? A list keeps the words with which it was made. */
export function differsFromBook(draft: Draft, book: QuestionSource): boolean {
  const words = ({ stem, options, explanation }: Pick<Draft, 'stem' | 'options' | 'explanation'>) => JSON.stringify([stem, explanation, options.map(({ id, text, why, correct }) => [id, text, why, correct])]);
  return words(draft) !== words(toDraft(book));
}
