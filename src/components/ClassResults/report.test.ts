import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemStatistics, wilsonInterval, type Round } from '@site/src/quiz/peer';
import { reportsOf } from './report';
import { anyClass, sample } from './sample';

const people = ['Ann', 'Bo', 'Cy', 'Di', 'Ed'];

describe('reportsOf', () => {
  const [report] = reportsOf(sample({ people, questions: [{ votes: 'Ann:a!>a Bo:b!>a Cy:b?>b Di:a>c Ed:d', stemHtml: '<p>Which <em>one</em>?</p>' }] }));
  it('has what one counts by hand', () => {
    // First: a a b b d; second: a a b c. Ed voted once. Of the other four, two right at first and two after: Ann stayed, Bo came, Di left.
    expect(report!.label).toBe('Question 1');
    expect(report!.text).toBe('Which one?');
    expect(report!.statistics.rounds[1]).toMatchObject({ voters: 5, correct: 2, shareCorrect: 0.4 });
    expect(report!.statistics.rounds[2]).toMatchObject({ voters: 4, correct: 2, shareCorrect: 0.5 });
    expect(report!.statistics.matched).toMatchObject({ voters: 4, cells: { rightRight: 1, rightWrong: 1, wrongRight: 1, wrongWrong: 1 }, pre: 0.5, post: 0.5, normalizedChange: 0 });
    expect(report!.onlyIn).toEqual({ 1: ['Ed'], 2: [] });
    expect(report!.statistics.rounds[1].byConfidence).toEqual([
      { confidence: 'guess', voters: 1, correct: 0, shareCorrect: 0 },
      { confidence: 'fairly-sure', voters: 0, correct: 0, shareCorrect: undefined },
      { confidence: 'sure', voters: 2, correct: 1, shareCorrect: 0.5 },
    ]);
    expect(report!.distractors).toEqual([
      { optionId: 'b', share: 0.4, works: true },
      { optionId: 'c', share: 0, works: false },
      { optionId: 'd', share: 0.2, works: true },
    ]);
    // Wilson's interval of 2 of 5, as every table has it.
    expect(report!.intervals[1][0]).toBeCloseTo(0.1176, 4);
    expect(report!.intervals[1][1]).toBeCloseTo(0.7693, 4);
  });

  it('compares a question with those of its own meeting alone', () => {
    const twelve = Array.from({ length: 12 }, (_, i) => `P${i}`);
    const votes = (right: (i: number) => boolean) => twelve.map((name, i) => `${name}:${right(i) ? 'a' : 'b'}`).join(' ');
    const strong = votes((i) => i < 6);
    const reports = reportsOf(sample({ people: twelve, meetings: 2, questions: [{ votes: strong }, { votes: strong }, { meeting: 2, votes: votes((i) => i >= 6) }] }));
    expect(reports.map(({ label }) => label)).toEqual(['Question 1.1', 'Question 1.2', 'Question 2.1']);
    expect(reports[0]!.discrimination).toMatchObject({ participants: 12, pointBiserial: expect.closeTo(1, 12), upperLower: 1 });
    expect(reports[2]).toMatchObject({ others: 0, discrimination: { participants: 0, pointBiserial: undefined } });
  });

  it('gives what itemStatistics gives of the same votes, whatever the class', () => {
    fc.assert(
      fc.property(anyClass, (results) => {
        const reports = reportsOf(results);
        results.questions.forEach(({ id, options, correct }, at) => {
          const cast = results.votes.filter((vote) => vote[1] === at).map(([who, , round, option]) => ({ participantId: `id-${results.participants[who]!.name}`, round, optionId: options[option]!.id }));
          const { rounds, matched, onlyIn } = itemStatistics({ id, optionIds: ['a', 'b', 'c', 'd'], key: correct }, cast);
          const report = reports[at]!;
          expect(report.statistics.matched).toEqual(matched);
          expect(report.statistics.onlyIn).toEqual(onlyIn);
          for (const round of [1, 2] as Round[]) {
            expect(report.statistics.rounds[round].counts).toEqual(rounds[round].counts);
            expect(report.intervals[round]).toEqual(wilsonInterval(rounds[round].correct, rounds[round].voters));
          }
          expect(report.statistics.rounds[1].byConfidence.reduce((sum, { voters }) => sum + voters, 0)).toBe(results.votes.filter((vote) => vote[1] === at && vote[2] === 1 && vote[4] >= 0).length);
        });
      }),
    );
  });

  it('is quick for 500 participants and 20,000 votes', () => {
    const hall = Array.from({ length: 500 }, (_, i) => `P${i}`);
    const letter = (i: number, q: number) => 'abcd'[(i * 7 + q * 3 + (i % 5) * q) % 4];
    const questions = Array.from({ length: 20 }, (_, q) => ({ votes: hall.map((name, i) => `${name}:${letter(i, q)}>${letter(i + 1, q)}`).join(' ') }));
    const results = sample({ people: hall, questions });
    expect(results.votes).toHaveLength(20_000);
    const start = performance.now();
    const reports = reportsOf(results);
    // About 60 ms on a slow machine; a page that froze would take seconds.
    expect(performance.now() - start).toBeLessThan(2000);
    expect(reports.every(({ discrimination }) => discrimination.participants === 500)).toBe(true);
  });
});
