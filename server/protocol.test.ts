// The protocol with 500 simulated phones, on both databases: every phase seen by all, no acknowledged vote lost or doubled, nothing told too early.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VoteReply } from '@site/src/formats/class';
import { SimulatedClass, stored, until } from './testing/class';
import { sampleQuestion } from './testing/instructor';
import { ask } from './testing/phone';
import { postgresPrograms, startEmbedded, startOnPostgres, startPostgres, type Postgres, type TestServer } from './testing/servers';

const PHONES = 500;
const options = ['first', 'second', 'third', 'fourth'];
const choice = (i: number, round: number) => options[(i * 7 + (i % 3) * round) % 4]!;

let postgres: Postgres | undefined;
beforeAll(async () => {
  if (postgresPrograms()) postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

/** Servers that share one database. */
const kinds: [string, boolean, () => Promise<TestServer[]>][] = [
  ['the embedded database', true, async () => [await startEmbedded()]],
  ['PostgreSQL', Boolean(postgresPrograms()), async () => [await startOnPostgres(await postgres!.createDatabase())]],
  [
    'two servers on one PostgreSQL',
    Boolean(postgresPrograms()),
    async () => {
      const url = await postgres!.createDatabase();
      return [await startOnPostgres(url), await startOnPostgres(url)];
    },
  ],
];

for (const [name, isThere, start] of kinds)
  describe.skipIf(!isThere)(`on ${name}`, () => {
    let servers: TestServer[] = [];
    let lesson: SimulatedClass;
    beforeAll(async () => {
      servers = await start();
      lesson = new SimulatedClass(servers.map(({ url }) => url));
      await lesson.host.open({ questions: [sampleQuestion(1), sampleQuestion(2)], settings: { pairing: true } });
      await lesson.bringIn(PHONES);
    }, 120_000);
    afterAll(async () => {
      lesson?.close();
      await Promise.all(servers.map((server) => server.stop()));
    });
    const query = <Row>(text: string) => servers[0]!.database.query<Row>(text);

    test('everyone has a name of their own, and is counted', async () => {
      expect(new Set(lesson.phones.map(({ name: own }) => own)).size).toBe(PHONES);
      await until(() => lesson.phones.every(({ me }) => me !== undefined), 'names');
      expect((await lesson.host.look()).host.counts).toEqual({ joined: PHONES, voted: 0 });
    });

    test('a whole question: two rounds, all phases seen by all, every acknowledged vote there once', { timeout: 120_000 }, async () => {
      const { host, phones } = lesson;
      await host.openNext();
      await lesson.seen('voting', 1);
      await Promise.all(phones.map((phone, i) => phone.vote(choice(i, 1))));
      // A tenth thinks again; twenty send what they sent before.
      await Promise.all(phones.slice(0, 50).map((phone) => phone.vote('fourth')));
      await Promise.all(phones.slice(50, 70).map((phone) => phone.post({ question: phone.snapshot!.question!.id, round: 1, option: choice(phones.indexOf(phone), 1), revision: 1 })));
      const { host: closed } = await host.do({ do: 'close' });
      await lesson.seen('closed', 1);
      expect(closed.rounds).toHaveLength(1);
      expect(closed.rounds[0]!.voted).toBe(PHONES);
      expect(await stored(query)).toEqual(lesson.promised());

      await host.do({ do: 'discuss' });
      await lesson.seen('discussing', 1);
      await until(() => phones.every(({ group }) => group), 'groups');
      const sizes = new Map<number, number>();
      for (const { group } of phones) sizes.set(group!.number, (sizes.get(group!.number) ?? 0) + 1);
      for (const { group } of phones) expect(sizes.get(group!.number)).toBe(group!.size);

      await host.do({ do: 'revote' });
      await lesson.seen('voting', 2);
      await Promise.all(phones.map((phone, i) => phone.vote(i % 5 === 0 ? choice(i, 2) : 'third')));
      await host.do({ do: 'close' });
      await lesson.seen('closed', 2);
      const { snapshot } = await host.do({ do: 'reveal' });
      await lesson.seen('revealed', 2);
      expect(await stored(query)).toEqual(lesson.promised());
      expect(lesson.promised().size).toBe(2 * PHONES);
      expect(snapshot.reveal!.rounds.map(({ voted }) => voted)).toEqual([PHONES, PHONES]);
      expect(snapshot.reveal!.transitions!.reduce((sum, { count }) => sum + count, 0)).toBe(PHONES);
      for (const { heard } of phones) {
        const seen = heard.filter(({ event }) => event === 'snapshot').map(({ data }) => (data as { seq: number }).seq);
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
      }
    });

    test('no message before the reveal held the key, an explanation or a count', () => {
      for (const { heard } of lesson.phones)
        for (const { data } of heard.filter(({ data: d }) => (d as { phase?: string }).phase !== 'revealed')) {
          const text = JSON.stringify(data);
          expect(text).not.toMatch(/"(correct|counts|whyHtml|explanationHtml|joined|voted|rounds|transitions)"/);
        }
    });

    test('a vote after the close is refused and told what is kept; before the open there is nothing to vote on', async () => {
      const { host, phones } = lesson;
      const [early] = phones;
      const planned = host.host!.questions.find(({ state }) => state === 'planned')!.id;
      expect((await early!.post({ question: planned, round: 1, option: 'first', revision: 900 })).status).toBe(409);
      await host.do({ do: 'next' });
      await host.openNext();
      await lesson.seen('voting', 1);
      await early!.vote('second');
      await host.do({ do: 'close' });
      const late = await early!.post({ question: planned, round: 1, option: 'third', revision: 901 });
      expect(late.status).toBe(409);
      expect(late.body).toMatchObject({ result: 'closed', vote: { option: 'second' } });
      expect((await early!.post({ question: planned, round: 2, option: 'third', revision: 902 })).status).toBe(409);
      await host.do({ do: 'reveal' });
    });

    test('replayed and reordered votes: the highest revision stays, whatever the order', async () => {
      await lesson.host.look();
      await fc.assert(
        fc.asyncProperty(fc.array(fc.record({ revision: fc.integer({ min: 1, max: 6 }), copies: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: PHONES - 1 }), async (sent, who) => {
          const { host } = lesson;
          await host.ask('POST', `/${host.code}/questions`, { add: [sampleQuestion(3)] });
          if ((await host.look()).snapshot.phase === 'revealed') await host.do({ do: 'next' });
          await host.openNext();
          const question = host.snapshot!.question!.id;
          const phone = lesson.phones[who]!;
          const optionOf = (revision: number) => options[revision % 4]!;
          const posts = sent.flatMap(({ revision, copies }) => Array.from({ length: copies }, () => ({ question, round: 1 as const, option: optionOf(revision), revision })));
          const answers = await Promise.all(posts.map((post) => phone.post(post)));
          const highest = Math.max(...posts.map(({ revision }) => revision));
          expect(answers.every(({ status }) => status === 200)).toBe(true);
          expect((await stored(query)).get(`${phone.name} ${question} 1`)).toBe(optionOf(highest));
          for (const { body } of answers.filter(({ body: { result } }) => result === 'older')) expect((body as VoteReply).vote!.revision).toBeLessThanOrEqual(highest);
          await host.do({ do: 'close' });
          expect(host.host!.rounds[0]!.voted).toBe(1);
          await host.do({ do: 'reveal' });
        }),
        { numRuns: 12 },
      );
    }, 120_000);

    test('a timer closes the vote by itself, once, and says how long is left', async () => {
      const { host, phones } = lesson;
      await host.ask('POST', `/${host.code}/questions`, { add: [sampleQuestion(4)] });
      await host.look();
      await host.do({ do: 'next' });
      const { snapshot } = await host.openNext(5);
      expect(snapshot.remainingMs).toBeGreaterThan(4000);
      expect(snapshot.remainingMs).toBeLessThanOrEqual(5000);
      const seq = snapshot.seq;
      await lesson.seen('closed', 1);
      expect(phones[0]!.snapshot!.seq).toBe(seq + 1);
      await host.look();
      await host.do({ do: 'reveal' });
    }, 60_000);

    test('two instructors, one button: the second press is told that the room has moved on', async () => {
      const { host } = lesson;
      await host.look();
      const seq = host.snapshot!.seq;
      const answers = await Promise.all([host.send({ do: 'next' }, seq), host.send({ do: 'next' }, seq), host.send({ do: 'end' }, seq)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      await host.look();
      expect(host.snapshot!.seq).toBe(seq + 1);
    });

    test('a meeting ends, and goes on on another day with the same people', async () => {
      const { host } = lesson;
      await host.look();
      if (host.snapshot!.phase !== 'ended') await host.do({ do: 'end' });
      await lesson.seen('ended', 0);
      const { host: resumed } = await host.do({ do: 'resume' });
      expect(resumed.meeting).toBe(2);
      await lesson.seen('waiting', 0);
    });

    test('a second device by a key; a key works once; the projector’s opens no answers', async () => {
      const { host } = lesson;
      const { body } = await host.ask<{ key: string }>('POST', `/${host.code}/handoffs`, { role: 'projector' });
      const take = () => ask<{ role: string; secret: string }>(servers.at(-1)!.url, 'POST', `/api/class/rooms/${host.code}/leaders`, { key: body.key.toLowerCase() }, { headers: { 'X-Bearer': 'yes' } });
      const taken = await take();
      expect(taken.status).toBe(201);
      expect(taken.body.role).toBe('projector');
      expect((await take()).status).toBe(403);
      const look = await ask(servers[0]!.url, 'GET', `/api/class/rooms/${host.code}/host`, undefined, { headers: { Authorization: `Bearer ${taken.body.secret}` } });
      expect(look.status).toBe(403);
    });

    test('an erased room is gone for everyone', async () => {
      const { host, phones } = lesson;
      expect((await host.ask('DELETE', `/${host.code}`)).status).toBe(204);
      await until(() => phones.every(({ heard }) => heard.at(-1)!.event === 'gone'), 'everyone to hear that the room is gone');
      expect((await phones[0]!.post({ question: '00000000-0000-4000-8000-000000000000', round: 1, option: 'first', revision: 1000 })).status).toBe(401);
      for (const table of ['votes', 'participants', 'attendance', 'questions', 'leaders']) expect(await query(`select * from ${table}`)).toEqual([]);
    });
  });
