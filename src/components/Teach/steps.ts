// What the instructor may press, in words. Which step comes next is src/quiz/peer/phases.ts's to say. Pure.

import type { Command, Counts } from '@site/src/formats/class';
import { isAllowed, type RoomState } from '@site/src/quiz/peer/phases';

export const EXTEND_SECONDS = 30;

export interface Offer {
  command: Command;
  label: string;
}

export interface Situation {
  state: RoomState;
  /** Left out where nobody counts: raised hands. */
  counts?: Counts;
  /** A question waits to be opened. */
  hasNext: boolean;
  isTimed: boolean;
}

/** What the one obvious button says. */
export function nextLabel(command: Command, { state, counts, hasNext }: Situation): string {
  switch (command.do) {
    case 'open':
      return 'Open the vote';
    case 'close':
      return counts ? `Close the vote (${counts.voted} of ${counts.joined} voted)` : 'Close the vote';
    case 'discuss':
      return 'Let them discuss';
    case 'revote':
      return state.phase === 'closed' ? 'Explain, then open the second vote' : 'Open the second vote';
    case 'reveal':
      return 'Reveal the answer';
    case 'next':
      return hasNext ? 'Go on to the next question' : 'Leave this question';
    case 'collect':
      return 'Collect the answers';
    case 'resume':
      return 'Begin a new meeting';
    default:
      return otherLabel(command, state, false);
  }
}

function otherLabel(command: Command, { phase }: RoomState, isTimed: boolean): string {
  switch (command.do) {
    case 'reopen':
      return 'Open this vote again';
    case 'discuss':
      return 'Discuss all the same';
    case 'revote':
      return 'Second vote without a discussion';
    case 'reveal':
      return phase === 'discussing' ? 'Skip the second vote' : 'Skip to the reveal';
    case 'extend':
      return isTimed ? `${command.seconds} seconds more` : `Set a timer of ${command.seconds} seconds`;
    case 'end':
      return 'End the meeting';
    default:
      return command.do;
  }
}

const quiet: readonly Command[] = [{ do: 'reopen' }, { do: 'discuss' }, { do: 'revote' }, { do: 'reveal' }, { do: 'extend', seconds: EXTEND_SECONDS }, { do: 'end' }];

/** Everything else that the phase allows. */
export const otherSteps = ({ state, isTimed }: Situation, next: Command | undefined): Offer[] =>
  quiet.filter((command) => command.do !== next?.do && isAllowed(state, command.do)).map((command) => ({ command, label: otherLabel(command, state, isTimed) }));

/** Where the class stands, in a phrase. */
export function phaseWords({ phase, round }: Pick<RoomState, 'phase' | 'round'>): string {
  switch (phase) {
    case 'waiting':
      return 'Before a question';
    case 'voting':
      return round === 2 ? 'Second vote' : 'First vote';
    case 'closed':
      return round === 2 ? 'Second vote, closed' : 'First vote, closed';
    case 'discussing':
      return 'Discussion';
    case 'revealed':
      return 'Revealed';
    case 'assigned':
      return 'Given out, to be answered alone';
    case 'ended':
      return 'The meeting has ended';
  }
}
