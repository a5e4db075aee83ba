// What a class outlives on the embedded database: a server that is killed, one that is told to stop, and a bad network. Power cuts and full
// disks: database/embedded.test.ts, full-disk.test.ts; PostgreSQL: faults-postgres.test.ts.

import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createRng } from '@site/src/engine/random';
import type { Me } from '@site/src/formats/class';
import { openEmbedded } from './database/embedded';
import { BadNetwork } from './testing/bad-network';
import { SimulatedClass, stored, until } from './testing/class';
import { Crowd, lesson as stepsOf, press, sleep } from './testing/crowd';
import { sampleQuestion } from './testing/instructor';
import { listen } from './testing/phone';
import { seedOfRun } from './testing/seed';
import { freePort, spawnServer, temporaryFolder, type ServerProcess } from './testing/servers';

const PHONES = 40;
const KILLS = 20;

const folder = temporaryFolder();
let port: number;
let server: ServerProcess;
let lesson: SimulatedClass;
const start = () => spawnServer({ CLASS_DATA: folder }, port);

async function newClass(base = server.url, phones = PHONES): Promise<void> {
  lesson = new SimulatedClass([base]);
  await lesson.host.open({ questions: Array.from({ length: 8 }, (_, i) => sampleQuestion(i)) });
  await lesson.bringIn(phones);
}

/** What the folder holds of a class, by its phones; the server must be gone. */
async function keptOf({ phones }: SimulatedClass): Promise<Map<string, string>> {
  const database = await openEmbedded(folder);
  const all = await stored((text) => database.query(text));
  await database.close();
  const names = new Set(phones.map(({ name }) => name));
  return new Map([...all].filter(([key]) => names.has(key.replace(/ \S+ \d$/, ''))));
}

const isListening = (at: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(at, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });

beforeAll(async () => {
  port = await freePort();
  server = await start();
}, 120_000);
afterEach(() => lesson?.close());
afterAll(() => server?.kill());

const seed = seedOfRun();

test(`the server is killed ${KILLS} times under load, seed ${seed}: every acknowledged vote is there, and the class goes on where it was`, { timeout: 400_000 }, async () => {
  const rng = createRng(seed);
  await newClass();
  const { host, phones } = lesson;
  const crowd = new Crowd(lesson, rng);
  const steps = stepsOf(host)[Symbol.iterator]();
  for (let kill = 0; kill < KILLS; kill++) {
    const { seq } = (await host.look()).snapshot;
    const pressed = steps.next().value!();
    await sleep(rng.uniform() * 500);
    await server.kill('SIGKILL');
    const promised = phones.map(({ acknowledged }) => [...acknowledged]);
    for (const phone of phones) phone.heard.length = 0;
    server = await start();
    await pressed;
    // One step further than before the kill, whether it was obeyed before or after.
    expect(host.snapshot!.seq).toBe(seq + 1);
    await lesson.seen(host.snapshot!.phase, host.snapshot!.round);
    await until(() => phones.every(({ heard }) => heard.some(({ event }) => event === 'me')), 'every phone to be told of itself');
    for (const [i, { heard }] of phones.entries()) {
      const { question, votes } = heard.find(({ event }) => event === 'me')!.data as Me;
      for (const vote of promised[i]!) if (vote.question === question) expect(votes[vote.round]?.revision, `phone ${i} after kill ${kill}`).toBeGreaterThanOrEqual(vote.revision);
    }
  }
  while (host.snapshot!.phase !== 'waiting') {
    await steps.next().value!();
    await lesson.seen(host.snapshot!.phase, host.snapshot!.round);
  }
  await crowd.stop();
  expect((await host.look()).host.counts.joined).toBe(PHONES);
  await server.kill('SIGKILL');
  expect(lesson.promised().size).toBeGreaterThan(2 * PHONES);
  expect(await keptOf(lesson)).toEqual(lesson.promised());
  server = await start();
});

test('a second server on the same folder is refused: by which process, and with exit code 1', { timeout: 180_000 }, async () => {
  const refused = spawnServer({ CLASS_DATA: folder });
  await expect(refused).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining(`the data folder is in use by process ${server.process.pid} (started 20`) as string });
});

test(`a network that cuts, holds back and brings twice, seed ${seed}: what was acknowledged is there, what was not arrives when it can`, { timeout: 120_000 }, async () => {
  const rng = createRng(seed + 1);
  const network = new BadNetwork(port, rng);
  await newClass(await network.listen());
  const { host, phones } = lesson;
  // The instructor has a better one.
  host.base = server.url;
  const crowd = new Crowd(lesson, rng);
  const steps = stepsOf(host)[Symbol.iterator]();
  network.badness = { cut: 0.1, delayMs: 100, repeat: 0.2 };
  for (let step = 0; step < 8; step++) {
    await steps.next().value!();
    await sleep(rng.uniform() * 800);
  }
  // The second question is open; nobody reaches anything, and all go on choosing.
  network.down();
  await sleep(1500);
  const unsent = phones.map(({ acknowledged }) => acknowledged.length);
  network.up();
  network.badness = { cut: 0, delayMs: 0, repeat: 0 };
  await until(() => phones.every(({ acknowledged }, i) => acknowledged.length > unsent[i]!), 'what each phone could not send');
  await crowd.stop();
  await press(host, { do: 'close' });
  await lesson.seen('closed', 1);
  expect(host.host!.rounds[0]!.voted).toBe(PHONES);
  for (const { snapshot } of phones) expect(snapshot).toEqual(host.snapshot);
  // What was repeated may still come.
  await sleep(1000);
  expect(network.cuts).toBeGreaterThan(0);
  expect(network.repeats).toBeGreaterThan(0);
  await network.close();
  await server.kill('SIGTERM');
  expect(await keptOf(lesson)).toEqual(lesson.promised());
  server = await start();
});

test('a client whose clock is wrong by years is told how long is left, and no time of day', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2019-02-03T04:05:06Z') });
  await newClass(server.url, 5);
  const { host, phones } = lesson;
  const heard: string[] = [];
  const stops = (['host', 'projector'] as const).map((as) => host.listen(as, (_, data) => heard.push(data)));
  await host.openNext(3600);
  await lesson.seen('voting', 1);
  for (const phone of phones) {
    expect(phone.snapshot!.remainingMs).toBeLessThanOrEqual(3_600_000);
    expect(phone.snapshot!.remainingMs).toBeGreaterThan(3_000_000);
    await phone.vote('first');
  }
  await host.do({ do: 'close' });
  await host.do({ do: 'reveal' });
  await lesson.seen('revealed', 1);
  await until(() => heard.some((data) => data.includes('"revealed"')), 'the reveal at the front');
  for (const stop of stops) stop();
  const messages = [...heard, ...phones.flatMap((phone) => phone.heard.map(({ data }) => JSON.stringify(data)))];
  expect(messages.length).toBeGreaterThan(20);
  // Neither a date nor a number as large as a time since 1970.
  for (const message of messages) expect(message).not.toMatch(/\d{4}-\d\d-\d\dT|[^\w.-]\d{9,}/);
  vi.useRealTimers();
});

test('told to stop under load: not ready any more, streams end, every acknowledged vote is there, exit code 0', { timeout: 120_000 }, async () => {
  await newClass();
  const { host, phones } = lesson;
  const crowd = new Crowd(lesson, createRng(seed + 2), 100);
  await host.openNext();
  await until(() => lesson.promised().size === PHONES, 'votes');
  let opened = 0;
  let ended = 0;
  for (const phone of phones)
    listen(server.url, `/api/class/rooms/${host.code}/events`, { Authorization: `Bearer ${phone.token}` }, (event) => (opened += event === 'snapshot' ? 1 : 0), () => ended++);
  await until(() => opened === PHONES, 'streams');
  // Begun before, and finished while it stops.
  const late = connect(port, '127.0.0.1');
  let answer = '';
  late.on('data', (data) => (answer += data));
  late.on('error', ({ message }) => (answer += message));
  await new Promise<void>((done) => late.write('GET /readyz HTTP/1.1\r\nHost: class\r\n', () => done()));
  // Whoever is answered after it knows that its beginning was read.
  await host.look();
  await host.look();
  const code = server.kill('SIGTERM');
  while (await isListening(port)) await sleep(20);
  late.write('\r\n');
  expect(await code).toBe(0);
  expect(answer).toMatch(/^HTTP\/1.1 503 [^]*"stopping"/);
  await until(() => ended === PHONES, 'every stream to end');
  const promised = lesson.promised();
  const kept = await keptOf(lesson);
  for (const key of promised.keys()) expect(kept.has(key)).toBe(true);
  server = await start();
  await crowd.stop();
  await server.kill('SIGTERM');
  expect(await keptOf(lesson)).toEqual(lesson.promised());
});
