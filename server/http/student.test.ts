// What a student's phone is told besides votes: that its stream lives, that it may forget a room.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Instructor } from '../testing/instructor';
import { startEmbedded, type TestServer } from '../testing/servers';

let server: TestServer;
let instructor: Instructor;
let rooms = '';
let cookie = '';
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  server = await startEmbedded();
  instructor = new Instructor(server.url);
  await instructor.open();
  rooms = `${server.url}/api/class/rooms/${instructor.code}`;
  const joined = await fetch(`${rooms}/join`, { method: 'POST' });
  cookie = joined.headers.get('set-cookie')!.split(';')[0]!;
}, 60_000);
afterAll(async () => {
  vi.useRealTimers();
  await server.stop();
});

test('a stream that has nothing to tell beats every 15 seconds, in a way that a page can hear', async () => {
  const stream = await fetch(`${rooms}/events`, { headers: { cookie } });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const until = async (text: string) => {
    while (!heard.includes(text)) heard += (await reader.read()).value!;
  };
  await until('event: snapshot');
  vi.advanceTimersByTime(14_000);
  expect(heard).not.toContain('beat');
  vi.advanceTimersByTime(1000);
  await until('event: beat\ndata: {}\n\n');
  await reader.cancel();
});

test('who leaves takes their cookie along; they stay who they were for their personal link', async () => {
  const left = await fetch(`${rooms}/leave`, { method: 'POST', headers: { cookie } });
  expect(left.status).toBe(204);
  expect(left.headers.get('set-cookie')).toMatch(/^class_participant_\w+=; Max-Age=0; Path=\/api\/class\/rooms\/\w+/);
  expect((await fetch(`${rooms}/me`, { headers: { cookie } })).status).toBe(200);
  expect((await fetch(`${rooms.slice(0, -6)}ZZZZZZ/leave`, { method: 'POST' })).status).toBe(404);
});

test('who asks twice to come in, as the answer was lost, is one; a token of another room lets nobody in there', async () => {
  const join = async (token: string, to = rooms) => {
    const answer = await fetch(`${to}/join`, { method: 'POST', body: JSON.stringify({ token }), headers: { 'Content-Type': 'application/json' } });
    return { status: answer.status, body: (await answer.json()) as { name: string; token: string } };
  };
  const tokens = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
  const first = await Promise.all(tokens.flatMap((token) => [join(token), join(token)]));
  const again = await join(tokens[0]!);
  const names = new Map([...first, again].map(({ body }) => [body.token, body.name]));
  expect([...names.keys()]).toEqual(tokens);
  expect(new Set(names.values()).size).toBe(3);
  for (const { status, body } of [...first, again]) expect([status, body.name]).toEqual([201, names.get(body.token)]);
  // One of the hook, and these three.
  expect((await instructor.look()).host.counts.joined).toBe(4);
  expect((await join('short')).status).toBe(400);

  const other = new Instructor(server.url);
  await other.open();
  expect((await join(tokens[0]!, `${server.url}/api/class/rooms/${other.code}`)).status).toBe(404);
  expect((await other.look()).host.counts.joined).toBe(0);
});

test('what is told of oneself names the question that it is about', async () => {
  const me = async () => (await (await fetch(`${rooms}/me`, { headers: { cookie } })).json()) as { question: string | null };
  expect((await me()).question).toBeNull();
});
