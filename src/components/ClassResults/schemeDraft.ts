// The scheme of points as it is being typed: texts, and what is wrong with each. What a scheme is, its bounds and defaults: src/quiz/peer/scheme.ts. Pure.

import { pointsScheme, type PointsScheme } from '@site/src/quiz/peer';
import { listed, plural } from './text';

/** Every field as text; a share in percent, a cap that is not set as nothing. */
export interface SchemeDraft {
  takingPart: string;
  atLeast: string;
  perAnswered: string;
  perCorrect: string;
  round: PointsScheme['round'];
  sessionCap: string;
  courseCap: string;
  dropLowest: string;
  lateJoiners: PointsScheme['lateJoiners'];
}
export type SchemeField = keyof SchemeDraft;

const text = (value: number | null) => (value === null ? '' : String(value));

/** Percent of a share, without the binary fraction's last digits. */
const inPercent = (share: number) => Number((100 * share).toFixed(6));

export const draftOf = (scheme: PointsScheme): SchemeDraft => ({
  takingPart: text(scheme.takingPart.points),
  atLeast: text(inPercent(scheme.takingPart.atLeast)),
  perAnswered: text(scheme.perAnswered),
  perCorrect: text(scheme.perCorrect),
  round: scheme.round,
  sessionCap: text(scheme.sessionCap),
  courseCap: text(scheme.courseCap),
  dropLowest: text(scheme.dropLowest),
  lateJoiners: scheme.lateJoiners,
});

export const defaultScheme: PointsScheme = pointsScheme.parse({});
export const defaultDraft: SchemeDraft = draftOf(defaultScheme);

/** A decimal comma is read as a point; NaN is no number. */
const numberOf = (typed: string): number => (/^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)\s*$/.test(typed) ? Number(typed.replace(',', '.')) : NaN);
const capOf = (typed: string) => (typed.trim() === '' ? null : numberOf(typed));

const fieldOf = (path: readonly PropertyKey[]): SchemeField => (path[0] === 'takingPart' ? (path[1] === 'atLeast' ? 'atLeast' : 'takingPart') : (path[0] as SchemeField));

const shown = (field: SchemeField, bound: number) => (field === 'atLeast' ? `${inPercent(bound)} %` : String(bound));

type Issue = { code: string; message: string; path: PropertyKey[]; minimum?: number | bigint; maximum?: number | bigint; inclusive?: boolean };

function problemOf({ code, message, path, minimum, maximum, inclusive = true }: Issue): string {
  const field = fieldOf(path);
  if (code === 'too_small') return inclusive ? `At least ${shown(field, Number(minimum))}.` : `More than ${shown(field, Number(minimum))}.`;
  if (code === 'too_big') return `At most ${shown(field, Number(maximum))}.`;
  if (code === 'not_multiple_of') return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return field === 'dropLowest' ? 'A whole number, such as 2.' : 'A number, such as 0.25.';
}

export type SchemeReading = { scheme: PointsScheme; problems: Partial<Record<SchemeField, string>> } | { scheme?: undefined; problems: Partial<Record<SchemeField, string>> };

/** The scheme that is typed, or what is wrong, by field. */
export function readDraft(draft: SchemeDraft): SchemeReading {
  const read = pointsScheme.safeParse({
    takingPart: { points: numberOf(draft.takingPart), atLeast: numberOf(draft.atLeast) / 100 },
    perAnswered: numberOf(draft.perAnswered),
    perCorrect: numberOf(draft.perCorrect),
    round: draft.round,
    sessionCap: capOf(draft.sessionCap),
    courseCap: capOf(draft.courseCap),
    dropLowest: numberOf(draft.dropLowest),
    lateJoiners: draft.lateJoiners,
  });
  if (read.success) return { scheme: read.data, problems: {} };
  const problems: SchemeReading['problems'] = {};
  for (const issue of read.error.issues) problems[fieldOf(issue.path)] ??= problemOf(issue);
  return { problems };
}

/** A scheme as the server keeps it; the defaults where there is none or this edition can't read it. */
export function keptScheme(scheme: unknown): PointsScheme {
  const read = pointsScheme.safeParse(scheme ?? {});
  return read.success ? read.data : defaultScheme;
}

/** The scheme in a sentence or two. */
export function schemeWords({ takingPart, perAnswered, perCorrect, round, sessionCap, courseCap, dropLowest, lateJoiners }: PointsScheme): string {
  const votes = { first: 'in the first vote', second: 'in the last vote', best: 'in either vote' }[round];
  const earned = [
    takingPart.points > 0 ? `${takingPart.points} for voting on at least ${inPercent(takingPart.atLeast)} % of a meeting’s questions` : '',
    perAnswered > 0 ? `${perAnswered} for each question answered` : '',
    perCorrect > 0 ? `${perCorrect} for each right answer ${votes}` : '',
  ].filter(Boolean);
  const caps = [sessionCap === null ? '' : `${sessionCap} a meeting`, courseCap === null ? '' : `${courseCap} in all`].filter(Boolean);
  const sentences = [
    earned.length > 0 ? `Points: ${listed(earned)}` : 'No points',
    caps.length > 0 ? `No more than ${listed(caps)}` : '',
    dropLowest > 0 ? `For each person ${plural(dropLowest, 'meeting is', 'meetings are')} dropped, where there are more` : '',
    lateJoiners === 'forgive' ? 'Questions before one came are left out' : '',
  ];
  return sentences.filter(Boolean).map((sentence) => `${sentence}.`).join(' ');
}
