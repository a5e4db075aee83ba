import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distractors, itemStatistics, normalizedChange, normalizedGain, type Round, type Vote, type VotedItem } from './statistics';

const item: VotedItem = { id: 'item', optionIds: ['b', 'right', '2', 'a'], key: 'right' };

/** 'p:first>second', '-' for no vote in that round. */
function votesOf(...told: string[]): Vote[] {
  return told.flatMap((text) => {
    const [participantId = '', votes = ''] = text.split(':');
    return votes.split('>').flatMap((optionId, i): Vote[] => (optionId === '-' ? [] : [{ participantId, round: (i + 1) as Round, optionId }]));
  });
}

const anyClass = fc
  .array(fc.tuple(fc.constantFrom('-', ...item.optionIds), fc.constantFrom('-', ...item.optionIds)), { maxLength: 40 })
  .map((pairs) => votesOf(...pairs.map(([first, second], i) => `p${i}:${first}>${second}`)));

describe('itemStatistics', () => {
  const votes = votesOf('p1:right>right', 'p2:right>a', 'p3:a>right', 'p4:b>right', 'p5:b>a', 'p6:a>-', 'p7:->right');
  const { rounds, matched, onlyIn } = itemStatistics(item, votes);

  it('counts each round in the order of the item, also options that nobody chose', () => {
    expect(rounds[1].counts).toEqual([{ optionId: 'b', count: 2 }, { optionId: 'right', count: 2 }, { optionId: '2', count: 0 }, { optionId: 'a', count: 2 }]);
    expect(rounds[1]).toMatchObject({ voters: 6, correct: 2, shareCorrect: 1 / 3 });
    expect(rounds[2]).toMatchObject({ voters: 6, correct: 4, shareCorrect: 2 / 3 });
  });
  it('follows those who voted twice, and names the others', () => {
    expect(matched.voters).toBe(5);
    expect(matched.transitions).toHaveLength(16);
    expect(matched.transitions.filter(({ count }) => count > 0)).toEqual([
      { from: 'b', to: 'right', count: 1 },
      { from: 'b', to: 'a', count: 1 },
      { from: 'right', to: 'right', count: 1 },
      { from: 'right', to: 'a', count: 1 },
      { from: 'a', to: 'right', count: 1 },
    ]);
    expect(matched.cells).toEqual({ rightRight: 1, rightWrong: 1, wrongRight: 2, wrongWrong: 1 });
    expect(onlyIn).toEqual({ 1: ['p6'], 2: ['p7'] });
  });
  it('takes gain and change of those alone: 2 of 5 right, then 3 of 5', () => {
    expect(matched).toMatchObject({ pre: 0.4, post: 0.6 });
    expect(matched.normalizedGain).toBeCloseTo(1 / 3, 12);
    expect(matched.normalizedChange).toBeCloseTo(1 / 3, 12);
  });

  const none = { voters: 0, correct: 0, shareCorrect: undefined };
  it('of nobody: zeros and no shares', () => {
    const empty = itemStatistics(item, []);
    expect(empty.rounds[1]).toMatchObject(none);
    expect(empty.rounds[1].counts.map(({ count }) => count)).toEqual([0, 0, 0, 0]);
    expect(empty.matched).toMatchObject({ voters: 0, pre: undefined, post: undefined, cells: { rightRight: 0, rightWrong: 0, wrongRight: 0, wrongWrong: 0 } });
    expect(empty.matched.normalizedChange).toBeUndefined();
  });
  it('of one voter, right at once', () => {
    const { rounds: one, matched: both } = itemStatistics(item, votesOf('p:right>right'));
    expect(one[1].shareCorrect).toBe(1);
    expect(both).toMatchObject({ pre: 1, post: 1, normalizedGain: undefined, normalizedChange: undefined });
  });
  it('of one round only', () => {
    const { rounds: one, matched: both, onlyIn: only } = itemStatistics(item, votesOf('p:right', 'q:a'));
    expect(one[1].shareCorrect).toBe(0.5);
    expect(one[2]).toMatchObject(none);
    expect(both).toMatchObject({ voters: 0, pre: undefined });
    expect(only[1]).toEqual(['p', 'q']);
  });
  it('tells shares right by confidence, leaving out who said nothing', () => {
    const sure: Vote[] = [
      { participantId: 'p', round: 1, optionId: 'right', confidence: 'sure' },
      { participantId: 'q', round: 1, optionId: 'a', confidence: 'sure' },
      { participantId: 'r', round: 1, optionId: 'a', confidence: 'guess' },
      { participantId: 's', round: 1, optionId: 'right' },
    ];
    expect(itemStatistics(item, sure).rounds[1].byConfidence).toEqual([
      { confidence: 'guess', voters: 1, correct: 0, shareCorrect: 0 },
      { confidence: 'fairly-sure', voters: 0, correct: 0, shareCorrect: undefined },
      { confidence: 'sure', voters: 2, correct: 1, shareCorrect: 0.5 },
    ]);
  });
  it.each([
    ['an unknown option', votesOf('p:z'), /no option z/],
    ['two votes in one round', [...votesOf('p:a'), ...votesOf('p:b')], /two votes/],
  ])('refuses %s', (_, wrong, message) => expect(() => itemStatistics(item, wrong)).toThrow(message));
  it('refuses a key that is no option', () => expect(() => itemStatistics({ ...item, key: 'z' }, [])).toThrow(RangeError));

  it('adds up in every class', () => {
    fc.assert(
      fc.property(anyClass, (some) => {
        const { rounds: both, matched: pairs, onlyIn: only } = itemStatistics(item, some);
        const people = new Set(some.map(({ participantId }) => participantId)).size;
        for (const round of [1, 2] as const) {
          expect(both[round].counts.reduce((sum, { count }) => sum + count, 0)).toBe(both[round].voters);
          expect(both[round].voters).toBe(pairs.voters + only[round].length);
        }
        expect(pairs.voters + only[1].length + only[2].length).toBe(people);
        expect(pairs.transitions.reduce((sum, { count }) => sum + count, 0)).toBe(pairs.voters);
        expect(Object.values(pairs.cells).reduce((a, b) => a + b)).toBe(pairs.voters);
        for (const value of [pairs.pre, pairs.post, pairs.normalizedGain, pairs.normalizedChange]) expect(value).not.toBeNaN();
        if (pairs.normalizedChange !== undefined) expect(Math.abs(pairs.normalizedChange)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('gain and change', () => {
  it.each([
    // pre, post, Hake's g, Marx and Cummings' c
    [0.25, 0.5, 1 / 3, 1 / 3],
    [0.5, 0.25, -0.5, -0.5],
    [0.9, 0.45, -4.5, -0.5],
    [0.4, 0.4, 0, 0],
    [0, 0.3, 0.3, 0.3],
    [0.3, 0, -3 / 7, -1],
    [0.3, 1, 1, 1],
    [1, 0.2, undefined, -0.8],
    [0, 0, 0, undefined],
    [1, 1, undefined, undefined],
  ])('from %d to %d', (pre, post, gain, change) => {
    for (const [got, wanted] of [[normalizedGain(pre, post), gain], [normalizedChange(pre, post), change]]) {
      if (wanted === undefined) expect(got).toBeUndefined();
      else expect(got).toBeCloseTo(wanted, 12);
    }
  });
  it('of change: losing is gaining the other way round', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        fc.pre(a > 1e-6 && a < 1 - 1e-6);
        expect(normalizedChange(1 - a, 1 - b)).toBeCloseTo(-normalizedChange(a, b)!, 6);
      }),
    );
  });
  it.each([-0.1, 1.1, NaN])('refuses a share of %d', (share) => {
    expect(() => normalizedGain(share, 0.5)).toThrow(RangeError);
    expect(() => normalizedChange(0.5, share)).toThrow(RangeError);
  });
});

describe('distractors', () => {
  const firstRound = (...counts: number[]) => itemStatistics(item, item.optionIds.flatMap((optionId, i) => Array.from({ length: counts[i]! }, (_, k): Vote => ({ participantId: `${optionId}${k}`, round: 1, optionId })))).rounds[1];
  it('work from 5 % on', () => {
    expect(distractors(item, firstRound(1, 15, 4, 0))).toEqual([
      { optionId: 'b', share: 0.05, works: true },
      { optionId: '2', share: 0.2, works: true },
      { optionId: 'a', share: 0, works: false },
    ]);
    expect(distractors(item, firstRound(1, 15, 4, 0), 0.1).map(({ works }) => works)).toEqual([false, true, false]);
  });
  it('are not judged when nobody voted', () => expect(distractors(item, firstRound(0, 0, 0, 0))[0]).toEqual({ optionId: 'b', share: undefined, works: undefined }));
});
