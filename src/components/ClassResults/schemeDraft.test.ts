import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsScheme } from '@site/src/quiz/peer';
import { defaultDraft, defaultScheme, draftOf, keptScheme, readDraft, schemeWords, type SchemeDraft } from './schemeDraft';

const problems = (change: Partial<SchemeDraft>) => readDraft({ ...defaultDraft, ...change }).problems;

describe('a scheme as it is typed', () => {
  it('begins with the defaults', () => {
    expect(defaultDraft).toEqual({ takingPart: '4', atLeast: '75', perAnswered: '0', perCorrect: '0.25', round: 'best', sessionCap: '5', courseCap: '', dropLowest: '2', lateJoiners: 'count' });
    expect(readDraft(defaultDraft)).toEqual({ scheme: defaultScheme, problems: {} });
  });
  it('takes a decimal comma, blanks, and no cap', () => {
    expect(readDraft({ ...defaultDraft, perCorrect: ' 0,5 ', sessionCap: ' ', atLeast: '12.5' }).scheme).toMatchObject({ perCorrect: 0.5, sessionCap: null, takingPart: { atLeast: 0.125 } });
  });
  it.each([
    [{ takingPart: '-1' }, { takingPart: 'At least 0.' }],
    [{ takingPart: '101' }, { takingPart: 'At most 100.' }],
    [{ perCorrect: '0.333' }, { perCorrect: 'Points have at most two decimals.' }],
    [{ perAnswered: '' }, { perAnswered: 'A number, such as 0.25.' }],
    [{ perAnswered: 'one' }, { perAnswered: 'A number, such as 0.25.' }],
    [{ atLeast: '0' }, { atLeast: 'More than 0 %.' }],
    [{ atLeast: '101' }, { atLeast: 'At most 100 %.' }],
    [{ dropLowest: '1.5' }, { dropLowest: 'A whole number, such as 2.' }],
    [{ dropLowest: '' }, { dropLowest: 'A whole number, such as 2.' }],
    [{ sessionCap: '0' }, { sessionCap: 'At least 0.01.' }],
    [{ courseCap: '20000' }, { courseCap: 'At most 10000.' }],
    [{ takingPart: '1e3', courseCap: 'x' }, { takingPart: 'A number, such as 0.25.', courseCap: 'A number, such as 0.25.' }],
  ])('%j: %j', (change, told) => expect(problems(change)).toEqual(told));
  it('comes back as it was', () => {
    const points = fc.integer({ min: 0, max: 10_000 }).map((cents) => cents / 100);
    const cap = fc.option(fc.integer({ min: 1, max: 10_000 }).map((cents) => cents / 100), { nil: null });
    const scheme = fc.record({
      takingPart: fc.record({ points, atLeast: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100) }),
      perAnswered: points,
      perCorrect: points,
      round: fc.constantFrom('first' as const, 'second' as const, 'best' as const),
      sessionCap: cap,
      courseCap: cap,
      dropLowest: fc.integer({ min: 0, max: 100 }),
      lateJoiners: fc.constantFrom('count' as const, 'forgive' as const),
    });
    fc.assert(
      fc.property(scheme, (some) => {
        expect(readDraft(draftOf(pointsScheme.parse(some)))).toEqual({ scheme: some, problems: {} });
      }),
    );
  });
  it('is told in a sentence', () => {
    expect(schemeWords(defaultScheme)).toBe('Points: 4 for voting on at least 75 % of a meeting’s questions and 0.25 for each right answer in either vote. No more than 5 a meeting. For each person 2 meetings are dropped, where there are more.');
    const bare = pointsScheme.parse({ takingPart: { points: 0 }, perAnswered: 1, perCorrect: 0, round: 'second', sessionCap: null, courseCap: 40, dropLowest: 1, lateJoiners: 'forgive' });
    expect(schemeWords(bare)).toBe('Points: 1 for each question answered. No more than 40 in all. For each person 1 meeting is dropped, where there are more. Questions before one came are left out.');
    expect(schemeWords(pointsScheme.parse({ takingPart: { points: 0 }, perCorrect: 0, sessionCap: null, dropLowest: 0 }))).toBe('No points.');
  });
  it('is the default where the server has none or one of another edition', () => {
    expect([keptScheme(undefined), keptScheme(null), keptScheme({ other: 1 })]).toEqual([defaultScheme, defaultScheme, defaultScheme]);
    expect(keptScheme({ perCorrect: 1 }).perCorrect).toBe(1);
  });
});
