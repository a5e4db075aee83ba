import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coursePoints, pointsScheme, readCsv, writeCsv } from '@site/src/quiz/peer';
import { peopleOf, recordsOf } from './people';
import { reportsOf } from './report';
import { anyClass, sample } from './sample';
import { changesTable, fileName, pointsTable, questionsTable, votesTable, type Table } from './tables';

/** Rows as a spreadsheet has them: by title, all text. */
function rowsOf(table: Table): Record<string, string>[] {
  const [titles = [], ...rows] = readCsv(writeCsv(table, { bom: true }));
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [titles[i]!, cell])));
}

const told = sample({
  people: ['Otter', 'Lynx', 'Wren'],
  meetings: 2,
  claims: { Otter: '007' },
  roster: [
    { id: '007', name: 'Doe, Jane', email: 'jane@example.org' },
    { id: '008', name: '=Bo', email: '' },
  ],
  questions: [{ votes: 'Otter:b!>a Lynx:a>a Wren:b', correct: 'a' }, { meeting: 2, rounds: 1, votes: 'Otter:b?', options: 'xb', correct: 'b', stemHtml: '<p>One &amp; "two"</p>' }],
});

describe('the table of questions', () => {
  const [first, second] = rowsOf(questionsTable(reportsOf(told)));
  it('has what one counts by hand', () => {
    expect(first).toMatchObject({ meeting: '1', question: '1', text: 'Which?', 'option A': 'Option a', 'right option': 'A', rounds: '2', 'round 1 voters': '3', 'round 1 right': '1', 'round 1 share right': '0.333333', 'round 1 A': '1', 'round 1 B': '2', 'round 1 C': '0' });
    expect(first).toMatchObject({ 'round 1 sure voters': '1', 'round 1 sure right': '0', 'round 1 voted in this round alone': '1', 'round 2 voters': '2', 'round 2 A': '2', 'voted twice': '2', 'right then right': '1', 'wrong then right': '1', pre: '0.5', post: '1', 'normalized gain': '1', 'normalized change': '1' });
    expect(first).toMatchObject({ 'wrong options that draw fewer than 5 %': 'C D', 'point-biserial': '', D: '', 'discrimination rests on': '0' });
  });
  it('leaves empty what was not held', () => {
    expect(second).toMatchObject({ meeting: '2', question: '1', text: 'One & "two"', 'option C': '', 'right option': 'B', 'round 1 share right': '1', 'round 2 voters': '', 'round 2 A': '', 'voted twice': '', pre: '', 'round 1 C': '' });
  });
});

it('the table of points holds ids where they are known and made-up names where not', () => {
  const people = peopleOf(told);
  const scheme = pointsScheme.parse({ takingPart: { points: 0 }, perAnswered: 1, perCorrect: 0, sessionCap: null, dropLowest: 0 });
  const points = coursePoints(recordsOf(told, people).sessions, scheme, people.map(({ key }) => key));
  const rows = rowsOf(pointsTable(people, points, told.meetings));
  expect(rows).toMatchObject([
    { id: '007', name: 'Doe, Jane', email: 'jane@example.org', 'made-up name': '', 'meeting 1 points': '1', 'meeting 1 possible': '1', 'meeting 1': 'counted', points: '2', possible: '2', share: '1' },
    { id: '008', name: '=Bo', points: '0', possible: '2', share: '0' },
    { id: '', name: '', 'made-up name': 'Lynx', points: '1' },
    { id: '', name: '', 'made-up name': 'Wren', points: '1' },
  ]);
});

it('the table of votes is the votes, under made-up names', () => {
  expect(rowsOf(votesTable(told))).toEqual([
    { meeting: '1', question: '1', round: '1', participant: 'Otter', option: 'B', right: '0', confidence: 'sure' },
    { meeting: '1', question: '1', round: '1', participant: 'Lynx', option: 'A', right: '1', confidence: '' },
    { meeting: '1', question: '1', round: '1', participant: 'Wren', option: 'B', right: '0', confidence: '' },
    { meeting: '1', question: '1', round: '2', participant: 'Otter', option: 'A', right: '1', confidence: '' },
    { meeting: '1', question: '1', round: '2', participant: 'Lynx', option: 'A', right: '1', confidence: '' },
    { meeting: '2', question: '1', round: '1', participant: 'Otter', option: 'B', right: '1', confidence: 'guess' },
  ]);
});

it('the table of changes has every pair of options, and sums to those who voted twice', () => {
  const rows = rowsOf(changesTable(reportsOf(told)));
  expect(rows).toHaveLength(16);
  expect(rows.filter(({ participants }) => participants !== '0')).toEqual([
    { meeting: '1', question: '1', from: 'A', to: 'A', participants: '1', 'from right': '1', 'to right': '1' },
    { meeting: '1', question: '1', from: 'B', to: 'A', participants: '1', 'from right': '0', 'to right': '1' },
  ]);
});

it('tables agree with the votes, whatever the class', () => {
  fc.assert(
    fc.property(anyClass, (results) => {
      const reports = reportsOf(results);
      const votes = rowsOf(votesTable(results));
      expect(votes).toHaveLength(results.votes.length);
      for (const row of rowsOf(questionsTable(reports)))
        for (const round of ['1', '2']) {
          const cast = votes.filter((vote) => vote.meeting === row.meeting && vote.question === row.question && vote.round === round);
          if (Number(round) > Number(row.rounds)) expect(row[`round ${round} voters`]).toBe('');
          else expect([row[`round ${round} voters`], row[`round ${round} right`], row[`round ${round} B`]].map(Number)).toEqual([cast.length, cast.filter(({ right }) => right === '1').length, cast.filter(({ option }) => option === 'B').length]);
        }
      const twice = rowsOf(questionsTable(reports)).reduce((sum, row) => sum + Number(row['voted twice']), 0);
      expect(rowsOf(changesTable(reports)).reduce((sum, { participants }) => sum + Number(participants), 0)).toBe(twice);
    }),
  );
});

it('an empty class gives titles alone', () => {
  const empty = sample({ people: [], questions: [] });
  for (const table of [questionsTable([]), votesTable(empty), changesTable([]), pointsTable([], [], empty.meetings)]) expect(table).toHaveLength(1);
});

it.each([
  ['Attention', 'Attention-votes-2026-03-05.csv'],
  ['  CS 101: "Müller / Groß" <b>\n', 'CS-101-Müller-Groß-b-votes-2026-03-05.csv'],
  ['../../etc', 'etc-votes-2026-03-05.csv'],
  ['夜空', '夜空-votes-2026-03-05.csv'],
  ['!!!', 'class-votes-2026-03-05.csv'],
  ['x'.repeat(200), `${'x'.repeat(60)}-votes-2026-03-05.csv`],
])('the file of %j', (title, name) => expect(fileName(title, 'votes', new Date(2026, 2, 5))).toBe(name));
