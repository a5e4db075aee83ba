// Who changed, against the statistics that are computed from the votes themselves.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { itemStatistics } from '@site/src/quiz/peer';
import { barOf, changesOf, changeWords, firstVoteOf, letterOf, percentText } from './votes';

const options = ['a', 'b', 'c'];
const pair = fc.record({ first: fc.option(fc.constantFrom(...options)), second: fc.option(fc.constantFrom(...options)) });

it('finds the cells and the change that the votes have', () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 40 }), (people) => {
      const votes = people.flatMap(({ first, second }, i) => [
        ...(first ? [{ participantId: String(i), round: 1 as const, optionId: first }] : []),
        ...(second ? [{ participantId: String(i), round: 2 as const, optionId: second }] : []),
      ]);
      const { matched } = itemStatistics({ id: 'x', optionIds: options, key: 'b' }, votes);
      // The server sends no pair of options that nobody went through.
      const sent = matched.transitions.filter(({ count }) => count > 0);
      const { both, change, ...cells } = changesOf(sent, 'b');
      expect(cells).toEqual(matched.cells);
      expect(both).toBe(matched.voters);
      expect(change).toBe(matched.normalizedChange);
    }),
  );
});

it('gives each option its share of those who voted', () => {
  const round = { counts: { a: 3, b: 9 }, voted: 12 };
  expect(['a', 'b', 'c'].map((option) => barOf(option, round))).toEqual([{ count: 3, share: 0.25 }, { count: 9, share: 0.75 }, { count: 0, share: 0 }]);
  expect(barOf('a', { counts: { a: 0 }, voted: 0 })).toEqual({ count: 0, share: undefined });
  expect(firstVoteOf('b', round, 20)).toEqual({ correct: 9, voters: 12, present: 20 });
  expect(firstVoteOf('b', round)).toEqual({ correct: 9, voters: 12 });
});

it('says it in words', () => {
  expect([0, 1, 5].map(letterOf)).toEqual(['A', 'B', 'F']);
  expect([undefined, 0, 0.345, 1].map(percentText)).toEqual(['–', '0 %', '35 %', '100 %']);
  expect(changeWords(0.5)).toBe('Normalized change +0.50: of what the class could gain, it gained 50 %.');
  expect(changeWords(-0.25)).toBe('Normalized change −0.25: of what the class had right, it lost 25 %.');
  expect(changeWords(0)).toBe('As many are right as before.');
  expect(changeWords(undefined)).toBe('There was nothing to gain or to lose.');
});
