// The course of a class: what may follow what, from any state, by any sequence of commands.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '@site/src/formats/class';
import { apply, isAllowed, nextStep, PhaseError, type RoomState } from './phases';

const question = '00000000-0000-4000-8000-000000000000';
const start: RoomState = { phase: 'waiting', round: 0, question: null };
const commands: Command[] = [
  { do: 'open', question },
  { do: 'close' },
  { do: 'reopen' },
  { do: 'discuss' },
  { do: 'revote' },
  { do: 'reveal' },
  { do: 'next' },
  { do: 'extend', seconds: 30 },
  { do: 'assign', hours: null },
  { do: 'collect' },
  { do: 'end' },
  { do: 'resume' },
];

describe('phases', () => {
  it('a question with two rounds, by the one obvious button alone', () => {
    const seen: string[] = [];
    let state = start;
    for (let i = 0; i < 8; i++) {
      const step = nextStep(state, 'discuss', question)!;
      seen.push(step.do);
      ({ state } = apply(state, step));
    }
    expect(seen).toEqual(['open', 'close', 'discuss', 'revote', 'close', 'reveal', 'next', 'open']);
  });

  it('advice decides what follows the first close', () => {
    const closed: RoomState = { phase: 'closed', round: 1, question };
    expect(nextStep(closed, 'explain-first', undefined)!.do).toBe('revote');
    expect(nextStep(closed, 'explain-briefly', undefined)!.do).toBe('reveal');
    expect(nextStep(start, undefined, undefined)).toBeUndefined();
  });

  it('whatever is pressed: no state without its question, no second round without a first, nothing revealed while a vote is open', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 60 }), (pressed) => {
        let state = start;
        let closedFirst = false;
        for (const command of pressed) {
          const allowed = isAllowed(state, command.do);
          if (!allowed) {
            expect(() => apply(state, command)).toThrow(PhaseError);
            continue;
          }
          const before = state;
          ({ state } = apply(state, command));
          if (command.do === 'open') closedFirst = false;
          if (command.do === 'close' && before.round === 1) closedFirst = true;
          if (state.phase === 'revealed') expect(['closed', 'discussing']).toContain(before.phase);
          if (state.round === 2) expect(closedFirst).toBe(true);
          expect(state.question === null).toBe(['waiting', 'ended', 'assigned'].includes(state.phase));
          expect(state.round === 0).toBe(state.question === null);
        }
      }),
    );
  });

  it('there is always a way on, and it ends at the reveal', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 30 }), fc.constantFrom('explain-first', 'discuss', 'explain-briefly'), (pressed, advice) => {
        let state = start;
        for (const command of pressed) if (isAllowed(state, command.do)) ({ state } = apply(state, command));
        const way: string[] = [];
        while (state.phase !== 'revealed' && way.length < 10) {
          const step = nextStep(state, advice as 'discuss', question)!;
          way.push(step.do);
          ({ state } = apply(state, step));
        }
        expect(state.phase).toBe('revealed');
      }),
    );
  });
});
