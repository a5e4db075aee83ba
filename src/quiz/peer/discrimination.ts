/**
 * Whether an item of a session tells participants who do well on the other items from those who don't: two classical indices.
 * Not here: the statistics of an item by itself (statistics.ts). One session is a short test: read these as hints, with their n.
 *
 * Both use the first round, before anyone was taught by a neighbour, and compare an item with the participant's score on the OTHER
 * items (Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28, 211, 1963: an item correlates with itself). The score is the share
 * right of the other items that the participant answered, and it counts when that was at least half of them, so that a late bus is not
 * taken for a weak student.
 *   Point-biserial: Pearson's correlation of right (1) or wrong (0) with that score. Undefined when all are right, all are wrong, or all have one score.
 *   D: share right in the upper 27 % by that score minus share right in the lower 27 % (Kelley, "The selection of upper and lower groups for
 *   the validation of test items", J. Educ. Psychol. 30, 17, 1939; he ranks by the total). A group is 27 % of the participants, rounded,
 *   at least one. Where a tie lies across a group's edge the tied ones fill the rest of it in equal parts: the mean over all ways to break
 *   the tie, so that no order of the participants matters. Undefined when all have one score; an item that all get right has D = 0.
 */

import { votesByParticipant, type Vote, type VotedItem } from './statistics';

const KELLEY = 0.27;

export interface AskedItem {
  item: VotedItem;
  votes: readonly Vote[];
}

export interface Discrimination {
  itemId: string;
  /** Participants that it rests on. */
  participants: number;
  /** −1 to 1. */
  pointBiserial?: number;
  /** −1 to 1. */
  upperLower?: number;
}

export interface DiscriminationLimits {
  /** With fewer participants both indices are undefined. */
  minimumParticipants?: number;
  /** Share of the other items that a participant must have answered. */
  minimumAnswered?: number;
}

interface Scored {
  right: boolean;
  score: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function pointBiserial(scored: readonly Scored[]): number {
  const x = scored.map(({ right }) => Number(right));
  const y = scored.map(({ score }) => score);
  const [mx, my] = [mean(x), mean(y)];
  const products = (a: readonly number[], ma: number, b: readonly number[], mb: number) => a.reduce((sum, value, i) => sum + (value - ma) * (b[i]! - mb), 0);
  return products(x, mx, y, my) / Math.sqrt(products(x, mx, x, mx) * products(y, my, y, my));
}

/** Share right among the first `size` of a sorted list; those tied at the edge count in equal parts. */
function shareRightOfFirst(sorted: readonly Scored[], size: number): number {
  const edge = sorted[size - 1]!.score;
  const inside = sorted.slice(0, sorted.findIndex(({ score }) => score === edge));
  const tied = sorted.filter(({ score }) => score === edge);
  const right = (group: readonly Scored[]) => group.filter((one) => one.right).length;
  return (right(inside) + ((size - inside.length) * right(tied)) / tied.length) / size;
}

function upperLower(scored: readonly Scored[]): number {
  const size = Math.max(1, Math.round(KELLEY * scored.length));
  const descending = [...scored].sort((a, b) => b.score - a.score);
  return shareRightOfFirst(descending, size) - shareRightOfFirst([...descending].reverse(), size);
}

const varies = <T>(values: readonly T[]) => values.some((value) => value !== values[0]);

/** Both indices of every item of a session, in its order. RangeError as in itemStatistics. */
export function discrimination(session: readonly AskedItem[], { minimumParticipants = 10, minimumAnswered = 0.5 }: DiscriminationLimits = {}): Discrimination[] {
  const right = session.map(({ item, votes }) => new Map([...votesByParticipant(item, votes, 1)].map(([id, vote]) => [id, vote.optionId === item.key])));
  return session.map(({ item }, i) => {
    const scored = [...right[i]!].flatMap(([id, isRight]): Scored[] => {
      const others = right.filter((byId, j) => j !== i && byId.has(id));
      const enough = others.length > 0 && others.length >= minimumAnswered * (session.length - 1);
      return enough ? [{ right: isRight, score: others.filter((byId) => byId.get(id)).length / others.length }] : [];
    });
    const computable = scored.length > 0 && scored.length >= minimumParticipants && varies(scored.map(({ score }) => score));
    return {
      itemId: item.id,
      participants: scored.length,
      pointBiserial: computable && varies(scored.map((one) => one.right)) ? pointBiserial(scored) : undefined,
      upperLower: computable ? upperLower(scored) : undefined,
    };
  });
}
