// The buttons of whoever leads: all that the phase allows, each once, and the next step leads through a question by itself.

import { describe, expect, it } from 'vitest';
import { command, phases, type Command, type Phase } from '@site/src/formats/class';
import { apply, isAllowed, nextStep, type RoomState } from '@site/src/quiz/peer/phases';
import { nextLabel, otherSteps, phaseWords } from './steps';

const rounds = [0, 1, 2] as const;
const states: RoomState[] = phases.flatMap((phase) => rounds.map((round) => ({ phase, round, question: round === 0 ? null : 'q' })));
const names = command.options.map((option) => option.shape.do.value);
/** What has a place of its own: a question is chosen in the plan, and given out there; the others come as the next step alone. */
const elsewhere: Command['do'][] = ['open', 'assign', 'close', 'next', 'collect', 'resume'];

const situation = (state: RoomState) => ({ state, counts: { joined: 52, voted: 47 }, hasNext: true, isTimed: true });

it.each(states)('in $phase, round $round, every command that is allowed has one button', (state) => {
  const next = nextStep(state, undefined, 'q2');
  const offered = otherSteps(situation(state), next).map(({ command: { do: name } }) => name);
  expect(new Set(offered).size).toBe(offered.length);
  expect([...offered].sort()).toEqual(names.filter((name) => isAllowed(state, name) && name !== next?.do && !elsewhere.includes(name)).sort());
});

it.each(states)('in $phase, round $round, no two buttons say the same', (state) => {
  const next = nextStep(state, undefined, 'q2')!;
  const labels = [nextLabel(next, situation(state)), ...otherSteps(situation(state), next).map(({ label }) => label)];
  expect(new Set(labels).size).toBe(labels.length);
  for (const label of labels) expect(label).toMatch(/^[A-Z0-9]/);
});

describe('the next button alone', () => {
  const course = (advice: Parameters<typeof nextStep>[1]) => {
    const pressed: string[] = [];
    let state: RoomState = { phase: 'waiting', round: 0, question: null };
    do {
      const next = nextStep(state, state.phase === 'closed' && state.round === 1 ? advice : undefined, 'q')!;
      pressed.push(nextLabel(next, situation(state)));
      state = apply(state, next).state;
    } while (state.phase !== 'waiting');
    return pressed;
  };
  const [open, close, reveal, on] = ['Open the vote', 'Close the vote (47 of 52 voted)', 'Reveal the answer', 'Go on to the next question'];

  it('leads through both rounds', () => expect(course('discuss')).toEqual([open, close, 'Let them discuss', 'Open the second vote', close, reveal, on]));
  it('leaves the discussion out where an explanation is due', () => expect(course('explain-first')).toEqual([open, close, 'Explain, then open the second vote', close, reveal, on]));
  it('goes straight on where most are right', () => expect(course('explain-briefly')).toEqual([open, close, reveal, on]));
});

it('has words for every phase', () => {
  const words = phases.flatMap((phase: Phase) => rounds.map((round) => phaseWords({ phase, round })));
  for (const phrase of words) expect(phrase).toMatch(/^[A-Z]/);
  expect(phaseWords({ phase: 'voting', round: 2 })).toBe('Second vote');
});
