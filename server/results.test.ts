// After class: what the instructor gets is what was asked and answered, and the list of the class stays apart from it.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClassResults } from '@site/src/formats/class-results';
import { coursePoints, itemStatistics, pointsScheme } from '@site/src/quiz/peer';
import { SimulatedClass } from './testing/class';
import { sampleQuestion } from './testing/instructor';
import { startEmbedded, type TestServer } from './testing/servers';

let server: TestServer;
let lesson: SimulatedClass;
beforeAll(async () => {
  server = await startEmbedded();
  lesson = new SimulatedClass([server.url]);
  await lesson.host.open({ questions: [sampleQuestion(1), sampleQuestion(2), sampleQuestion(3)], settings: { askConfidence: true } });
  await lesson.bringIn(12);
}, 60_000);
afterAll(async () => {
  lesson.close();
  await server.stop();
});

const results = async () => (await lesson.host.ask<ClassResults>('GET', `/${lesson.host.code}/results`)).body;

async function ask(first: (i: number) => string, second?: (i: number) => string): Promise<void> {
  const { host, phones } = lesson;
  await host.openNext();
  await lesson.seen('voting', 1);
  await Promise.all(phones.map((phone, i) => phone.vote(first(i))));
  await host.do({ do: 'close' });
  if (second) {
    await host.do({ do: 'revote' });
    await lesson.seen('voting', 2);
    await Promise.all(phones.map((phone, i) => phone.vote(second(i))));
    await host.do({ do: 'close' });
  }
  await host.do({ do: 'reveal' });
  await host.do({ do: 'next' });
}

test('votes, rounds and late joiners are as they were', async () => {
  await ask((i) => (i < 4 ? 'third' : 'first'), (i) => (i < 8 ? 'third' : 'second'));
  await lesson.bringIn(3);
  await ask(() => 'third');
  const { questions, participants, votes, attendance, meetings } = await results();
  expect(questions.map(({ number, rounds, correct }) => ({ number, rounds, correct }))).toEqual([
    { number: 1, rounds: 2, correct: 'third' },
    { number: 2, rounds: 1, correct: 'third' },
  ]);
  expect(participants.map(({ name }) => name).sort()).toEqual(lesson.phones.map(({ name }) => name).sort());
  expect(meetings).toHaveLength(1);
  expect(attendance.map(([, , joinedAfter]) => joinedAfter).sort()).toEqual([...Array(12).fill(0), ...Array(3).fill(1)]);
  const item = { id: questions[0]!.id, optionIds: questions[0]!.options.map(({ id }) => id), key: 'third' };
  const cast = votes.filter(([, question]) => question === 0).map(([who, , round, option]) => ({ participantId: participants[who]!.id, round, optionId: item.optionIds[option]! }));
  const { matched } = itemStatistics(item, cast);
  expect(matched.cells).toEqual({ rightRight: 4, rightWrong: 0, wrongRight: 4, wrongWrong: 4 });
  expect(matched.normalizedChange).toBeCloseTo((8 / 12 - 4 / 12) / (1 - 4 / 12), 12);
  expect(votes.filter(([, question]) => question === 1)).toHaveLength(15);
});

test('points by the scheme that the instructor keeps', async () => {
  const scheme = pointsScheme.parse({ takingPart: { points: 2, atLeast: 1 }, perCorrect: 1, sessionCap: null, dropLowest: 0 });
  expect((await lesson.host.ask('PUT', `/${lesson.host.code}/grading`, { scheme, excused: {} })).status).toBe(204);
  const { grading, questions, participants, votes, attendance } = await results();
  expect(grading!.scheme).toEqual(scheme);
  const sessions = [
    {
      sessionId: '1',
      questions: questions.map(({ id, rounds }) => ({ questionId: id, rounds })),
      attendances: attendance.map(([who, , joinedAfter]) => ({
        participantId: participants[who]!.id,
        joinedAfter,
        answers: questions.map(({ id, options, correct }, at) => {
          const right = (round: number) => {
            const vote = votes.find(([p, question, r]) => p === who && question === at && r === round);
            return vote && options[vote[3]]!.id === correct;
          };
          return { questionId: id, first: right(1), second: right(2) };
        }),
      })),
    },
  ];
  const points = coursePoints(sessions, pointsScheme.parse(grading!.scheme)).map(({ points: total }) => total).sort();
  // Eight got both right in one round or the other, four only the second question; three came late: one question of two.
  expect(points).toEqual([...Array(3).fill(1), ...Array(4).fill(3), ...Array(8).fill(4)]);
  expect((await lesson.host.ask('PUT', `/${lesson.host.code}/grading`, { scheme: { perCorrect: -1 } })).status).toBe(400);
});

test('the list of the class: who is on it may say so; erasing it leaves votes and names', async () => {
  const { host, phones } = lesson;
  const put = (csv: string) => host.ask<{ message: string }>('PUT', `/${host.code}/roster`, { csv });
  const refused = await put('id,name\na1,Ada\na1,Bo');
  expect(refused.status).toBe(400);
  expect(refused.body.message).toMatch(/line 3/);
  expect((await put('ID;Name;Email\na1;"Lovelace; Ada";ada@example.org\nb2;Bo;')).status).toBe(204);
  expect((await phones[0]!.identify('zz')).status).toBe(404);
  expect((await phones[0]!.identify('a1')).status).toBe(204);
  const known = await results();
  expect(known.roster).toEqual([
    { id: 'a1', name: 'Lovelace; Ada', email: 'ada@example.org' },
    { id: 'b2', name: 'Bo', email: '' },
  ]);
  expect(known.participants.find(({ name }) => name === phones[0]!.name)!.studentId).toBe('a1');
  expect((await host.ask('DELETE', `/${host.code}/roster`)).status).toBe(204);
  const after = await results();
  expect(after.roster).toEqual([]);
  expect(after.participants.every(({ studentId }) => studentId === undefined)).toBe(true);
  expect(after.votes).toEqual(known.votes);
});
