// Marks an answer to a quiz item. Pure: no React, no storage, no clock.

import { conversion, parseNumber, unitFactor } from './number';
import type { Answer } from './public';

export type Response =
  | { kind: 'single'; option: string }
  | { kind: 'multiple'; options: string[] }
  | { kind: 'number'; text: string }
  | { kind: 'order'; steps: string[] }
  | { kind: 'output'; text: string };

/** One option or step with its explanation. `chosen` and `right` are both told, in words too. */
export interface MarkedPart {
  id: string;
  chosen: boolean;
  right: boolean;
  /** Of a step: its 1-based place in the right order. */
  place?: number;
  whyHtml: string;
}

export interface Marking {
  correct: boolean;
  /** Options in no special order; steps in the order of the answer. Empty for number and output. */
  parts: MarkedPart[];
  /** Plain words on how the answer was read or where it first goes wrong. */
  note: string;
  /** Explanation of the usual slip that the answer fits. */
  slipHtml?: string;
}

type AnswerOf<K extends Answer['kind']> = Extract<Answer, { kind: K }>;

const plainMark = (correct: boolean, note = '', slipHtml?: string): Marking => ({ correct, parts: [], note, ...(slipHtml ? { slipHtml } : {}) });

/** Within a relative tolerance; absolute where the target is 0. Rounding of doubles is forgiven. */
export function within(value: number, target: number, tolerance: number): boolean {
  const scale = target === 0 ? 1 : Math.abs(target);
  return Math.abs(value - target) <= Math.max(tolerance, 1e-12) * scale * (1 + 1e-12);
}

function markChoice(chosen: string[], answer: AnswerOf<'single' | 'multiple'>): Marking {
  const parts = Object.entries(answer.options).map(([id, option]) => ({ id, chosen: chosen.includes(id), right: option.correct, whyHtml: option.whyHtml }));
  const missed = parts.filter((p) => p.right && !p.chosen).length;
  const wrong = parts.filter((p) => !p.right && p.chosen).length;
  const known = chosen.every((id) => Object.hasOwn(answer.options, id));
  const note = answer.kind === 'multiple' && missed + wrong > 0 ? `Right ones missed: ${missed}. Wrong ones chosen: ${wrong}.` : '';
  return { correct: known && missed === 0 && wrong === 0, parts, note };
}

/** Factors that a mixed-up unit gives, with what to say. */
const unitSlips: { factor: number; says: string }[] = [
  ...[1, 2, 3, 4].flatMap((k) => [
    { factor: 1000 ** k / 1024 ** k, says: 'That is the value in binary units (KiB, MiB, GiB: powers of 1024); the question asks for decimal ones (KB, MB, GB: powers of 1000).' },
    { factor: 1024 ** k / 1000 ** k, says: 'That is the value in decimal units (KB, MB, GB: powers of 1000); the question asks for binary ones (KiB, MiB, GiB: powers of 1024).' },
  ]),
  { factor: 8, says: 'That is 8 times too much: bits where bytes are asked for?' },
  { factor: 1 / 8, says: 'That is an eighth of it: bytes where bits are asked for?' },
  ...[3, 6, 9, 12].flatMap((k) => [
    { factor: 10 ** k, says: `That is too large by a factor of 10^${k}: look at the unit.` },
    { factor: 10 ** -k, says: `That is too small by a factor of 10^${k}: look at the unit.` },
  ]),
];

function unitSlip(value: number, answer: AnswerOf<'number'>): string {
  const unit = unitFactor(answer.unit);
  const isBinary = /^[KMGTP]i/.test(answer.unit);
  const bytes = unit !== undefined && /^(B|bit)\b/.test(unit.base);
  const fits = unitSlips.find(({ factor, says }) => {
    if (/binary|decimal|bits|bytes/.test(says) && !bytes) return false;
    if (says.includes('in binary units') && isBinary) return false;
    if (says.includes('in decimal units') && !isBinary) return false;
    return answer.value !== 0 && within(value, answer.value * factor, Math.min(answer.tolerance, 0.01));
  });
  return fits?.says ?? '';
}

function nearestSlip(value: number, answer: AnswerOf<'number'>): string | undefined {
  const distance = (target: number) => Math.abs(value - target) / (Math.abs(target) || 1);
  const fitting = answer.slips.filter((s) => within(value, s.value, Math.max(Math.min(answer.tolerance, 0.02), 0.005)));
  return fitting.sort((a, b) => distance(a.value) - distance(b.value))[0]?.whyHtml;
}

function markNumber(text: string, answer: AnswerOf<'number'>): Marking {
  const parsed = parseNumber(text);
  if (!parsed) return plainMark(false, 'That could not be read as a number. Write it like 2048, 1.5e9 or 0.25.');
  const sameUnit = parsed.unit === '' || parsed.unit.toLowerCase() === answer.unit.toLowerCase();
  const convertible = sameUnit && (parsed.unit === answer.unit || !unitFactor(parsed.unit)) ? 1 : conversion(parsed.unit, answer.unit);
  if (!sameUnit && convertible === undefined)
    return plainMark(false, answer.unit ? `The unit “${parsed.unit}” can't be turned into ${answer.unit}. Give the number alone, in ${answer.unit}.` : `Give the number alone, without “${parsed.unit}”.`);
  const value = parsed.value * (convertible ?? 1);
  const read = convertible !== undefined && convertible !== 1 ? `Read as ${Number(value.toPrecision(6))} ${answer.unit}.` : '';
  if (within(value, answer.value, answer.tolerance)) return plainMark(true, read);
  const slip = nearestSlip(value, answer);
  return plainMark(false, [read, slip ? '' : unitSlip(value, answer)].filter(Boolean).join(' '), slip);
}

function markOrder(steps: string[], answer: AnswerOf<'order'>): Marking {
  const first = answer.order.findIndex((id, i) => steps[i] !== id);
  const correct = first < 0 && steps.length === answer.order.length;
  const parts = steps.map((id, i) => ({ id, chosen: true, right: answer.order[i] === id, place: answer.order.indexOf(id) + 1, whyHtml: answer.steps[id]?.whyHtml ?? '' }));
  return { correct, parts, note: correct ? '' : `The first step out of place is number ${(first < 0 ? answer.order.length : first) + 1}.` };
}

/** Lines without trailing blanks, no blank lines at the end. Leading blanks count. */
export function normalizeOutput(text: string): string {
  return text.replace(/\r\n?/g, '\n').split('\n').map((line) => line.trimEnd()).join('\n').replace(/\n+$/, '');
}

function markOutput(text: string, answer: AnswerOf<'output'>): Marking {
  const given = normalizeOutput(text);
  const wanted = normalizeOutput(answer.text);
  if (given === wanted) return plainMark(true);
  const slip = answer.slips.find((s) => normalizeOutput(s.text) === given)?.whyHtml;
  const [lines, wantedLines] = [given.split('\n'), wanted.split('\n')];
  const at = wantedLines.findIndex((line, i) => line !== lines[i]);
  const where = at < 0 ? 'The program prints fewer lines.' : `Line ${at + 1} is the first that differs.`;
  return plainMark(false, where, slip);
}

/** Marks a response against its answer. Throws TypeError when they are of different kinds. */
export function mark(response: Response, answer: Answer): Marking {
  if (response.kind === 'single' && answer.kind === 'single') return markChoice([response.option], answer);
  if (response.kind === 'multiple' && answer.kind === 'multiple') return markChoice(response.options, answer);
  if (response.kind === 'number' && answer.kind === 'number') return markNumber(response.text, answer);
  if (response.kind === 'order' && answer.kind === 'order') return markOrder(response.steps, answer);
  if (response.kind === 'output' && answer.kind === 'output') return markOutput(response.text, answer);
  throw new TypeError(`a ${response.kind} response cannot answer a ${answer.kind} item`);
}
