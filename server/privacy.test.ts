// What is kept no longer than was said, what the log never holds, and that nothing which an instructor wrote can run. What is told too early:
// secrecy.test.ts.

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { hashOf } from './rooms/secrets';
import { purge } from './rooms/store';
import { callers, furnish, knock, nameOf, rightRequest, type Room } from './testing/doors';
import { Instructor, sampleQuestion } from './testing/instructor';
import { ask } from './testing/phone';
import { withRoutes, type Route } from './testing/routes';
import { startEmbedded, type TestServer } from './testing/servers';
import { contents, tableNames, type Rows } from './testing/tables';

let server: TestServer;
let routes: Route[];
let log = '';
beforeAll(async () => {
  // The logger writes by this if it is not as Node made it.
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    log += String(text);
    return true;
  });
  ({ started: server, routes } = await withRoutes(() => startEmbedded({ trustedProxies: 1, logLevel: 'debug' })));
}, 60_000);
afterAll(async () => {
  await server.stop();
  vi.restoreAllMocks();
});
beforeEach(() => {
  log = '';
});

const kept = () => contents(server.database.orm);

/** The ids under which a room's rows are found. */
async function idsOf({ host }: Room): Promise<string[]> {
  const [room] = await server.database.query<{ id: string }>('select id from rooms where code = $1', [host.code]);
  const within = await Promise.all(['meetings', 'questions', 'participants'].map((table) => server.database.query<{ id: string }>(`select id from ${table} where room_id = $1`, [room!.id])));
  return [room!, ...within.flat()].map(({ id }) => id);
}

const without = (rows: Rows, ids: string[]): Rows =>
  Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.filter((row) => !ids.some((id) => JSON.stringify(row).includes(id)))]));

const use = (room: Room, daysAgo: number, retentionDays: number) =>
  server.database.query(`update rooms set used_at = now() - make_interval(days => $2), settings = settings || jsonb_build_object('retentionDays', $3::int) where code = $1`, [room.host.code, daysAgo, retentionDays]);

test('a room that was not used for as long as its instructor said is erased with all that hangs on it; others stay as they are', async () => {
  const [old, brief, young] = [await furnish(server.url), await furnish(server.url), await furnish(server.url)];
  await use(old, 181, 180);
  await use(brief, 2, 1);
  await use(young, 179, 180);
  const before = await kept();
  const gone = [...(await idsOf(old)), ...(await idsOf(brief))];
  for (const name of tableNames) expect(without(before, gone)[name]!.length, `rows of ${name}`).toBeLessThan(before[name]!.length);
  expect(await purge(server.database)).toBe(2);
  expect(await kept()).toEqual(without(before, gone));
  for (const secret of ['participant', 'host'] as const) expect((await knock(server.url, rightRequest({ method: 'GET', url: `/api/class/rooms/:code/${secret === 'host' ? 'host' : 'me'}` }, old, secret))).status).toBe(404);
  expect((await young.host.look()).host.counts.joined).toBe(1);
});

test('a room that its instructor erases leaves no row', async () => {
  const room = await furnish(server.url);
  const before = await kept();
  const gone = await idsOf(room);
  expect((await room.host.ask('DELETE', `/${room.host.code}`)).status).toBe(204);
  expect(await kept()).toEqual(without(before, gone));
});

test('the log names nobody, neither when all goes well nor when every table in turn is away', { timeout: 180_000 }, async () => {
  const rooms: Room[] = [];
  const names: string[] = [];
  const last = (name: string) => Number(name === 'DELETE rooms/:code');
  const inOrder = [...routes].sort((a, b) => last(nameOf(a)) - last(nameOf(b)));
  const statuses = new Set<number>();
  for (const away of [undefined, ...tableNames]) {
    const room = await furnish(server.url);
    rooms.push(room);
    names.push((await ask<{ name: string }>(server.url, 'GET', `/api/class/rooms/${room.host.code}/me`, undefined, { headers: { Authorization: `Bearer ${room.secrets.participant}` } })).body.name);
    if (away) await server.database.query(`alter table ${away} rename to away`);
    for (const route of inOrder)
      for (const caller of ['nobody', 'participant', 'host'] as const) {
        const request = rightRequest(route, room, caller);
        statuses.add((await knock(server.url, request)).status);
        if (request.body && !away) statuses.add((await knock(server.url, { ...request, body: JSON.stringify(request.body).slice(1) })).status);
      }
    if (away) await server.database.query(`alter table away rename to ${away}`);
  }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 409, 500]));
  expect(log.split('\n').length).toBeGreaterThan(500);
  expect(log).toContain('does not exist');
  const secrets = rooms.flatMap(({ secrets: held, key }) => [key, ...callers.map((caller) => held[caller])]).filter(Boolean);
  const personal = [...names, ...secrets, ...secrets.map(hashOf), ...rooms.flatMap(({ host, studentId }) => [host.code, studentId]), 'Ada Lovelace', 'ada@example.org', 'another-student', 'Bo Nielsen', 'bo@example.org', 'Attention', 'attention grow'];
  expect(personal.filter((text) => log.includes(text))).toEqual([]);
  expect(log.match(/\b(10|127)\.\d+\.\d+\.\d+|::1\b/g)).toBeNull();
});

const dangers = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload="alert(1)">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '[x](javascript:alert(1))',
  '![x](data:text/html;base64,PHNjcmlwdD4=)',
  '<javascript:alert(1)>',
  '[x]: javascript:alert(1)',
  '<a href="javascript:alert(1)" style="position:fixed">x</a>',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\htmlData{x=y}{z}$',
  '`<b>`',
  '"><script>',
  '<!--',
  ']]>',
];

/** Every text of a kind that pages put into a document as HTML. */
const htmlOf = (value: unknown, key = ''): string[] => {
  if (typeof value === 'string') return /html$/i.test(key) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => htmlOf(inner, /html$/i.test(key) ? key : name));
};

test('what an instructor writes cannot run, wherever a page gets it from', async () => {
  const text = fc.array(fc.constantFrom(...dangers), { minLength: 1, maxLength: 5 }).map((parts) => `so: ${parts.join(' ')}`);
  await fc.assert(
    fc.asyncProperty(text, text, async (one, other) => {
      const host = new Instructor(server.url);
      const question = { ...sampleQuestion(), stem: one, explanation: other, listenFor: one };
      const options = question.options.map((option) => ({ ...option, text: one, why: other, argument: one }));
      const opened = await host.ask<{ code: string; secret: string; message: string }>('POST', '', { title: one.slice(0, 100), questions: [{ ...question, options }] });
      // What KaTeX does not trust is no formula to it.
      if (opened.status === 400) return expect(opened.body.message).toMatch(/^Question 1: /);
      Object.assign(host, opened.body);
      await host.look();
      await host.openNext();
      await host.do({ do: 'close' });
      const texts = htmlOf(await host.do({ do: 'reveal' }));
      expect(texts.length).toBeGreaterThan(15);
      for (const tag of texts.flatMap((html) => html.match(/<[^>]*>?/g) ?? [])) expect(tag).not.toMatch(/^<\/?(script|img|svg|iframe|style|object|embed|form|input|meta|base|link|!)|\s(on\w+|srcdoc)\s*=|javascript:|data:/i);
      return undefined;
    }),
    { numRuns: 25 },
  );
});
