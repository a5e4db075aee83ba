/**
 * Who discusses with whom: groups of two whose first votes differ, as many as there can be. Not here: where they sit.
 *
 * n voters form ⌊n/2⌋ groups of two; when n is odd one of them takes in the odd one out and is of three; a single voter stays alone.
 * A group is like-minded when all in it chose one option. With m votes for the commonest option every group that isn't like-minded holds at
 * least one of the n − m others, so at most min(⌊n/2⌋, n − m) groups differ. Laying the voters out by option, the commonest first, and
 * pairing place i with place i + ⌊n/2⌋ gives just as many: two of one option meet only if that option fills more than ⌊n/2⌋ places, which
 * only the commonest can, and it does so in m − ⌊n/2⌋ groups. When n is odd the last place, which is of another option unless all are
 * alike, joins the first group: a like-minded one if there is any.
 *
 * When one option has more than half, the rest of its voters are paired alike. Groups of three, two of the majority and one other, would
 * leave fewer people among their like; but a pair has no listener, and nobody in a pair is outvoted. A like-minded pair still has its
 * reasons to compare, and nothing tells it that it is one: numbers and the order within a group are drawn by lot.
 */

import { createRng, type Rng } from '@site/src/engine/random';

export interface Group {
  /** From 1: to hold up or to call. */
  number: number;
  participantIds: string[];
  /** All chose the same option, as one who is alone does. */
  likeMinded: boolean;
}

export interface FirstVoteOf {
  participantId: string;
  optionId: string;
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Voters by option, the commonest first; ties, the other options and the voters of each in an order drawn by lot. */
function laidOut(votes: readonly FirstVoteOf[], rng: Rng): FirstVoteOf[] {
  const byOption = new Map<string, FirstVoteOf[]>();
  const sorted = [...votes].sort((a, b) => byText(a.optionId, b.optionId) || byText(a.participantId, b.participantId));
  for (const vote of sorted) {
    const voters = byOption.get(vote.optionId);
    if (voters) voters.push(vote);
    else byOption.set(vote.optionId, [vote]);
  }
  const options = rng.shuffle([...byOption.values()]).map((voters) => rng.shuffle(voters));
  const commonest = options.reduce<FirstVoteOf[]>((most, voters) => (voters.length > most.length ? voters : most), []);
  return [commonest, ...options.filter((voters) => voters !== commonest)].flat();
}

/** The same votes and seed give the same groups, in whatever order the votes come. RangeError when a participant has two votes. */
export function pairUp(votes: readonly FirstVoteOf[], seed: number): Group[] {
  if (new Set(votes.map(({ participantId }) => participantId)).size < votes.length) throw new RangeError('a participant has two first votes');
  const rng = createRng(seed);
  const places = laidOut(votes, rng);
  const half = Math.floor(places.length / 2);
  const groups = places.slice(0, half).map((voter, i) => [voter, places[i + half]!]);
  if (places.length % 2 === 1) groups[0] = [...(groups[0] ?? []), places.at(-1)!];
  return rng.shuffle(groups).map((group, i) => ({
    number: i + 1,
    participantIds: rng.shuffle(group.map(({ participantId }) => participantId)),
    likeMinded: group.every(({ optionId }) => optionId === group[0]!.optionId),
  }));
}
