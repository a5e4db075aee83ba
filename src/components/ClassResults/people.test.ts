import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coursePoints, pointsScheme } from '@site/src/quiz/peer';
import { calledBy, excusedRecords, isExcused, peopleOf, recordsOf, withExcused, type Excused } from './people';
import { anyClass, sample } from './sample';

const roster = [
  { id: '1', name: 'Ada', email: 'ada@example.org' },
  { id: '2', name: 'Bo', email: '' },
];
const perQuestion = pointsScheme.parse({ takingPart: { points: 0 }, perAnswered: 1, perCorrect: 1, sessionCap: null, dropLowest: 0 });

describe('peopleOf', () => {
  const people = peopleOf(sample({ people: ['Otter', 'Lynx', 'Heron', 'Wren'], claims: { Otter: '1', Heron: '1', Wren: 'x' }, roster, questions: [] }));
  it('joins the devices of a student, and lists who is away and who gave no id', () => {
    expect(people.map((person) => [calledBy(person), person.studentId, person.isListed, person.devices.map(({ name }) => name)])).toEqual([
      ['Ada', '1', true, ['Otter', 'Heron']],
      ['Bo', '2', true, []],
      ['x', 'x', false, ['Wren']],
      ['Lynx', undefined, false, ['Lynx']],
    ]);
  });
  it('has everybody once, whatever the class', () => {
    fc.assert(
      fc.property(anyClass, (results) => {
        const found = peopleOf(results);
        expect(found.flatMap(({ devices }) => devices.map(({ id }) => id)).sort()).toEqual(results.participants.map(({ id }) => id).sort());
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        expect(found.filter(({ isListed }) => isListed).map(({ studentId }) => studentId)).toEqual(results.roster.map(({ id }) => id));
      }),
    );
  });
});

describe('recordsOf', () => {
  const earned = (told: Parameters<typeof sample>[0], excused: Excused = {}) => {
    const results = sample(told);
    const people = peopleOf(results);
    const { sessions, twice } = recordsOf(results, people);
    const points = coursePoints(excusedRecords(sessions, people, excused), perQuestion, people.map(({ key }) => key));
    return { points: Object.fromEntries(people.map((person, i) => [calledBy(person), points[i]!.points])), states: points.map(({ sessions: all }) => all.map(({ state }) => state)), twice, people, sessions };
  };

  it('gives one student with two devices the union of both', () => {
    // Otter answers the first question and goes home; Heron, the same student, comes for the second.
    const { points, sessions, twice } = earned({
      people: ['Otter', 'Heron'],
      claims: { Otter: '1', Heron: '1' },
      roster,
      questions: [{ votes: 'Otter:a>a' }, { votes: 'Heron:b>a' }],
      attendance: [
        ['Otter', 1, 0],
        ['Heron', 1, 1],
      ],
    });
    expect(points).toEqual({ Ada: 4, Bo: 0 });
    expect(sessions[0]!.attendances).toEqual([{ participantId: 'student 1', joinedAfter: 0, answers: [{ questionId: 'q0', first: true, second: true }, { questionId: 'q1', first: false, second: true }] }]);
    expect(twice.size).toBe(0);
  });
  it('does not let a second phone guess again', () => {
    const { points, twice } = earned({ people: ['Otter', 'Heron'], claims: { Otter: '1', Heron: '1' }, questions: [{ rounds: 1, votes: 'Otter:a Heron:b' }, { rounds: 1, votes: 'Otter:a Heron:a' }] });
    expect(points).toEqual({ 1: 3 });
    expect(twice).toEqual(new Map([['student 1', 2]]));
  });
  it('gives nothing to who was away, and counts nothing of who is excused', () => {
    const told = { people: ['Otter', 'Lynx'], meetings: 2, claims: { Otter: '1' }, roster, questions: [{ votes: 'Otter:a>a Lynx:a>b' }, { meeting: 2, votes: 'Otter:b>b' }] };
    expect(earned(told).points).toEqual({ Ada: 3, Bo: 0, Lynx: 2 });
    expect(earned(told, { 2: ['id-Otter'], 1: ['id-Lynx'] })).toMatchObject({ points: { Ada: 2, Lynx: 0 }, states: [['counted', 'excused'], ['counted', 'counted'], ['excused', 'counted']] });
  });
  it('excuses who was not there', () => {
    const told = { people: ['Otter'], meetings: 2, questions: [{ votes: 'Otter:a>a' }, { meeting: 2, votes: '' }], attendance: [['Otter', 1, 0]] as [string, number, number][] };
    expect(earned(told, { 2: ['id-Otter'] }).states).toEqual([['counted', 'excused']]);
  });
  it('gives the points of one’s own votes where each has one device, whatever the class', () => {
    fc.assert(
      fc.property(anyClass, (results) => {
        const single = { ...results, participants: results.participants.map(({ id, name }) => ({ id, name })), roster: [] };
        const people = peopleOf(single);
        const points = coursePoints(recordsOf(single, people).sessions, perQuestion, people.map(({ key }) => key));
        people.forEach((_, who) => {
          const mine = single.votes.filter((vote) => vote[0] === who);
          const answered = new Set(mine.map(([, at]) => at)).size;
          const right = new Set(mine.filter(([, , , option]) => option === 0).map(([, at]) => at)).size;
          expect(points[who]!.points).toBe(answered + right);
        });
      }),
    );
  });
  it('never gives more for votes that another device of the same student adds to the same questions', () => {
    const right = pointsScheme.parse({ takingPart: { points: 0 }, perAnswered: 0, perCorrect: 1, sessionCap: null, dropLowest: 0 });
    fc.assert(
      fc.property(anyClass, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 }), (results, options) => {
        const alone = { ...results, roster: [], participants: results.participants.map(({ id, name }, i) => ({ id, name, studentId: String(i) })) };
        const mine = alone.votes.filter(([who]) => who === 0);
        const copied = mine.map(([, at, round, , sure], i): (typeof mine)[number] => [alone.participants.length, at, round, options[i]!, sure]);
        const both = { ...alone, participants: [...alone.participants, { id: 'id-second', name: 'Second', studentId: '0' }], votes: [...alone.votes, ...copied] };
        const earnedBy = (of: typeof alone) => coursePoints(recordsOf(of, peopleOf(of)).sessions, right, ['student 0'])[0]!.points;
        expect(earnedBy(both)).toBeLessThanOrEqual(earnedBy(alone));
      }),
    );
  });
});

describe('withExcused', () => {
  const [ada] = peopleOf(sample({ people: ['Otter', 'Heron'], claims: { Otter: '1', Heron: '1' }, roster, questions: [] }));
  it('goes on and off again, and leaves others alone', () => {
    const before: Excused = { 1: ['id-else'] };
    const on = withExcused(before, 1, ada!, true);
    expect(on).toEqual({ 1: ['id-else', 'id-Otter', 'id-Heron'] });
    expect(isExcused(on, 1, ada!)).toBe(true);
    expect(withExcused(on, 1, ada!, false)).toEqual(before);
    expect(withExcused(withExcused({}, 2, ada!, true), 2, ada!, false)).toEqual({});
    expect(isExcused({ 1: ['id-Heron'] }, 1, ada!)).toBe(true);
  });
});
