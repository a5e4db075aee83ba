// Whatever is sent to a route, in its body, its address or its credentials: the answer is a success or says in our form what was wrong, and the
// server goes on. Not here: whether the sender may (security.test.ts).

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedAt, changes, furnish, knock, nameOf, rightRequest, type Opened, type Room } from './testing/doors';
import { sampleQuestion } from './testing/instructor';
import { withRoutes, type Route } from './testing/routes';
import { startEmbedded, type TestServer } from './testing/servers';

let server: TestServer;
let routes: Route[];
/** One that every test leaves alone. */
let room: Room;
beforeAll(async () => {
  ({ started: server, routes } = await withRoutes(() => startEmbedded({ trustedProxies: 1 })));
  room = await furnish(server.url);
}, 60_000);
afterAll(() => server.stop());

function expectAnswer({ status, text, headers }: Opened, what: unknown): void {
  const said = `${status} ${text} to ${JSON.stringify(what).slice(0, 500)}`;
  expect((status >= 200 && status < 300) || (status >= 400 && status < 500), said).toBe(true);
  if (status < 300 || text.startsWith('{"result":"closed"')) return;
  expect(headers['content-type'] ?? 'none', said).toMatch(/^application\/json/);
  expect(JSON.parse(text), said).toEqual({ error: expect.any(String) as string, message: expect.any(String) as string });
}

async function expectHealth(): Promise<void> {
  expect((await room.host.look()).snapshot.question!.id).toBe(room.question);
  expect((await knock(server.url, rightRequest({ method: 'POST', url: '/api/class/rooms/:code/votes' }, room, 'participant'))).status).toBe(200);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

const oddTexts = ['', '\0', 'a\0b', '\ud800', 'a\udfff', '\u202e', '__proto__', 'constructor', '../..', "'; drop table votes; --", '$1', '%00', '1e999', 'x'.repeat(3000), '> - '.repeat(1900), 'x'.repeat(200_000)];
const oddText = fc.oneof(fc.constantFrom(...oddTexts), fc.string({ unit: 'binary', maxLength: 50 }));
const anyJson = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' });
const oddValue = fc.oneof(anyJson, oddText, fc.constantFrom(-1, 0.5, 2 ** 53, 1e308, null, [], {}, undefined), fc.integer());

type Path = (string | number)[];

/** Where there is something in a value, itself included. */
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  value !== null && typeof value === 'object' ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]))] : [path];

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** The right body, with one thing in it another one. */
const nearly = (body: unknown) => {
  const paths = pathsOf(body);
  return fc.tuple(fc.nat(paths.length - 1), oddValue).map(([at, by]) => JSON.stringify(replaced(body, paths[at]!, by)));
};

/** The right body, with something in one of its objects that does not belong there. */
const withMore = (body: unknown) => {
  const text = JSON.stringify(body);
  const starts = [...text.matchAll(/\{/g)].map(({ index }) => index + 1);
  const more = fc.constantFrom('"__proto__":{"polluted":true},', '"constructor":{"prototype":{"polluted":true}},', '"toString":1,', '"polluted":1,');
  return fc.tuple(fc.constantFrom(...starts), more).map(([at, added]) => text.slice(0, at) + added + text.slice(at));
};

const DEEP = 20_000;
const rawTexts = ['', '{', '{"title":', 'null', '[]', '"text"', '1e999', '\0', '\ufeff{}', '{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"a":1,"a":2}'];
const raw = fc.oneof(fc.constantFrom(...rawTexts, '['.repeat(DEEP), `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`, `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`), fc.string({ unit: 'binary' }));
const type = fc.constantFrom(...Array.from({ length: 9 }, () => 'application/json'), 'application/json; charset=utf-16', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'nonsense', '');

test('in the body', { timeout: 180_000 }, async () => {
  let own = await furnish(server.url);
  for (const route of routes.filter(changes)) {
    const right = rightRequest(route, own, allowedAt(route).at(-1)!);
    const bodies = right.body === undefined ? [] : [nearly(right.body), nearly(right.body), withMore(right.body)];
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson.map((value) => JSON.stringify(value)), raw, ...bodies), type, async (body, contentType) => {
        const answer = await knock(server.url, { ...right, body, headers: { ...right.headers, 'Content-Type': contentType } });
        expectAnswer(answer, [nameOf(route), contentType, body]);
      }),
      { numRuns: 60 },
    );
    // It may have been erased.
    if (route.method === 'DELETE') own = await furnish(server.url);
  }
  await expectHealth();
});

test('many texts that take long to render do not keep the others waiting', async () => {
  const stem = '*a'.repeat(500);
  let isDone = false;
  const creating = knock(server.url, { method: 'POST', path: '/api/class/rooms', body: { title: 'Attention', questions: Array.from({ length: 20 }, () => ({ ...sampleQuestion(), stem })) } }).finally(() => (isDone = true));
  let served = 0;
  while (!isDone) {
    await knock(server.url, { method: 'GET', path: '/healthz' });
    served++;
  }
  expect((await creating).status).toBe(201);
  // At least once in between two questions.
  expect(served).toBeGreaterThan(20);
});

test('what is nested so deeply that it cannot be rendered is refused in words', async () => {
  const answer = await knock(server.url, { method: 'POST', path: '/api/class/rooms', body: { title: 'Attention', questions: [{ ...sampleQuestion(), stem: '>'.repeat(8000) }] } });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { error: 'formula', message: 'Question 1: something in it is nested too deeply' }]);
});

test('in the address', async () => {
  const odd = ['%00', '%ZZ', '%', '%ED%A0%80', '..%2f..%2fetc', 'x'.repeat(500), 'x'.repeat(4000), '__proto__', '%F0%9F%98%80', 'ABC%2023', "'--", '%5B%5D'];
  for (const route of routes.filter(({ url }) => url.includes(':')))
    for (const text of odd) {
      const right = rightRequest(route, room, allowedAt(route).at(-1)!);
      for (const path of [route.url.replace(/:\w+/g, text), right.path.replace(/[^/]+$/, text), `${right.path}/${text}`]) {
        const answer = await knock(server.url, { ...right, path });
        expect(answer.status, `${route.method} ${path}`).toBeGreaterThanOrEqual(400);
        expectAnswer(answer, path);
      }
    }
});

test('in the credentials', async () => {
  const odd = ['', 'Bearer', 'Bearer ', 'Bearer \u00ff'.repeat(20), `Bearer ${'x'.repeat(64)}`, `Bearer ${'x'.repeat(4000)}`, 'Basic eDp5', `Bearer ${"'".repeat(30)}`];
  for (const route of routes.filter((one) => allowedAt(one)[0] !== 'nobody'))
    for (const text of odd) {
      const right = rightRequest(route, room, 'nobody');
      const cookies = Object.fromEntries(['leader', 'participant'].map((kind) => [kind, `class_${kind}_${room.host.code}=${text.slice(7)}`]));
      const credentials: Record<string, string>[] = [{ Authorization: text }, { Cookie: `${cookies.leader}; ${cookies.participant}; __proto__=1; ;=` }];
      for (const headers of credentials) {
        const answer = await knock(server.url, { ...right, headers });
        expect([401, 403]).toContain(answer.status);
        expectAnswer(answer, headers);
      }
    }
  await expectHealth();
});
