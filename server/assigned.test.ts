// Answering alone: a first vote that stays, two cases that say nothing of the key, a second vote, then the answer; on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassResults } from '@site/src/formats/class-results';
import { SimulatedClass, until } from './testing/class';
import { sampleQuestion } from './testing/instructor';
import { postgresPrograms, startEmbedded, startOnPostgres, startPostgres, type Postgres, type TestServer } from './testing/servers';

const withCases = (n: number) => ({ ...sampleQuestion(n), options: sampleQuestion(n).options.map((option) => ({ ...option, argument: `A case for ${option.id}.` })) });

for (const kind of ['the embedded database', 'PostgreSQL'])
  describe.skipIf(kind === 'PostgreSQL' && !postgresPrograms())(`on ${kind}`, () => {
    let postgres: Postgres | undefined;
    let server: TestServer;
    let lesson: SimulatedClass;
    beforeAll(async () => {
      if (kind === 'PostgreSQL') postgres = await startPostgres();
      server = postgres ? await startOnPostgres(await postgres.createDatabase()) : await startEmbedded();
      lesson = new SimulatedClass([server.url]);
      await lesson.host.open({ questions: [withCases(1), withCases(2)] });
      await lesson.bringIn(20);
    }, 60_000);
    afterAll(async () => {
      lesson.close();
      await server.stop();
      postgres?.stop();
    });

    test('nothing is given out before the instructor says so', async () => {
      const [phone] = lesson.phones;
      expect(await phone!.assigned()).toEqual([]);
      expect((await phone!.voteAlone(lesson.host.host!.questions[0]!.id, 1, 'first')).status).toBe(409);
    });

    test('vote, two cases, vote, answer; each vote stays', async () => {
      const { host, phones } = lesson;
      await host.do({ do: 'assign', hours: 24 });
      await lesson.seen('assigned', 0);
      const [phone] = phones;
      const [first, second] = await phone!.assigned();
      expect(Object.keys(first!)).toEqual(['question', 'votes']);
      expect(JSON.stringify([first, second])).not.toMatch(/correct|whyHtml|explanation|A case for/);
      // No second vote without a first one.
      expect((await phone!.voteAlone(first!.question.id, 2, 'first')).status).toBe(409);
      expect((await phone!.voteAlone(first!.question.id, 1, 'fifth')).status).toBe(409);
      const voted = (await phone!.voteAlone(first!.question.id, 1, 'first')).body;
      expect(voted.answer).toBeUndefined();
      expect(JSON.stringify(voted)).not.toMatch(/correct|whyHtml|explanation/);
      const cases = voted.arguments!.map(({ option }) => option);
      expect(cases).toHaveLength(2);
      expect(cases).toContain('third');
      expect(cases).not.toContain('first');
      // What was read is read: a first vote does not change any more, and the cases stay the same.
      const again = (await phone!.voteAlone(first!.question.id, 1, 'third')).body;
      expect(again.votes[1]!.option).toBe('first');
      expect(again.arguments).toEqual(voted.arguments);
      const done = (await phone!.voteAlone(first!.question.id, 2, 'third')).body;
      expect(done.answer!.correct).toBe('third');
      expect((await phone!.voteAlone(first!.question.id, 2, 'second')).body.votes[2]!.option).toBe('third');
      expect((await phone!.assigned())[1]!.votes).toEqual({});
    });

    test('many at once, each twice; what the results hold is what was acknowledged', async () => {
      const { host, phones } = lesson;
      const rest = phones.slice(1);
      const questions = (await rest[0]!.assigned()).map(({ question }) => question.id);
      await Promise.all(
        rest.map(async (phone, i) => {
          for (const question of questions) {
            await Promise.all([phone.voteAlone(question, 1, i % 2 ? 'third' : 'second'), phone.voteAlone(question, 1, i % 2 ? 'third' : 'second')]);
            expect((await phone.voteAlone(question, 2, 'third')).status).toBe(200);
          }
        }),
      );
      expect((await host.look()).host.counts.voted).toBe(phones.length);
      const { body } = await host.ask<ClassResults>('GET', `/${host.code}/results`);
      expect(body.votes.filter(([, , round]) => round === 2)).toHaveLength(rest.length * 2 + 1);
      expect(body.votes.filter(([, , round]) => round === 1)).toHaveLength(rest.length * 2 + 1);
      expect(body.questions.map(({ rounds }) => rounds)).toEqual([2, 2]);
    });

    test('collected: no vote is taken, and everyone sees every answer', async () => {
      const { host, phones } = lesson;
      await host.do({ do: 'collect' });
      await lesson.seen('waiting', 0);
      const [phone] = phones;
      const [, second] = await phone!.assigned();
      expect(second!.answer!.correct).toBe('third');
      expect((await phone!.voteAlone(second!.question.id, 1, 'first')).status).toBe(409);
      expect((await host.send({ do: 'assign', hours: null })).status).toBe(409);
    });

    test('what the class votes on together is not among them, neither during its second vote nor afterwards', async () => {
      const { host, phones } = lesson;
      const [phone] = phones;
      const before = await phone!.assigned();
      await host.ask('POST', `/${host.code}/questions`, { add: [withCases(3)] });
      await host.look();
      await host.openNext();
      await lesson.seen('voting', 1);
      await phone!.vote('first');
      await host.do({ do: 'close' });
      await host.do({ do: 'revote', seconds: null });
      await lesson.seen('voting', 2);
      await phone!.vote('second');
      expect(await phone!.assigned()).toEqual(before);
      await host.do({ do: 'close' });
      await host.do({ do: 'reveal' });
      await host.do({ do: 'next' });
      expect(await phone!.assigned()).toEqual(before);
    });

    test('they are collected by themselves when the time is up', async () => {
      const { host } = lesson;
      await host.ask('POST', `/${host.code}/questions`, { add: [withCases(4)] });
      await host.look();
      await host.do({ do: 'assign', hours: 1 });
      // Of these: what was voted on before in this meeting does not count.
      expect((await host.look()).host.counts.voted).toBe(0);
      await server.database.query("update rooms set deadline = clock_timestamp() + interval '300 milliseconds', seq = seq + 1");
      await server.database.query("select pg_notify('class_rooms', id || ' ' || seq) from rooms");
      await until(() => lesson.phones.every(({ snapshot }) => snapshot!.phase === 'waiting'), 'the questions to be collected');
    });
  });
