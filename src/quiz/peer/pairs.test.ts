import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairUp, type FirstVoteOf, type Group } from './pairs';

const votesOf = (options: readonly string[]): FirstVoteOf[] => options.map((optionId, i) => ({ participantId: `p${i}`, optionId }));
const likeMinded = (groups: readonly Group[]) => groups.filter((group) => group.likeMinded);
const classOf = (most: number) => fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: most }).map(votesOf);

/** Every way to split places 0 to n − 1 into pairs and, if n is odd, one group of three (of one, if n is 1). */
function splits(places: readonly number[]): number[][][] {
  const [first, ...rest] = places;
  if (first === undefined) return [[]];
  const sizes = places.length === 1 ? [0] : places.length === 3 ? [2] : places.length % 2 === 1 ? [1, 2] : [1];
  const mates = sizes.flatMap((size) => (size === 0 ? [[]] : size === 1 ? rest.map((a) => [a]) : rest.flatMap((a, i) => rest.slice(i + 1).map((b) => [a, b]))));
  return mates.flatMap((chosen) => splits(rest.filter((place) => !chosen.includes(place))).map((split) => [[first, ...chosen], ...split]));
}

/** Least number of like-minded groups, and of people in them among those splits. */
function leastLikeMinded(options: readonly string[]): [groups: number, people: number] {
  const found = splits(options.map((_, i) => i)).map((split): [number, number] => {
    const alike = split.filter((group) => group.every((place) => options[place] === options[group[0]!]));
    return [alike.length, alike.flat().length];
  });
  return found.sort(([a, x], [b, y]) => a - b || x - y)[0]!;
}

describe('pairUp', () => {
  it('puts everyone into exactly one group of two, one of three if the number is odd', () => {
    fc.assert(
      fc.property(classOf(60), fc.nat(), (votes, seed) => {
        const groups = pairUp(votes, seed);
        expect(groups.flatMap(({ participantIds }) => participantIds).sort()).toEqual(votes.map(({ participantId }) => participantId).sort());
        expect(groups.map(({ number }) => number)).toEqual(groups.map((_, i) => i + 1));
        const threes = groups.filter(({ participantIds }) => participantIds.length !== 2);
        expect(threes.map(({ participantIds }) => participantIds.length)).toEqual(votes.length % 2 === 0 ? [] : [votes.length === 1 ? 1 : 3]);
      }),
    );
  });
  it('tells truly which groups are like-minded', () => {
    fc.assert(
      fc.property(classOf(30), fc.nat(), (votes, seed) => {
        const optionOf = new Map(votes.map(({ participantId, optionId }) => [participantId, optionId]));
        for (const group of pairUp(votes, seed)) expect(group.likeMinded).toBe(new Set(group.participantIds.map((id) => optionOf.get(id))).size === 1);
      }),
    );
  });
  it('has the fewest like-minded groups, and the fewest people in them, of all ways to pair (brute force)', () => {
    fc.assert(
      fc.property(classOf(9), fc.nat(), (votes, seed) => {
        const found = likeMinded(pairUp(votes, seed));
        expect([found.length, found.flatMap(({ participantIds }) => participantIds).length]).toEqual(leastLikeMinded(votes.map(({ optionId }) => optionId)));
      }),
      { numRuns: 300 },
    );
  });
  it('reaches min(⌊n/2⌋, n − m) groups that differ in a whole lecture hall', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 5 }), fc.nat(), (counts, seed) => {
        const votes = votesOf(counts.flatMap((count, option) => Array<string>(count).fill(`o${option}`)));
        fc.pre(votes.length > 1);
        const groups = pairUp(votes, seed);
        expect(groups.length - likeMinded(groups).length).toBe(Math.min(Math.floor(votes.length / 2), votes.length - Math.max(...counts)));
      }),
    );
  });
  it('depends on votes and seed alone, not on the order of the votes', () => {
    fc.assert(
      fc.property(classOf(30), fc.nat(), (votes, seed) => {
        expect(pairUp([...votes].reverse(), seed)).toEqual(pairUp(votes, seed));
      }),
    );
    const votes = votesOf([...'aaaabbbbccccdddd']);
    expect(pairUp(votes, 1)).not.toEqual(pairUp(votes, 2));
  });
  it('draws numbers by lot: the first group is not always of the majority', () => {
    const votes = votesOf([...'aaaaaab']);
    const first = Array.from({ length: 60 }, (_, seed) => pairUp(votes, seed)[0]!.likeMinded);
    expect(new Set(first).size).toBe(2);
  });
  it('nobody, one alone, three alike', () => {
    expect(pairUp([], 1)).toEqual([]);
    expect(pairUp(votesOf(['a']), 1)).toEqual([{ number: 1, participantIds: ['p0'], likeMinded: true }]);
    expect(pairUp(votesOf(['a', 'a', 'a']), 1)).toMatchObject([{ number: 1, likeMinded: true }]);
  });
  it('refuses two votes of one participant', () => expect(() => pairUp([...votesOf(['a']), ...votesOf(['b'])], 1)).toThrow(RangeError));
});
