// The course of a class, as a pure machine: waiting → voting → closed → (discussing → voting → closed) → revealed, question by question; or
// waiting → assigned → waiting, when everyone answers alone.
// Used by the class server, which owns the state, and by the pages, which ask what may be pressed. Not here: clocks and storage.

import type { Command, Phase } from '@site/src/formats/class';
import type { Advice } from './advice';

export interface RoomState {
  phase: Phase;
  /** 0 until the first vote of a question is opened. */
  round: 0 | 1 | 2;
  question: string | null;
}

/** What a command makes of the state, and whose timer starts: undefined leaves it, null takes it away. */
export interface Step {
  state: RoomState;
  timer?: 'vote' | 'discuss' | 'revote' | 'assigned' | null;
}

/** A command that the phase does not allow; the message says why. */
export class PhaseError extends Error {
  override name = 'PhaseError';
}

const isFirst = (round: number) => round === 1;

type Rule = { from: (state: RoomState) => boolean; otherwise: string; to: (state: RoomState, command: Command) => Step };

const rules: Record<Command['do'], Rule> = {
  open: {
    from: ({ phase }) => phase === 'waiting' || phase === 'revealed',
    otherwise: 'A question is open: reveal it first.',
    to: (_, command) => ({ state: { phase: 'voting', round: 1, question: command.do === 'open' ? command.question : null }, timer: 'vote' }),
  },
  close: { from: ({ phase }) => phase === 'voting', otherwise: 'No vote is open.', to: (state) => ({ state: { ...state, phase: 'closed' }, timer: null }) },
  reopen: {
    from: ({ phase }) => phase === 'closed',
    otherwise: 'Only a vote that was just closed can be opened again.',
    to: (state) => ({ state: { ...state, phase: 'voting' }, timer: isFirst(state.round) ? 'vote' : 'revote' }),
  },
  discuss: {
    from: ({ phase, round }) => phase === 'closed' && isFirst(round),
    otherwise: 'A discussion follows the first vote, when it is closed.',
    to: (state) => ({ state: { ...state, phase: 'discussing' }, timer: 'discuss' }),
  },
  revote: {
    from: ({ phase, round }) => phase === 'discussing' || (phase === 'closed' && isFirst(round)),
    otherwise: 'A second vote follows the first one, when it is closed.',
    to: (state) => ({ state: { ...state, phase: 'voting', round: 2 }, timer: 'revote' }),
  },
  reveal: {
    from: ({ phase }) => phase === 'closed' || phase === 'discussing',
    otherwise: 'Close the vote before you reveal it.',
    to: (state) => ({ state: { ...state, phase: 'revealed' }, timer: null }),
  },
  next: {
    from: ({ phase }) => phase === 'revealed',
    otherwise: 'Reveal the question first.',
    to: () => ({ state: { phase: 'waiting', round: 0, question: null }, timer: null }),
  },
  extend: { from: ({ phase }) => phase === 'voting' || phase === 'discussing', otherwise: 'No timer runs.', to: (state) => ({ state }) },
  assign: {
    from: ({ phase }) => phase === 'waiting' || phase === 'revealed',
    otherwise: 'A question is open: reveal it first.',
    to: () => ({ state: { phase: 'assigned', round: 0, question: null }, timer: 'assigned' }),
  },
  collect: { from: ({ phase }) => phase === 'assigned', otherwise: 'No questions are given out.', to: () => ({ state: { phase: 'waiting', round: 0, question: null }, timer: null }) },
  end: {
    from: ({ phase }) => phase === 'waiting' || phase === 'revealed',
    otherwise: 'A question is open: reveal it before you end the meeting.',
    to: () => ({ state: { phase: 'ended', round: 0, question: null }, timer: null }),
  },
  resume: { from: ({ phase }) => phase === 'ended', otherwise: 'The meeting is going on.', to: () => ({ state: { phase: 'waiting', round: 0, question: null }, timer: null }) },
};

export const isAllowed = (state: RoomState, name: Command['do']): boolean => rules[name].from(state);

/** Throws PhaseError when the phase does not allow the command. */
export function apply(state: RoomState, command: Command): Step {
  const rule = rules[command.do];
  if (!rule.from(state)) throw new PhaseError(rule.otherwise);
  return rule.to(state, command);
}

/** The one obvious next step; undefined while there is nothing to open. */
export function nextStep(state: RoomState, advice: Advice['next'] | undefined, planned: string | undefined): Command | undefined {
  switch (state.phase) {
    case 'waiting':
      return planned ? { do: 'open', question: planned } : undefined;
    case 'voting':
      return { do: 'close' };
    case 'closed':
      if (!isFirst(state.round)) return { do: 'reveal' };
      if (advice === 'explain-first') return { do: 'revote' };
      return advice === 'explain-briefly' ? { do: 'reveal' } : { do: 'discuss' };
    case 'discussing':
      return { do: 'revote' };
    case 'revealed':
      return { do: 'next' };
    case 'assigned':
      return { do: 'collect' };
    case 'ended':
      return { do: 'resume' };
  }
}
