// What a student's phone is told besides votes: that its stream lives, that it may forget a room.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Instructor } from '../testing/instructor';
import { startEmbedded, type TestServer } from '../testing/servers';

let server: TestServer;
let rooms = '';
let cookie = '';
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  server = await startEmbedded();
  const instructor = new Instructor(server.url);
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

test('what is told of oneself names the question that it is about', async () => {
  const me = async () => (await (await fetch(`${rooms}/me`, { headers: { cookie } })).json()) as { question: string | null };
  expect((await me()).question).toBeNull();
});
