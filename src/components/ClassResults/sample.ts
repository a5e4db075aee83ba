// Results of small classes for the tests of this folder, told in a few letters.

import fc from 'fast-check';
import type { ClassResults, VoteRow } from '@site/src/formats/class-results';

export interface ToldQuestion {
  meeting?: number;
  rounds?: 1 | 2;
  /** "Ann:a>b Bo:->c! Cy:a?": first and second vote by letter, - for none; ! is sure, ? a guess. */
  votes: string;
  /** Letters of the options; the first is the right one unless told. */
  options?: string;
  correct?: string;
  stemHtml?: string;
}

export interface Told {
  people: string[];
  questions: ToldQuestion[];
  /** Student ids by generated name. */
  claims?: Record<string, string>;
  roster?: ClassResults['roster'];
  meetings?: number;
  /** [name, meeting, joined after]; everyone at every meeting from its beginning unless told. */
  attendance?: [name: string, meeting: number, joinedAfter: number][];
}

const sureness: Record<string, number> = { '?': 0, '!': 2 };

function votesOf(text: string, question: number, people: readonly string[], options: string): VoteRow[] {
  return text.split(' ').filter(Boolean).flatMap((told) => {
    const [name = '', votes = ''] = told.split(':');
    return votes.split('>').flatMap((vote, i): VoteRow[] => (vote[0] === '-' ? [] : [[people.indexOf(name), question, (i + 1) as 1 | 2, options.indexOf(vote[0]!), sureness[vote[1] ?? ''] ?? -1]]));
  });
}

export function sample({ people, questions, claims = {}, roster = [], meetings = 1, attendance }: Told): ClassResults {
  const numbers = Array.from({ length: meetings }, (_, i) => i + 1);
  const asked = questions.map(({ meeting = 1, rounds = 2, options = 'abcd', correct = options[0]!, stemHtml = '<p>Which?</p>' }, at) => ({
    id: `q${at}`,
    meeting,
    number: questions.slice(0, at + 1).filter((other) => (other.meeting ?? 1) === meeting).length,
    stemHtml,
    options: [...options].map((id) => ({ id, html: `Option <em>${id}</em>` })),
    correct,
    rounds,
    openedAt: `2026-11-${20 + meeting}T10:0${at % 10}:00.000Z`,
  }));
  const seen = attendance ?? people.flatMap((name) => numbers.map((meeting): [string, number, number] => [name, meeting, 0]));
  return {
    schemaVersion: 1,
    code: 'ABC234',
    title: 'Attention',
    meetings: numbers.map((number) => ({ number, startedAt: `2026-11-${20 + number}T10:00:00.000Z`, endedAt: `2026-11-${20 + number}T11:00:00.000Z` })),
    questions: asked,
    participants: people.map((name) => ({ id: `id-${name}`, name, ...(claims[name] ? { studentId: claims[name] } : {}) })),
    attendance: seen.map(([name, meeting, after]) => [people.indexOf(name), meeting, after]),
    votes: questions.flatMap(({ votes, options = 'abcd' }, at) => votesOf(votes, at, people, options)),
    roster,
    grading: null,
  };
}

const vote = fc.constantFrom('-', 'a', 'b', 'c', 'a!', 'b!', 'c?', 'd');

/** Any small class: some devices of one student, some students away, two meetings. */
export const anyClass: fc.Arbitrary<ClassResults> = fc.integer({ min: 1, max: 14 }).chain((count) => {
  const people = Array.from({ length: count }, (_, i) => `P${i}`);
  const question = fc.record({ meeting: fc.constantFrom(1, 2), rounds: fc.constantFrom(1 as const, 2 as const), votes: fc.array(fc.tuple(vote, vote), { minLength: count, maxLength: count }) });
  return fc.record({ questions: fc.array(question, { maxLength: 6 }), ids: fc.array(fc.constantFrom('', '1', '2', '3', '9'), { minLength: count, maxLength: count }) }).map(({ questions, ids }) =>
    sample({
      people,
      meetings: 2,
      claims: Object.fromEntries(ids.flatMap((id, i) => (id ? [[people[i]!, id]] : []))),
      roster: ['1', '2', '3'].map((id) => ({ id, name: `Name ${id}`, email: '' })),
      questions: [...questions]
        .sort((a, b) => a.meeting - b.meeting)
        .map(({ votes, rounds, meeting }) => ({ meeting, rounds, votes: votes.map(([first, second], i) => `${people[i]}:${first}${rounds === 2 ? `>${second}` : ''}`).join(' ') })),
    }),
  );
});
