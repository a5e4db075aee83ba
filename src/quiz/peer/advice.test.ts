import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advise, adviceBounds } from './advice';

describe('advise', () => {
  it.each([
    [0, 100, 'explain-first'],
    [34, 100, 'explain-first'],
    [35, 100, 'discuss'],
    [7, 20, 'discuss'],
    [70, 100, 'discuss'],
    [71, 100, 'explain-briefly'],
    [100, 100, 'explain-briefly'],
  ] as const)('%d of %d: %s', (correct, voters, next) => expect(advise({ correct, voters }).next).toBe(next));

  it('names the numbers', () => {
    expect(advise({ correct: 100, voters: 200 })).toMatchObject({
      next: 'discuss',
      defensible: ['discuss'],
      sentence: '100 of 200 voted right (50 %), within 35 % to 70 %. Let the class discuss, each with someone who answered differently, then vote again.',
    });
    expect(advise({ correct: 20, voters: 200 }).sentence).toBe('20 of 200 voted right (10 %), below 35 %. Explain the idea first, then let the class vote again.');
    expect(advise({ correct: 190, voters: 200 }).sentence).toBe('190 of 200 voted right (95 %), above 70 %. Explain briefly and go on.');
  });
  it('says when a bound is too near to tell', () => {
    const { next, defensible, sentence } = advise({ correct: 35, voters: 90 });
    expect(next).toBe('discuss');
    expect(defensible).toEqual(['explain-first', 'discuss']);
    expect(sentence).toContain('With 90 votes it could as well lie anywhere from 29 % to 49 % (95 % interval): explaining first and a discussion are both defensible.');
    const few = advise({ correct: 2, voters: 4 });
    expect(few.defensible).toEqual(['explain-first', 'discuss', 'explain-briefly']);
    expect(few.sentence).toContain('explaining first, a discussion and explaining briefly are all defensible.');
  });
  it('never says that 70 % is above 70 %', () => {
    expect(advise({ correct: 703, voters: 1000 }).sentence).toMatch(/\(70\.3 %\), above 70 %/);
    expect(advise({ correct: 3501, voters: 5000 }).sentence).toMatch(/\(70\.02 %\), above 70 %/);
    expect(advise({ correct: 70, voters: 100 }).sentence).toMatch(/\(70 %\), within/);
  });
  it('warns of few votes, and of few among those present', () => {
    expect(advise({ correct: 3, voters: 4 }).caution).toMatch(/4 votes/);
    expect(advise({ correct: 1, voters: 1, present: 1 }).caution).toMatch(/one vote/);
    expect(advise({ correct: 10, voters: 29, present: 50 }).caution).toBe('Only 29 of the 50 present have voted (58 %): those who haven’t may think otherwise.');
    expect(advise({ correct: 10, voters: 30, present: 50 }).caution).toBeUndefined();
    expect(advise({ correct: 3, voters: 5 }).caution).toBeUndefined();
    // Somebody voted and left.
    expect(advise({ correct: 10, voters: 12, present: 10 }).caution).toBeUndefined();
  });
  it('has none when nobody voted', () => {
    expect(advise({ correct: 0, voters: 0, present: 40 })).toEqual({ defensible: [], interval: [0, 1], sentence: 'Nobody has voted: there is nothing to go by.' });
  });
  it('takes other bounds', () => expect(advise({ correct: 45, voters: 100 }, { lowShare: 0.5, highShare: 0.8 }).next).toBe('explain-first'));
  it('advises something defensible, in the order of the shares', () => {
    const order = ['explain-first', 'discuss', 'explain-briefly'];
    const voters = 60;
    fc.assert(
      fc.property(fc.nat({ max: voters - 1 }), fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0.51, max: 1, noNaN: true }), (correct, lowShare, highShare) => {
        const [less, more] = [correct, correct + 1].map((count) => advise({ correct: count, voters }, { lowShare, highShare }));
        expect(less!.defensible).toContain(less!.next);
        expect(order.indexOf(less!.next!)).toBeLessThanOrEqual(order.indexOf(more!.next!));
      }),
    );
  });
});

describe('adviceBounds', () => {
  it('are 35 and 70 % unless set', () => expect(adviceBounds.parse({})).toEqual({ lowShare: 0.35, highShare: 0.7 }));
  it.each([{ lowShare: 0.7 }, { lowShare: 0.8, highShare: 0.5 }, { highShare: 1.2 }, { lowShare: -0.1 }, { high: 0.7 }])('refuses %j', (bounds) => expect(adviceBounds.safeParse(bounds).success).toBe(false));
});
