/**
 * What the first vote suggests to do next, said to the instructor in a sentence with its numbers.
 * Not here: the phases of a question (phases.ts); the instructor decides.
 *
 * Below the lower bound too few know the idea for neighbours to teach it: explain first. Between the bounds discuss. Above the upper one most have
 * it: explain briefly (Crouch & Mazur, "Peer Instruction: Ten years of experience and results", Am. J. Phys. 69, 970, 2001: 35 % to 70 %).
 *
 * The bounds are no cliffs, so where the 95 % interval reaches over one, both steps are called defensible. The interval treats those who
 * voted as a sample of students like them. It says how far such a share moves by chance; of the people in the room who voted the share is exact.
 */

import { z } from 'zod';
import { wilsonInterval } from './wilson';

const share = z.number().min(0).max(1);

export const adviceBounds = z
  .strictObject({ lowShare: share.default(0.35), highShare: share.default(0.7) })
  .refine(({ lowShare, highShare }) => lowShare < highShare, { path: ['lowShare'], message: 'the lower bound must be below the upper one' });
export type AdviceBounds = z.infer<typeof adviceBounds>;

export type NextStep = 'explain-first' | 'discuss' | 'explain-briefly';

export interface FirstVote {
  correct: number;
  voters: number;
  /** People in the room, voters or not; left out when not known. */
  present?: number;
}

export interface Advice {
  /** Undefined when nobody voted. */
  next?: NextStep;
  /** Every step whose band the interval touches, `next` among them. */
  defensible: NextStep[];
  /** 95 %, of the share right. */
  interval: [low: number, high: number];
  /** One or two plain sentences. */
  sentence: string;
  /** Why to trust the numbers less. */
  caution?: string;
}

/** Fewer votes, or a smaller share of those present, than this and the instructor is warned. */
const FEW_VOTES = 5;
const FEW_SHARE = 0.6;

const advised: Record<NextStep, string> = {
  'explain-first': 'Explain the idea first, then let the class vote again.',
  discuss: 'Let the class discuss, each with someone who answered differently, then vote again.',
  'explain-briefly': 'Explain briefly and go on.',
};
const named: Record<NextStep, string> = { 'explain-first': 'explaining first', discuss: 'a discussion', 'explain-briefly': 'explaining briefly' };

const listed = (parts: readonly string[]) => (parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

/** As few digits as tell a share from bounds that it does not equal: never "70 %, above 70 %". */
function percent(value: number, apartFrom: readonly number[] = []): string {
  const text = (of: number, digits: number) => (100 * of).toFixed(digits);
  const digits = [0, 1, 2].find((count) => apartFrom.every((bound) => bound === value || text(bound, count) !== text(value, count))) ?? 3;
  return `${text(value, digits)} %`;
}

function bandsTouched([low, high]: readonly [number, number], { lowShare, highShare }: AdviceBounds): NextStep[] {
  const steps: NextStep[] = [];
  if (low < lowShare) steps.push('explain-first');
  if (high >= lowShare && low <= highShare) steps.push('discuss');
  if (high > highShare) steps.push('explain-briefly');
  return steps;
}

function place(value: number, { lowShare, highShare }: AdviceBounds): string {
  if (value < lowShare) return `below ${percent(lowShare)}`;
  return value > highShare ? `above ${percent(highShare)}` : `within ${percent(lowShare)} to ${percent(highShare)}`;
}

function cautionOf({ voters, present }: FirstVote): string | undefined {
  if (present !== undefined && voters < FEW_SHARE * present) return `Only ${voters} of the ${present} present have voted (${percent(voters / present)}): those who haven’t may think otherwise.`;
  if (voters < FEW_VOTES) return voters === 1 ? 'That is one vote: no more than a hint.' : `Those are ${voters} votes: no more than a hint.`;
  return undefined;
}

/** What to do after the first vote. RangeError unless 0 ≤ correct ≤ voters, both whole; bounds must have passed `adviceBounds`. */
export function advise(vote: FirstVote, bounds: AdviceBounds = adviceBounds.parse({})): Advice {
  const { correct, voters } = vote;
  const interval = wilsonInterval(correct, voters);
  if (voters === 0) return { defensible: [], interval, sentence: 'Nobody has voted: there is nothing to go by.' };
  const value = correct / voters;
  const next = bandsTouched([value, value], bounds)[0]!;
  const defensible = bandsTouched(interval, bounds);
  const limits = [bounds.lowShare, bounds.highShare];
  const numbers = `${correct} of ${voters} voted right (${percent(value, limits)}), ${place(value, bounds)}.`;
  const steps = `${listed(defensible.map((one) => named[one]))} are ${defensible.length === 2 ? 'both' : 'all'} defensible`;
  const doubt = `With ${voters} votes it could as well lie anywhere from ${percent(interval[0], limits)} to ${percent(interval[1], limits)} (95 % interval): ${steps}.`;
  return { next, defensible, interval, sentence: `${numbers} ${advised[next]}${defensible.length > 1 ? ` ${doubt}` : ''}`, caution: cautionOf(vote) };
}
