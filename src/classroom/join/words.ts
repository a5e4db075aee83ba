// What a student is told, in plain sentences: what happens now, what became of a vote, what went wrong. Not here: where it is shown.

import type { Snapshot } from '@site/src/formats/class';
import type { Standing } from '../stream';
import type { Unsent } from './outbox';

type Named = Pick<Unsent, 'number' | 'letter'>;

/** `kept`: the letter that counts instead, if any. */
export const lateWords = ({ number, letter }: Named, kept: string | undefined): string =>
  `Your choice ${letter} on question ${number} reached the class after the vote was closed. ${kept ? `What counts is ${kept}.` : 'No vote of yours counts in this round.'}`;

export const olderWords = ({ number, letter }: Named, kept: string | undefined): string =>
  `Another device or tab of yours voted on question ${number} later than this one, so ${letter} was not taken. What counts is ${kept ?? 'what you chose there'}; you may change it here.`;

export const refusedWords = ({ number, letter }: Named, message: string): string => `Your choice ${letter} on question ${number} could not be taken. ${message}`;

/** The heading of a phase, and a sentence on what happens now. */
export function phaseWords({ phase, round, question, title }: Pick<Snapshot, 'phase' | 'round' | 'question' | 'title'>): { heading: string; now: string } {
  const asked = `Question ${question?.number ?? ''}`;
  switch (phase) {
    case 'waiting':
      return { heading: 'You are in', now: 'The next question comes here by itself when your instructor opens it. There is nothing to reload.' };
    case 'voting':
      return round === 1
        ? { heading: asked, now: 'Answer on your own, without talking.' }
        : { heading: `${asked}, second vote`, now: 'Vote again after your discussion: keep your answer or change it.' };
    case 'closed':
      return { heading: 'The vote is closed', now: 'Your instructor looks at the votes. What comes next appears here by itself.' };
    case 'discussing':
      return { heading: 'Discuss', now: 'Say why you chose what you chose, and listen to somebody who chose something else. A second vote follows.' };
    case 'revealed':
      return { heading: `${asked}: the answer`, now: 'The next question comes here by itself.' };
    case 'assigned':
      return { heading: 'Questions for you alone', now: 'Answer each in your own time: vote, read what others would say, vote again, and see why.' };
    case 'ended':
      return { heading: 'This class is over', now: `Thank you for taking part. If “${title}” goes on another day, open this page again: you are still in.` };
  }
}

/** What to do with the number of a discussion's group. */
export const groupWords = ({ number, size }: { number: number; size: number }): string =>
  size === 2 ? `Find the other one who shows ${number}: the two of you chose differently.` : `Find the others who show ${number}: there are ${size} of you, and you did not all choose the same.`;


/** Quiet while all is well. */
export const standingWords: Record<Standing, string> = {
  connecting: 'Connecting …',
  live: 'Connected.',
  away: 'No connection to the class. This page tries again by itself; what you choose is kept.',
};

/** A share as text: 12 of 30 is "40 %". */
export const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
