// Votes that were chosen on this phone and not yet acknowledged: at most one a question and round, the newest. Plain data, so that it can be
// kept over a reload. Not here: sending (postman.ts) and what the room makes of a reply (room.ts).

import type { VoteBody } from '@site/src/formats/class';

export type Round = VoteBody['round'];

/** A vote with what is needed to speak of it when its question is gone. */
export interface Unsent extends VoteBody {
  /** Of the question, in this meeting. */
  number: number;
  /** Of the option: A, B, … */
  letter: string;
}

export type Outbox = readonly Unsent[];

export const keyOf = ({ question, round }: Pick<Unsent, 'question' | 'round'>): string => `${question}:${round}`;

export const find = (outbox: Outbox, question: string, round: number): Unsent | undefined => outbox.find((vote) => vote.question === question && vote.round === round);

/** With `vote` in place of an older one on the same question and round; a newer one stays. */
export function put(outbox: Outbox, vote: Unsent): Outbox {
  const other = find(outbox, vote.question, vote.round);
  if (other && other.revision >= vote.revision) return outbox;
  return [...outbox.filter((entry) => entry !== other), vote];
}

/** Without what was answered by the answer to `sent`: that vote, and older ones on the same question and round. */
export function settle(outbox: Outbox, sent: Unsent): Outbox {
  return outbox.filter((vote) => keyOf(vote) !== keyOf(sent) || vote.revision > sent.revision);
}

/** What goes over the wire of it. */
export const bodyOf = ({ question, round, option, confidence, revision }: Unsent): VoteBody => ({ question, round, option, revision, ...(confidence ? { confidence } : {}) });
