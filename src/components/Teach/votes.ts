// Counts of votes as they are drawn: letters, shares, who changed to what. Pure. The statistics are src/quiz/peer's.

import type { RoundCounts } from '@site/src/formats/class';
import { normalizedChange, shareOf, type FirstVote } from '@site/src/quiz/peer';

/** Options are lettered in the order in which they are shown, the same on every screen. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

export interface Bar {
  count: number;
  /** Of those who voted; undefined when nobody did. */
  share: number | undefined;
}

export function barOf(option: string, { counts, voted }: RoundCounts): Bar {
  const count = counts[option] ?? 0;
  return { count, share: shareOf(count, voted) };
}

/** "47 %", or a dash where there is no share. */
export const percentText = (share: number | undefined): string => (share === undefined ? '–' : `${Math.round(100 * share)} %`);

export const firstVoteOf = (correct: string, round: RoundCounts, present?: number): FirstVote => ({ correct: round.counts[correct] ?? 0, voters: round.voted, ...(present === undefined ? {} : { present }) });

export interface Changes {
  rightRight: number;
  rightWrong: number;
  wrongRight: number;
  wrongWrong: number;
  /** People who voted in both rounds. */
  both: number;
  /** Marx and Cummings' c, of those; undefined where it has no value. */
  change: number | undefined;
}

/** Who of those that voted twice was right before and after. */
export function changesOf(transitions: readonly { from: string; to: string; count: number }[], correct: string): Changes {
  const sum = (fromRight: boolean, toRight: boolean) =>
    transitions.reduce((total, { from, to, count }) => ((from === correct) === fromRight && (to === correct) === toRight ? total + count : total), 0);
  const cells = { rightRight: sum(true, true), rightWrong: sum(true, false), wrongRight: sum(false, true), wrongWrong: sum(false, false) };
  const both = cells.rightRight + cells.rightWrong + cells.wrongRight + cells.wrongWrong;
  const pre = shareOf(cells.rightRight + cells.rightWrong, both);
  const post = shareOf(cells.rightRight + cells.wrongRight, both);
  return { ...cells, both, change: pre === undefined || post === undefined ? undefined : normalizedChange(pre, post) };
}

/** What a normalized change says, in a sentence. */
export function changeWords(change: number | undefined): string {
  if (change === undefined) return 'There was nothing to gain or to lose.';
  if (change === 0) return 'As many are right as before.';
  const text = `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(2)}`;
  return change > 0 ? `Normalized change ${text}: of what the class could gain, it gained ${percentText(change)}.` : `Normalized change ${text}: of what the class had right, it lost ${percentText(-change)}.`;
}
