// PostgreSQL crashes and comes back under two servers with a class of phones; its disk is full; the servers' clocks disagree.

import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '@site/src/engine/random';
import type { ApiError, Snapshot } from '@site/src/formats/class';
import { openPostgres } from './database/postgres';
import { toHttpError } from './http/errors';
import { SimulatedClass, stored } from './testing/class';
import { Crowd, lesson as stepsOf, sleep } from './testing/crowd';
import { sampleQuestion } from './testing/instructor';
import { ask } from './testing/phone';
import { seedOfRun } from './testing/seed';
import { postgresPrograms, spawnServer, startPostgres, type Postgres, type ServerProcess } from './testing/servers';

const PHONES = 60;
const CRASHES = 4;
const AN_HOUR = 3600 * 1000;

describe.skipIf(!postgresPrograms())('with PostgreSQL', () => {
  let postgres: Postgres;
  let url: string;
  let servers: ServerProcess[];
  let lesson: SimulatedClass;
  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
    const skewed = join(process.cwd(), 'server/testing/skewed-clock.ts');
    // Both make the tables of an empty database at the same moment; one of them lives an hour ahead.
    servers = await Promise.all([spawnServer({ DATABASE_URL: url }), spawnServer({ DATABASE_URL: url, CLOCK_SKEW_MS: String(AN_HOUR) }, undefined, [skewed])]);
    lesson = new SimulatedClass(servers.map((server) => server.url));
    await lesson.host.open({ questions: Array.from({ length: 8 }, (_, i) => sampleQuestion(i)) });
    await lesson.bringIn(PHONES);
  }, 120_000);
  afterAll(async () => {
    lesson?.close();
    await Promise.all((servers ?? []).map((server) => server.kill()));
    postgres?.stop();
  });

  async function query<Row>(text: string): Promise<Row[]> {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows as Row[];
  }

  const seed = seedOfRun();
  test(`it crashes ${CRASHES} times under load, seed ${seed}: nothing acknowledged is lost, nothing but 503 meanwhile, all is heard afterwards`, { timeout: 180_000 }, async () => {
    const rng = createRng(seed);
    const { host, phones } = lesson;
    const answers: { status: number; retryAfter: string | undefined }[] = [];
    for (const phone of phones) {
      const post = phone.post.bind(phone);
      phone.post = async (vote) => {
        const answer = await post(vote);
        answers.push({ status: answer.status, retryAfter: answer.headers['retry-after'] });
        return answer;
      };
    }
    const crowd = new Crowd(lesson, rng);
    const steps = stepsOf(host)[Symbol.iterator]();
    for (let crash = 0; crash < CRASHES; crash++) {
      // The instructor presses on all the while.
      const pressed = steps.next().value!();
      await sleep(rng.uniform() * 500);
      await postgres.crash();
      for (const server of servers) {
        const ready = await ask<ApiError>(server.url, 'GET', '/readyz');
        expect(ready).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { error: 'database' } });
        expect((await ask(server.url, 'GET', '/healthz')).status).toBe(200);
      }
      await sleep(1000 + rng.uniform() * 2000);
      await postgres.startAgain();
      await pressed;
      await lesson.seen(host.snapshot!.phase, host.snapshot!.round);
      // One connection of each process listens again, and one alone.
      await untilListening();
    }
    while (host.snapshot!.phase !== 'waiting') {
      await steps.next().value!();
      await lesson.seen(host.snapshot!.phase, host.snapshot!.round);
    }
    await crowd.stop();
    expect(await stored(query)).toEqual(lesson.promised());
    expect(lesson.promised().size).toBeGreaterThan(PHONES);
    expect([...new Set(answers.map(({ status }) => status))].filter((status) => ![200, 409, 503].includes(status))).toEqual([]);
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    for (const { status, retryAfter } of answers) if (status === 503) expect(retryAfter).toBe('1');
    for (const server of servers) expect(server.process.exitCode).toBeNull();
  });

  const listening = async () => (await query<{ count: number }>("select count(*)::int as count from pg_stat_activity where query like 'listen %'"))[0]!.count;

  async function untilListening(): Promise<void> {
    for (let tries = 0; (await listening()) < servers.length && tries < 200; tries++) await sleep(50);
    // Whatever else would connect has had its time.
    await sleep(1000);
    expect(await listening()).toBe(servers.length);
  }

  test('a connection that dies within a transaction fails the transaction, and nothing else', async () => {
    const database = await openPostgres(url, 2);
    const failure = await database.orm
      .transaction(async (tx) => {
        const { rows } = (await tx.execute(sql`select pg_backend_pid() as pid`)) as unknown as { rows: { pid: number }[] };
        await query(`select pg_terminate_backend(${rows[0]!.pid})`);
        await sleep(300);
        await tx.execute(sql`select 1`);
      })
      .catch((error: unknown) => error);
    expect(toHttpError(failure)).toMatchObject({ status: 503, code: 'database' });
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
  });

  test('servers whose clocks are an hour apart tell the same time that is left', async () => {
    const { host, phones } = lesson;
    await host.openNext(3600);
    await lesson.seen('voting', 1);
    for (const { snapshot } of phones) {
      expect(snapshot!.remainingMs).toBeLessThanOrEqual(AN_HOUR);
      expect(snapshot!.remainingMs).toBeGreaterThan(AN_HOUR / 2);
    }
    const looks = await Promise.all(servers.map((server) => ask<{ snapshot: Snapshot }>(server.url, 'GET', `/api/class/rooms/${host.code}/host`, undefined, { headers: { Authorization: `Bearer ${host.secret}` } })));
    for (const { body } of looks) expect(body.snapshot.remainingMs).toBeGreaterThan(AN_HOUR / 2);
  });

  test('its disk is full: votes are refused with the words for it, what is there is still told, and it goes on when there is room', async () => {
    const { host, phones } = lesson;
    const [phone] = phones;
    const before = await stored(query);
    await query(`create function full_disk() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$`);
    await query('create trigger full_disk before insert on votes for each row execute function full_disk()');
    const vote = { question: phone!.snapshot!.question!.id, round: 1 as const, option: 'second', revision: 100_000 };
    expect(await phone!.post(vote)).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { error: 'disk-full', message: expect.stringContaining('acknowledged is safe') as string } });
    expect((await host.look()).snapshot.phase).toBe('voting');
    expect(await stored(query)).toEqual(before);
    await query('drop trigger full_disk on votes');
    expect(await phone!.post(vote)).toMatchObject({ status: 200, body: { result: 'kept' } });
  });
});
