/**
 * What the votes on one item say: both rounds, who changed to what, how much was gained, which wrong options do any work.
 * Not here: how an item tells strong from weak participants (discrimination.ts), what to do next (advice.ts), points (points.ts).
 *
 * Shares lie in 0 to 1. A value that cannot be computed (nobody voted, division by 0) is `undefined`, never NaN.
 *
 * Gain and change compare `pre` and `post`, the shares right in rounds 1 and 2 of those who voted in both, so that nobody who came or
 * left between the rounds moves them.
 *   Normalized gain g = (post − pre) / (1 − pre): of what could be gained, how much was (Hake, "Interactive-engagement versus
 *   traditional methods", Am. J. Phys. 66, 64, 1998). Undefined at pre = 1. A loss can make it far less than −1.
 *   Normalized change c = g for a gain, (post − pre) / pre for a loss, so that it stays within −1 and 1; 0 when nothing changed, and
 *   dropped (undefined) when pre = post = 0 or 1 (Marx & Cummings, "Normalized change", Am. J. Phys. 75, 87, 2007). They define it on a
 *   student's test score and average it over students. One item gives a student no score but 0 or 1, so here it is taken of the class.
 * A wrong option works when at least 5 % choose it (the usual bound: Haladyna & Downing, "How many options is enough for a
 * multiple-choice test item?", Educ. Psychol. Meas. 53, 999, 1993, who ask that it draws the weaker students besides).
 */

import { confidences, type Confidence } from '@site/src/formats/confidence';

export type Round = 1 | 2;

export interface Vote {
  participantId: string;
  round: Round;
  optionId: string;
  confidence?: Confidence;
}

export interface VotedItem {
  id: string;
  /** In the order in which they are to be listed. */
  optionIds: readonly string[];
  /** The right option. */
  key: string;
}

export interface RightAmong {
  voters: number;
  correct: number;
  /** correct / voters. */
  shareCorrect?: number;
}

export interface RoundStatistics extends RightAmong {
  /** Every option, in the item's order. */
  counts: { optionId: string; count: number }[];
  /** Of those who said how sure they were. */
  byConfidence: ({ confidence: Confidence } & RightAmong)[];
}

export interface MatchedStatistics {
  /** Participants who voted in both rounds. */
  voters: number;
  /** Every pair of options, in the item's order. */
  transitions: { from: string; to: string; count: number }[];
  cells: { rightRight: number; rightWrong: number; wrongRight: number; wrongWrong: number };
  pre?: number;
  post?: number;
  normalizedGain?: number;
  normalizedChange?: number;
}

export interface ItemStatistics {
  rounds: Record<Round, RoundStatistics>;
  matched: MatchedStatistics;
  /** Participants who voted in that round and not in the other. */
  onlyIn: Record<Round, string[]>;
}

export const shareOf = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

function checkShares(...shares: number[]): void {
  for (const share of shares) if (!(share >= 0 && share <= 1)) throw new RangeError(`a share lies in 0 to 1, not ${share}`);
}

/** Hake's g of two shares; undefined at `pre` 1. RangeError outside 0 to 1. */
export function normalizedGain(pre: number, post: number): number | undefined {
  checkShares(pre, post);
  return shareOf(post - pre, 1 - pre);
}

/** Marx and Cummings' c of two shares, −1 to 1; undefined when both are 0 or both are 1. RangeError outside 0 to 1. */
export function normalizedChange(pre: number, post: number): number | undefined {
  checkShares(pre, post);
  if (pre === post) return pre === 0 || pre === 1 ? undefined : 0;
  return post > pre ? (post - pre) / (1 - pre) : (post - pre) / pre;
}

/** One round's votes by participant. RangeError at an option that the item has not and at a second vote of a participant. */
export function votesByParticipant(item: VotedItem, votes: readonly Vote[], round: Round): Map<string, Vote> {
  const byParticipant = new Map<string, Vote>();
  for (const vote of votes) {
    if (vote.round !== round) continue;
    if (!item.optionIds.includes(vote.optionId)) throw new RangeError(`item ${item.id} has no option ${vote.optionId}`);
    if (byParticipant.has(vote.participantId)) throw new RangeError(`participant ${vote.participantId} has two votes in round ${round} of item ${item.id}`);
    byParticipant.set(vote.participantId, vote);
  }
  return byParticipant;
}

function rightAmong(votes: readonly Vote[], key: string): RightAmong {
  const correct = votes.filter(({ optionId }) => optionId === key).length;
  return { voters: votes.length, correct, shareCorrect: shareOf(correct, votes.length) };
}

function roundStatistics(item: VotedItem, votes: readonly Vote[]): RoundStatistics {
  return {
    ...rightAmong(votes, item.key),
    counts: item.optionIds.map((optionId) => ({ optionId, count: votes.filter((vote) => vote.optionId === optionId).length })),
    byConfidence: confidences.map((confidence) => ({ confidence, ...rightAmong(votes.filter((vote) => vote.confidence === confidence), item.key) })),
  };
}

function matchedStatistics({ optionIds, key }: VotedItem, pairs: readonly { from: string; to: string }[]): MatchedStatistics {
  const transitions = optionIds.flatMap((from) => optionIds.map((to) => ({ from, to, count: pairs.filter((pair) => pair.from === from && pair.to === to).length })));
  const counted = (fromRight: boolean, toRight: boolean) =>
    transitions.reduce((sum, { from, to, count }) => ((from === key) === fromRight && (to === key) === toRight ? sum + count : sum), 0);
  const cells = { rightRight: counted(true, true), rightWrong: counted(true, false), wrongRight: counted(false, true), wrongWrong: counted(false, false) };
  const pre = shareOf(cells.rightRight + cells.rightWrong, pairs.length);
  const post = shareOf(cells.rightRight + cells.wrongRight, pairs.length);
  const change = pre === undefined || post === undefined ? {} : { normalizedGain: normalizedGain(pre, post), normalizedChange: normalizedChange(pre, post) };
  return { voters: pairs.length, transitions, cells, pre, post, ...change };
}

/** All of the above, of one item. RangeError when the votes are not on this item or one participant has two in a round. */
export function itemStatistics(item: VotedItem, votes: readonly Vote[]): ItemStatistics {
  if (!item.optionIds.includes(item.key)) throw new RangeError(`item ${item.id} has no option ${item.key}, its key`);
  const first = votesByParticipant(item, votes, 1);
  const second = votesByParticipant(item, votes, 2);
  const pairs = [...first].flatMap(([participantId, { optionId }]) => {
    const to = second.get(participantId);
    return to ? [{ from: optionId, to: to.optionId }] : [];
  });
  return {
    rounds: { 1: roundStatistics(item, [...first.values()]), 2: roundStatistics(item, [...second.values()]) },
    matched: matchedStatistics(item, pairs),
    onlyIn: { 1: [...first.keys()].filter((id) => !second.has(id)), 2: [...second.keys()].filter((id) => !first.has(id)) },
  };
}

export interface Distractor {
  optionId: string;
  /** Of the first round's voters; undefined, as is `works`, when nobody voted. */
  share?: number;
  works?: boolean;
}

/** The wrong options in the item's order, and whether at least `minimumShare` of the first round chose each. */
export function distractors(item: VotedItem, firstRound: RoundStatistics, minimumShare = 0.05): Distractor[] {
  return firstRound.counts
    .filter(({ optionId }) => optionId !== item.key)
    .map(({ optionId, count }) => {
      const share = shareOf(count, firstRound.voters);
      return { optionId, share, works: share === undefined ? undefined : share >= minimumShare };
    });
}
