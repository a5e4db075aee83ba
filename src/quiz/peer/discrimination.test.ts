import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discrimination, type AskedItem } from './discrimination';
import reference from './fixtures/reference.json';

/** Rows of participants: '1' right, '0' wrong, '-' did not vote. */
function sessionOf(rows: readonly string[]): AskedItem[] {
  return [...(rows[0] ?? '')].map((_, i) => ({
    item: { id: `item-${i}`, optionIds: ['right', 'wrong'], key: 'right' },
    votes: rows.flatMap((row, p) => (row[i] === '-' ? [] : [{ participantId: `p${p}`, round: 1 as const, optionId: row[i] === '1' ? 'right' : 'wrong' }])),
  }));
}

describe('discrimination', () => {
  it.each(reference.sessions)('agrees with SciPy and with all ways to break ties ($rows.length participants)', ({ rows, items }) => {
    const found = discrimination(sessionOf(rows));
    expect(found.map(({ participants }) => participants)).toEqual(items.map(({ participants }) => participants));
    found.forEach(({ pointBiserial, upperLower }, i) => {
      const wanted = items[i]!;
      if (wanted.pointBiserial === null) expect(pointBiserial).toBeUndefined();
      else expect(pointBiserial).toBeCloseTo(wanted.pointBiserial, 12);
      expect(upperLower).toBeCloseTo(wanted.upperLower, 12);
    });
  });
  it('is 1 where who does well elsewhere, and nobody else, is right', () => {
    const [first] = discrimination(sessionOf([...Array<string>(6).fill('111'), ...Array<string>(6).fill('000')]));
    expect(first).toMatchObject({ participants: 12, upperLower: 1 });
    expect(first!.pointBiserial).toBeCloseTo(1, 12);
  });
  it('shows a key that is wrong by a negative value', () => {
    const [first] = discrimination(sessionOf([...Array<string>(6).fill('011'), ...Array<string>(6).fill('100')]));
    expect(first).toMatchObject({ upperLower: -1 });
    expect(first!.pointBiserial).toBeCloseTo(-1, 12);
  });
  it.each([
    ['nobody voted', ['---', '---'], 0],
    ['there are too few', Array<string>(9).fill('101'), 9],
    ['all have one score', Array<string>(12).fill('101'), 12],
    ['it is the only item', [...Array<string>(6).fill('1'), ...Array<string>(6).fill('0')], 0],
  ])('is undefined when %s', (_, rows, participants) => expect(discrimination(sessionOf(rows))[0]).toEqual({ itemId: 'item-0', participants, pointBiserial: undefined, upperLower: undefined }));
  it('of an item that all get right: D is 0, the correlation is undefined', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `1${i < 5 ? '1' : '0'}0`);
    expect(discrimination(sessionOf(rows))[0]).toEqual({ itemId: 'item-0', participants: 12, pointBiserial: undefined, upperLower: 0 });
  });
  it('leaves out who answered less than half of the others, as asked', () => {
    const rows = [...Array<string>(10).fill('10010'), '10-1-', '11---'];
    expect(discrimination(sessionOf(rows))[0]!.participants).toBe(11);
    expect(discrimination(sessionOf(rows), { minimumAnswered: 0 })[0]!.participants).toBe(12);
  });
  it('stays within −1 and 1 and does not mind the order of participants', () => {
    const rows = fc.integer({ min: 2, max: 6 }).chain((items) => fc.array(fc.string({ unit: fc.constantFrom('0', '1', '-'), minLength: items, maxLength: items }), { minLength: 1, maxLength: 30 }));
    fc.assert(
      fc.property(rows, (some) => {
        const limits = { minimumParticipants: 1 };
        const there = discrimination(sessionOf(some), limits);
        const back = discrimination(sessionOf([...some].reverse()), limits);
        there.forEach(({ pointBiserial = 0, upperLower = 0 }, i) => {
          expect(Math.abs(pointBiserial)).toBeLessThanOrEqual(1 + 1e-12);
          expect(Math.abs(upperLower)).toBeLessThanOrEqual(1 + 1e-12);
          expect(back[i]!.pointBiserial ?? 0).toBeCloseTo(pointBiserial, 10);
          expect(back[i]!.upperLower ?? 0).toBeCloseTo(upperLower, 10);
        });
      }),
    );
  });
});
