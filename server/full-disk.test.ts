// The disk under the embedded database is full: votes are refused in words, and whatever happens, what was acknowledged is kept.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '@site/src/engine/random';
import { openEmbedded } from './database/embedded';
import { SimulatedClass, stored, until } from './testing/class';
import { Crowd } from './testing/crowd';
import { sampleQuestion } from './testing/instructor';
import { ask } from './testing/phone';
import { freePort, spawnServer, temporaryFolder, type ServerProcess } from './testing/servers';

const PHONES = 80;

describe('a full disk', () => {
  const folder = temporaryFolder();
  const full = join(temporaryFolder(), 'full');
  let port: number;
  let server: ServerProcess;
  let lesson: SimulatedClass;
  const start = () => spawnServer({ CLASS_DATA: folder, FULL_DISK: full }, port, [join(process.cwd(), 'server/testing/full-disk.ts')]);
  beforeAll(async () => {
    port = await freePort();
    server = await start();
    lesson = new SimulatedClass([server.url]);
    await lesson.host.open({ questions: Array.from({ length: 4 }, (_, i) => sampleQuestion(i)) });
    await lesson.bringIn(PHONES);
  }, 120_000);
  afterAll(async () => {
    lesson?.close();
    await server?.kill();
  });

  test('nothing can grow: votes are refused with 503 and why, what is there is told, and it goes on when there is room', { timeout: 180_000 }, async () => {
    const { host, phones } = lesson;
    await host.openNext();
    await lesson.seen('voting', 1);
    await phones[0]!.vote('second');
    writeFileSync(full, 'grow');
    const question = phones[0]!.snapshot!.question!.id;
    const everyoneVotes = (revision: number) => Promise.all(phones.map((phone) => phone.post({ question, round: 1, option: 'first', revision })));
    const answers = [...(await everyoneVotes(100)), ...(await everyoneVotes(101)), ...(await everyoneVotes(102))];
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { error: 'disk-full', message: expect.stringContaining('disk is full') as string } });
    expect((await host.look()).snapshot.phase).toBe('voting');
    expect((await ask(server.url, 'GET', `/api/class/rooms/${host.code}/me`, undefined, { headers: { Authorization: `Bearer ${phones[0]!.token}` } })).status).toBe(200);
    rmSync(full);
    for (const answer of await everyoneVotes(103)) expect(answer.body).toMatchObject({ result: 'kept' });
    const { host: closed } = await host.do({ do: 'close' });
    expect(closed.rounds[0]!.counts).toMatchObject({ first: PHONES });
  });

  test('nothing can be written at all: the process says why and ends with 1; started again it has every acknowledged vote, and the class goes on', { timeout: 240_000 }, async () => {
    const { host } = lesson;
    await host.do({ do: 'discuss' });
    await host.do({ do: 'revote', seconds: null });
    await lesson.seen('voting', 2);
    const crowd = new Crowd(lesson, createRng(1), 100);
    await until(() => lesson.promised().size > PHONES * 1.5, 'some votes');
    writeFileSync(full, 'all');
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(/embedded database had to stop: .*No space left on device[^]*Every acknowledged vote is kept.*start the class server again/);
    await expect(start()).rejects.toThrow(/cannot be opened: .*No space left on device/);
    rmSync(full);
    server = await start();
    await until(() => lesson.promised().size === PHONES * 2, 'votes that were on their way');
    await crowd.stop();
    await host.do({ do: 'close' });
    await lesson.seen('closed', 2);
    await server.kill('SIGTERM');
    const database = await openEmbedded(folder);
    expect(await stored((text) => database.query(text))).toEqual(lesson.promised());
    await database.close();
  });
});
