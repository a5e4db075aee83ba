// A class of raised hands from its list to its end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionSource } from '@site/src/formats/class';
import { classList } from '@site/src/formats/class-list';
import { nextStep } from '@site/src/quiz/peer/phases';
import { adviceNow, beginLocal, handsTable, localClass, mayCount, nextCommand, roundsOf, setHands, step, type LocalClass } from './localClass';

const question = (n: number) => questionSource.parse({ stem: `Question ${n}`, options: ['a', 'b', 'c'].map((id) => ({ id, text: id, correct: id === 'b' })) });
const begin = (count = 2, settings = {}) => beginLocal(classList.parse({ schemaVersion: 1, kind: 'class-list', title: 'Class', settings, questions: Array.from({ length: count }, (_, i) => question(i + 1)) }));
const press = (local: LocalClass, nowMs = 0) => step(local, nextCommand(local)!, nowMs);
const raise = (local: LocalClass, hands: Record<string, number>) => Object.entries(hands).reduce((now, [option, count]) => setHands(now, option, count), local);

describe('a class of raised hands', () => {
  it('goes by the next button through both rounds of every question', () => {
    let local = begin();
    for (const n of [0, 1]) {
      local = press(local);
      expect(local.state).toEqual({ phase: 'voting', round: 1, question: String(n) });
      local = raise(local, { a: 5, b: 5, c: 0 });
      expect(roundsOf(local)).toEqual([]);
      local = press(local);
      expect(roundsOf(local)).toEqual([{ counts: { a: 5, b: 5, c: 0 }, voted: 10 }]);
      expect(adviceNow(local)).toMatchObject({ next: 'discuss' });
      local = press(press(local));
      expect(local.state).toMatchObject({ phase: 'voting', round: 2 });
      local = press(raise(local, { a: 1, b: 9 }));
      expect(roundsOf(local)[1]).toEqual({ counts: { a: 1, b: 9, c: 0 }, voted: 10 });
      local = press(local);
      expect(local.state.phase).toBe('revealed');
      local = press(local);
    }
    expect(nextCommand(local)).toBeUndefined();
    expect(step(local, { do: 'end' }, 0).state.phase).toBe('ended');
    expect(handsTable(local)).toHaveLength(1 + 2 * 2 * 3);
    expect(handsTable(local)[2]).toEqual([1, 'Question 1', 1, 'b', 'right', 5]);
  });

  it('advises as with phones, at every count', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (right, wrong) => {
        const local = press(raise(press(begin()), { a: wrong, b: right }));
        const advice = adviceNow(local)!;
        const share = right / (right + wrong);
        if (right + wrong === 0) expect(advice.next).toBeUndefined();
        else expect(advice.next).toBe(share < 0.35 ? 'explain-first' : share > 0.7 ? 'explain-briefly' : 'discuss');
        expect(nextCommand(local)).toEqual(nextStep(local.state, advice.next, '1'));
      }),
    );
  });

  it('counts its time by the settings, and more when asked', () => {
    const open = press(begin(1, { voteSeconds: 30, discussSeconds: null }), 1000);
    expect(open.endsAt).toBe(31_000);
    expect(step(open, { do: 'extend', seconds: 30 }, 2000).endsAt).toBe(61_000);
    expect(step(open, { do: 'extend', seconds: 30 }, 40_000).endsAt).toBe(70_000);
    const closed = press(open, 5000);
    expect(closed.endsAt).toBeNull();
    expect(step(closed, { do: 'discuss' }, 6000).endsAt).toBeNull();
    expect(step(closed, { do: 'reopen' }, 6000).endsAt).toBe(36_000);
  });

  it('takes hands while they are up or just down, never below none', () => {
    const local = begin();
    expect(mayCount(local)).toBe(false);
    expect(setHands(local, 'a', 3)).toBe(local);
    const open = press(local);
    expect(mayCount(open)).toBe(true);
    expect(roundsOf(setHands(setHands(open, 'a', -4), 'b', 2.4), { open: true })).toEqual([{ counts: { a: 0, b: 2, c: 0 }, voted: 2 }]);
    expect(mayCount(press(open))).toBe(true);
    expect(mayCount(step(press(open), { do: 'reveal' }, 0))).toBe(false);
  });

  it('is read back as it was kept', () => {
    const local = raise(press(begin()), { a: 2 });
    expect(localClass.parse(JSON.parse(JSON.stringify(local)))).toEqual(local);
  });
});
