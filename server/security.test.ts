// Who may do what: every route of the server, asked by everyone who might, from another site, with too much and too often.
// What is sent in bodies: bodies.test.ts; what is told and kept: privacy.test.ts.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allowedAt, callers, changes, furnish, isAllowed, knock, nameOf, rightRequest, type Caller, type Opened, type Room } from './testing/doors';
import { ask, listen } from './testing/phone';
import { withRoutes, type Route } from './testing/routes';
import { startEmbedded, type TestServer } from './testing/servers';
import { contents, tableNames } from './testing/tables';
import { until } from './testing/class';

const MAX_STREAMS = 8;

let server: TestServer;
let routes: Route[];
let room: Room;
beforeAll(async () => {
  ({ started: server, routes } = await withRoutes(() => startEmbedded({ trustedProxies: 1, maxStreams: MAX_STREAMS })));
  room = await furnish(server.url);
}, 60_000);
afterAll(() => server.stop());

const VOTES = '/api/class/rooms/:code/votes';
/** A hall's votes are taken without a look at the address: see the test of it. */
const isMisled = ({ url }: Route, caller: Caller) => url === VOTES && caller === 'participant elsewhere';

const kept = () => contents(server.database.orm);

function expectRefusal({ status, text }: Opened, ...statuses: number[]): void {
  expect(statuses).toContain(status);
  expect(JSON.parse(text)).toEqual({ error: expect.any(String) as string, message: expect.any(String) as string });
}

test('there are routes, and a room with rows in every table', async () => {
  expect(routes.length).toBeGreaterThan(25);
  expect(routes.filter(({ url }) => !/^\/(api\/class(\/|$)|healthz$|readyz$)/.test(url))).toEqual([]);
  const rows = await kept();
  for (const name of tableNames) expect(rows[name], name).not.toEqual([]);
});

test('whoever is not let in at a route is told so, learns nothing and changes nothing', async () => {
  for (const route of routes) {
    const before = await kept();
    for (const caller of callers.filter((one) => !isAllowed(route, one))) {
      if (isMisled(route, caller)) continue;
      const answer = await knock(server.url, rightRequest(route, room, caller));
      expect([401, 403], `${nameOf(route)} by ${caller}`).toContain(answer.status);
      expectRefusal(answer, 401, 403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await kept(), nameOf(route)).toEqual(before);
  }
});

test('a vote goes to the room of its token, whatever the address says, and is none where that room does not ask', async () => {
  const before = await kept();
  const answer = await knock(server.url, rightRequest({ method: 'POST', url: VOTES }, room, 'participant elsewhere'));
  expect([answer.status, JSON.parse(answer.text)]).toEqual([409, { result: 'closed', vote: null }]);
  expect(await kept()).toEqual(before);
});

test('whoever is let in comes in', async () => {
  for (const route of routes)
    for (const caller of allowedAt(route)) {
      const own = changes(route) ? await furnish(server.url) : room;
      const { status } = await knock(server.url, rightRequest(route, own, caller));
      // Alone is answered what was given out, and here nothing is.
      expect(status < 300 || (status === 409 && route.url.endsWith('/assigned/votes')), `${nameOf(route)} by ${caller}: ${status}`).toBe(true);
    }
});

describe('another site', () => {
  const signs: Record<string, string>[] = [
    { Origin: 'https://elsewhere.example' },
    { Origin: 'null' },
    { Origin: 'nonsense' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];

  test('changes nothing, even with every secret', async () => {
    const before = await kept();
    for (const route of routes.filter(changes))
      for (const sign of signs) {
        const right = rightRequest(route, room, allowedAt(route).at(-1)!);
        const answer = await knock(server.url, { ...right, headers: { ...right.headers, ...sign } });
        expectRefusal(answer, 403);
        expect(answer.text).toContain('other-site');
      }
    expect(await kept()).toEqual(before);
  });

  test('may read nothing: no answer allows it, not even when it asks first', async () => {
    for (const route of routes) {
      const right = rightRequest(route, room, allowedAt(route).at(-1)!);
      const asked = { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': route.method, 'Access-Control-Request-Headers': 'authorization' };
      for (const method of changes(route) ? ['OPTIONS'] : [route.method, 'OPTIONS']) {
        const { status, headers } = await knock(server.url, { method, path: right.path, headers: { ...right.headers, ...asked } });
        if (method === 'OPTIONS') expect(status).toBeGreaterThanOrEqual(400);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers['cache-control']).toBe('no-store');
        expect(headers['x-content-type-options']).toBe('nosniff');
      }
    }
  });

  test('gets no cookie along: they are SameSite, out of reach for scripts, and of one room', async () => {
    const { host } = room;
    const answers = [await ask(server.url, 'POST', '/api/class/rooms', { title: 'Attention' }), await ask(server.url, 'POST', `/api/class/rooms/${host.code}/join`)];
    for (const { headers, body } of answers)
      expect(headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^class_\\w+_(\\w+)=[\\w-]+; Max-Age=\\d+; Path=/api/class/rooms/${(body as { code: string }).code}; HttpOnly; SameSite=Strict$`)) as string]);
    const secure = await ask(server.url, 'POST', `/api/class/rooms/${host.code}/join`, undefined, { headers: { 'X-Forwarded-Proto': 'https' } });
    expect(secure.headers['set-cookie']![0]).toMatch(/; Secure/);
  });
});

test('a body that is too long is refused before it is read, whoever sends it', async () => {
  for (const route of routes.filter(changes)) {
    const right = rightRequest(route, room, 'nobody');
    // Longer than the longest list of a class; it is announced and never comes.
    const answer = await knock(server.url, { ...right, body: undefined, headers: { 'Content-Type': 'application/json', 'Content-Length': String(6 * 1024 * 1024) } });
    expectRefusal(answer, 413);
  }
});

test('a body that grows too long without having said so is refused as well', async () => {
  const right = rightRequest({ method: 'POST', url: VOTES }, room, 'participant');
  const answer = await knock(server.url, { ...right, body: ' '.repeat(5000), headers: { ...right.headers, 'Transfer-Encoding': 'chunked' } });
  expectRefusal(answer, 413);
});

test('one participant has four streams: the oldest ends when there are more; a full server says so', async () => {
  const ended: number[] = [];
  let heard = 0;
  const open = (secret: string, path: string, i: number) =>
    listen(server.url, `/api/class/rooms/${room.host.code}/${path}`, { Authorization: `Bearer ${secret}` }, (event) => (heard += event === 'snapshot' ? 1 : 0), () => ended.push(i));
  const stops: (() => void)[] = [];
  for (let i = 0; i < 6; i++) {
    stops.push(open(room.secrets.participant, 'events', i));
    await until(() => heard === i + 1, 'a stream');
  }
  await until(() => ended.length === 2, 'the oldest streams to end');
  expect(ended).toEqual([0, 1]);
  for (let i = 4; i < MAX_STREAMS; i++) stops.push(open(room.secrets.host, 'host/events', i));
  await until(() => heard === 6 + MAX_STREAMS - 4, 'the server to be full');
  const full = await knock(server.url, rightRequest({ method: 'GET', url: '/api/class/rooms/:code/events' }, room, 'participant'));
  expectRefusal(full, 503);
  expect(full.headers['retry-after']).toBe('5');
  expect(ended).toEqual([0, 1]);
  for (const stop of stops) stop();
});

test('who claims another address with each guess is slowed as well: what the proxy added counts', async () => {
  const statuses = [];
  for (let i = 0; i < 10; i++) statuses.push((await knock(server.url, { method: 'POST', path: '/api/class/rooms/ZZZZZZ/join', headers: { 'X-Forwarded-For': `198.51.100.${i}, 192.0.2.8`, 'X-Client': 'guesser' } })).status);
  expect(statuses.at(-1)).toBe(429);
});

test('500 students come in at once behind one address, while somebody there guesses codes and is slowed', async () => {
  const hall = { 'X-Forwarded-For': '192.0.2.7' };
  const join = (code: string, client: string) => knock(server.url, { method: 'POST', path: `/api/class/rooms/${code}/join`, headers: { ...hall, 'X-Client': client } });
  const guesses = [];
  for (let i = 0; i < 40; i++) guesses.push((await join('ZZZZZZ', 'guesser')).status);
  expect(guesses.filter((status) => status === 404).length).toBeLessThan(10);
  expect(guesses.at(-1)).toBe(429);
  const students = await Promise.all(Array.from({ length: 500 }, (_, i) => join(room.host.code, `student ${i}`)));
  expect(students.every(({ status }) => status === 201)).toBe(true);
});
