// A room in which everything is there, everyone who may stand before its doors, and what they may send: for tests that knock at all routes.

import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Route } from './routes';
import { Instructor, sampleQuestion } from './instructor';
import { ask } from './phone';

export interface Knock {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Opened {
  status: number;
  /** Of a stream: what came first. */
  text: string;
  headers: IncomingHttpHeaders;
}

let lastAddress = 0;
/** Each from a network of its own, so that one test's wrong guesses do not slow the next; the server must trust its proxy. */
const elsewhere = () => `10.${(++lastAddress >> 16) & 255}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;

/** One request, its body as it is when it is text; of a stream only the beginning. */
export function knock(base: string, { method, path, body, headers = {} }: Knock): Promise<Opened> {
  return new Promise((done, fail) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const about = text === undefined ? {} : { 'Content-Type': 'application/json', ...(headers['Transfer-Encoding'] ? {} : { 'Content-Length': Buffer.byteLength(text) }) };
    const request = httpRequest(new URL(path, base), { method, headers: { 'X-Forwarded-For': elsewhere(), ...about, ...headers } }, (response) => {
      let received = '';
      const answer = () => done({ status: response.statusCode!, text: received, headers: response.headers });
      response.setEncoding('utf8');
      response.on('error', fail);
      response.on('end', answer);
      response.on('data', (part: string) => {
        received += part;
        if (!response.headers['content-type']?.startsWith('text/event-stream') || !received.includes('event: snapshot')) return;
        answer();
        request.destroy();
      });
    });
    request.on('error', fail);
    request.end(text);
  });
}

export const callers = ['nobody', 'participant', 'participant elsewhere', 'host elsewhere', 'projector', 'host'] as const;
export type Caller = (typeof callers)[number];

export interface Room {
  host: Instructor;
  secrets: Record<Caller, string>;
  /** Open, and voted on. */
  question: string;
  planned: string;
  /** Hands the room over, once. */
  key: string;
  studentId: string;
}

async function comeIn(base: string, { code }: Instructor): Promise<string> {
  const { body } = await ask<{ token: string }>(base, 'POST', `/api/class/rooms/${code}/join`);
  return body.token;
}

/** A room with rows in every table, and one elsewhere. */
export async function furnish(base: string, questions = [sampleQuestion(1), sampleQuestion(2)]): Promise<Room> {
  const host = new Instructor(base);
  const other = new Instructor(base);
  await Promise.all([host.open({ questions }), other.open()]);
  const handOver = async () => (await host.ask<{ key: string }>('POST', `/${host.code}/handoffs`, { role: 'projector' })).body.key;
  const taken = await ask<{ secret: string }>(base, 'POST', `/api/class/rooms/${host.code}/leaders`, { key: await handOver() }, { headers: { 'X-Bearer': 'yes' } });
  const participant = await comeIn(base, host);
  await host.openNext();
  const question = host.snapshot!.question!.id;
  const headers = { Authorization: `Bearer ${participant}` };
  const studentId = `student-${host.code}`;
  await host.ask('PUT', `/${host.code}/roster`, { csv: `id,name,email\n${studentId},Ada Lovelace,ada@example.org` });
  await ask(base, 'PUT', `/api/class/rooms/${host.code}/identity`, { studentId }, { headers });
  await ask(base, 'POST', `/api/class/rooms/${host.code}/votes`, { question, round: 1, option: 'first', confidence: 'sure', revision: 1 }, { headers });
  const planned = host.host!.questions.find(({ state }) => state === 'planned')!.id;
  const secrets = { nobody: '', participant, 'participant elsewhere': await comeIn(base, other), 'host elsewhere': other.secret, projector: taken.body.secret, host: host.secret };
  return { host, secrets, question, planned, key: await handOver(), studentId };
}

/** A body that each route takes which takes any; a route that is not named fails the tests. */
const bodies = ({ host, secrets, question, key, studentId }: Room): Record<string, unknown> => ({
  'POST rooms': { title: 'Attention', settings: { pairing: true }, questions: [sampleQuestion(3)] },
  'DELETE rooms/:code': undefined,
  'POST rooms/:code/join': { token: randomBytes(24).toString('base64url') },
  'POST rooms/:code/resume': { token: secrets.participant },
  'POST rooms/:code/leave': undefined,
  'POST rooms/:code/votes': { question, round: 1, option: 'second', confidence: 'guess', revision: 2 },
  'POST rooms/:code/assigned/votes': { question, round: 1, option: 'second', confidence: 'guess', revision: 2 },
  'PUT rooms/:code/identity': { studentId },
  'DELETE rooms/:code/identity': undefined,
  'POST rooms/:code/commands': { command: { do: 'close' }, seq: host.snapshot!.seq },
  'POST rooms/:code/questions': { add: [sampleQuestion(4)] },
  'DELETE rooms/:code/questions/:question': undefined,
  'PUT rooms/:code/settings': { title: 'Attention', settings: { askConfidence: true } },
  'POST rooms/:code/handoffs': { role: 'projector' },
  'POST rooms/:code/leaders': { key },
  'PUT rooms/:code/grading': { scheme: { perCorrect: 1 }, excused: { 1: [question] } },
  'PUT rooms/:code/roster': { csv: 'id,name,email\nanother-student,Bo Nielsen,bo@example.org' },
  'DELETE rooms/:code/roster': undefined,
});

/** 'POST rooms/:code/votes': of the class, and of what a balancer asks ('GET /readyz'). */
export const nameOf = ({ method, url }: Route): string => `${method} ${url.replace(/^\/api\/class\/(?=.)/, '')}`;

export const changes = ({ method }: Route): boolean => method !== 'GET' && method !== 'HEAD';

/** What a caller who has all that it takes sends to a route of a room. */
export function rightRequest(route: Route, room: Room, caller: Caller): Knock {
  const name = nameOf(route);
  const samples = bodies(room);
  if (changes(route) && !(name in samples)) throw new Error(`${name} has no body in server/testing/doors.ts`);
  const path = route.url.replace(':code', room.host.code).replace(':question', room.planned);
  const secret = room.secrets[caller];
  return { method: route.method, path, body: samples[name], headers: secret ? { Authorization: `Bearer ${secret}` } : {} };
}

const anyone: readonly Caller[] = ['nobody'];
const mayKnock: Record<string, readonly Caller[]> = {
  'GET /healthz': anyone,
  'HEAD /healthz': anyone,
  'GET /readyz': anyone,
  'HEAD /readyz': anyone,
  'GET /api/class': anyone,
  'GET /api/class/': anyone,
  'POST rooms': anyone,
  'POST rooms/:code/join': anyone,
  'POST rooms/:code/resume': anyone,
  'POST rooms/:code/leave': anyone,
  'POST rooms/:code/leaders': anyone,
  'POST rooms/:code/votes': ['participant'],
  'GET rooms/:code/me': ['participant'],
  'GET rooms/:code/events': ['participant'],
  'PUT rooms/:code/identity': ['participant'],
  'DELETE rooms/:code/identity': ['participant'],
  'GET rooms/:code/assigned': ['participant'],
  'POST rooms/:code/assigned/votes': ['participant'],
  'GET rooms/:code/role': ['projector', 'host'],
  'GET rooms/:code/projector/events': ['projector', 'host'],
};

/** Who is let in at a route; where nobody in particular is, everyone. What is not named is for the host alone: a new route is closed until it is said to be open. */
export const allowedAt = (route: Route): readonly Caller[] => mayKnock[nameOf(route)] ?? ['host'];

export const isAllowed = (route: Route, caller: Caller): boolean => allowedAt(route).some((one) => one === caller || one === 'nobody');
