import { describe, expect, it } from 'vitest';
import { reportsOf } from './report';
import { sample, type ToldQuestion } from './sample';
import { discriminationWords, distractorWords, onceWords, whatStandsOut } from './words';

/** Votes of a class told as counts: { 'a>b': 3 } is three who went from a to b. */
function counted(counts: Record<string, number>): string[] {
  return Object.entries(counts).flatMap(([vote, count]) => Array.from({ length: count }, () => vote));
}

function classOf(...questions: (Omit<ToldQuestion, 'votes'> & { counts: Record<string, number> })[]) {
  const votes = questions.map(({ counts }) => counted(counts));
  const people = Array.from({ length: Math.max(...votes.map(({ length }) => length)) }, (_, i) => `P${i}`);
  return reportsOf(sample({ people, questions: questions.map(({ counts: _, ...rest }, q) => ({ ...rest, votes: votes[q]!.map((vote, i) => `P${i}:${vote}`).join(' ') })) }));
}
/** With plain spaces, as one types them. */
const spaced = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');
const texts = (...questions: Parameters<typeof classOf>) => whatStandsOut(classOf(...questions)).map(({ text }) => spaced(text));

describe('distractorWords', () => {
  const words = (counts: Record<string, number>) => spaced(distractorWords(classOf({ rounds: 1, counts })[0]!));
  it('says which options work', () => expect(words({ a: 50, b: 30, c: 18, d: 2 })).toBe('B (30 %) and C (18 %) draw votes. D was chosen by 2 of 100: it does no work. Three good options beat five, so replace it by a mistake that students make, or leave it out.'));
  it('has nothing to complain of where all do', () => expect(words({ a: 50, b: 30, c: 10, d: 10 })).toBe('B (30 %), C (10 %) and D (10 %) draw votes.'));
  it('is careful with few votes', () => expect(words({ a: 5, b: 1 })).toBe('B (17 %) draws votes. C was chosen by 0 of 6, D was chosen by 0 of 6: they do no work. Three good options beat five, so replace them by a mistake that students make, or leave them out. With so few votes that is a hint.'));
  it('says that none draws', () => expect(words({ a: 40 })).toMatch(/^No wrong option draws votes\. B was chosen by 0 of 40/));
  it('is silent when nobody voted', () => expect(distractorWords(reportsOf(sample({ people: ['Ann'], questions: [{ votes: '' }] }))[0]!)).toBeUndefined());
});

describe('discriminationWords', () => {
  const words = (...questions: Parameters<typeof classOf>) => discriminationWords(classOf(...questions)[0]!);
  it('says why there is none', () => {
    expect(words({ counts: { a: 20 } })).toBe('Not enough to go by: no other question was asked at this meeting.');
    expect(words({ counts: { a: 5, b: 4 } }, { counts: { a: 4, b: 5 } })).toBe('Not enough to go by: 9 participants who answered at least half of the other questions of this meeting, and it takes 10.');
    expect(words({ counts: { a: 5, b: 5 } }, { counts: { a: 10 } })).toMatch(/all of the 10 participants .* have the same score there/);
    expect(words({ counts: { a: 10 } }, { counts: { a: 5, b: 5 } })).toMatch(/^D = 0\.00 from 10 participants .* No point-biserial: all answered this question alike\.$/);
  });
  it('tells both with what they rest on', () => expect(words({ counts: { a: 5, b: 5 } }, { counts: { a: 5, b: 5 } })).toMatch(/^Point-biserial \+1\.00, D = \+1\.00, from 10 participants/));
});

it('onceWords', () => {
  const words = (counts: Record<string, number>, rounds: 1 | 2 = 2) => onceWords(classOf({ rounds, counts })[0]!);
  expect(words({ 'a>a': 3, b: 2, '->c': 1 })).toBe('Left out of the change: 2 who voted first and not again, and 1 who came for the second vote.');
  expect(words({ 'a>a': 3, b: 1 })).toBe('Left out of the change: 1 who voted first and not again.');
  expect(words({ 'a>a': 3, '->b': 2 })).toBe('Left out of the change: 2 who came for the second vote.');
  expect(words({ 'a>a': 3 })).toBeUndefined();
  expect(words({ a: 3 }, 1)).toBeUndefined();
});

describe('whatStandsOut', () => {
  it('says what fell, with the numbers', () => {
    // 18 of 29 right, then 16: six left it, four came.
    expect(texts({ counts: { 'a>a': 12, 'a>b': 6, 'b>a': 4, 'b>c': 3, 'c>c': 3, 'd>d': 1 } })[0]).toBe('Question 1 fell from 62 to 55 % right among the 29 who voted twice: 6 were talked out of the right answer, 4 into it.');
  });
  it('says what gained most, and what stayed low', () => {
    const good = { 'a>a': 8, 'b>a': 10, 'c>a': 2, 'd>d': 2 };
    const low = { 'a>a': 4, 'b>b': 8, 'c>c': 5, 'd>d': 5 };
    expect(texts({ counts: good }, { counts: low })).toEqual(['Question 2 ended with 18 % right of 22 votes: the idea is worth another explanation.', 'Question 1 gained most: from 36 to 91 % right among the 22 who voted twice.']);
  });
  it('says who was sure and wrong', () => {
    expect(texts({ counts: { 'a!>a': 2, 'b!>a': 6, 'b>a': 2, 'c>a': 4, 'd>a': 3, 'a>a': 3 } })[0]).toBe('Question 1: of the 8 who were sure in the first vote, 6 were wrong: more likely a misconception than a guess.');
  });
  it('says what tells strong from weak the wrong way round', () => {
    const found = texts({ rounds: 1, counts: { a: 10, b: 10 } }, { rounds: 1, counts: { a: 10, b: 10 } }, { rounds: 1, counts: { b: 10, a: 10 } });
    expect(found).toContain('Question 3: those who did well on the other questions did worse here (point-biserial −1.00, more than chance explains). Look at its key and its wording.');
  });
  it('gathers the options that do no work', () => {
    expect(texts({ rounds: 1, counts: { a: 15, b: 10 } }, { rounds: 1, counts: { a: 12, b: 5, c: 8 } }).at(-1)).toBe('Wrong options that fewer than 5 % chose: C and D in question 1; D in question 2.');
  });
  it('is silent of a class as it should be, and of very few', () => {
    expect(texts({ counts: { 'a>a': 10, 'b>a': 2, 'b>b': 4, 'c>c': 2, 'd>d': 2 } })).toEqual([]);
    expect(texts({ counts: { 'a>b': 2, 'b!>b': 2 } })).toEqual([]);
    expect(whatStandsOut([])).toEqual([]);
  });
});
