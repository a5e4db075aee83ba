// What a page asks of the class server, typed; every failure is an ApiFailure with words to show. Not here: the stream of events (stream.ts).

import type {
  ApiError,
  AssignedQuestion,
  Command,
  HostView,
  Me,
  NewRoom,
  QuestionSource,
  RoomSettings,
  Snapshot,
  VoteBody,
  VoteReply,
} from '@site/src/formats/class';
import type { ClassResults, Grading } from '@site/src/formats/class-results';

export class ApiFailure extends Error {
  override name = 'ApiFailure';
  constructor(
    /** 0: no answer at all. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

const offline = () => new ApiFailure(0, 'offline', 'The class server does not answer. Look at your network.');

/** A name for this browser while its tab is open: the server slows down whoever guesses codes, not the classroom behind one address. */
function clientName(): string {
  try {
    const known = sessionStorage.getItem('class-client') ?? Math.random().toString(36).slice(2);
    sessionStorage.setItem('class-client', known);
    return known;
  } catch {
    return '';
  }
}

interface Patience {
  signal?: AbortSignal;
  /** Without an answer after this long it counts as none at all. */
  timeoutMs?: number;
}

async function ask<T>(method: string, path: string, body?: unknown, { signal, timeoutMs = 30_000 }: Patience = {}): Promise<T> {
  const abort = new AbortController();
  const end = () => abort.abort();
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener('abort', end);
  try {
    return await answerOf<T>(
      await fetch(`/api/class${path}`, {
        method,
        headers: { 'X-Client': clientName(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: abort.signal,
      }),
    );
  } catch (error) {
    throw error instanceof ApiFailure ? error : offline();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw new ApiFailure(response.status, 'no-class-server', 'There is no class server at this address.');
  const answer = (await response.json()) as T | ApiError;
  if (response.ok) return answer as T;
  // A vote that came too late is an answer, not a failure.
  if (response.status === 409 && (answer as { result?: string }).result === 'closed') return answer as T;
  const { error, message } = answer as ApiError;
  const wait = Number(response.headers.get('retry-after'));
  throw new ApiFailure(response.status, error, message, wait > 0 ? wait * 1000 : undefined);
}

export interface Joined {
  code: string;
  title: string;
  name: string;
  /** Proves who this is on another device. */
  token: string;
}

export interface Shown {
  snapshot: Snapshot;
  host: HostView;
}

export interface ServerInfo {
  schemaVersion: 1;
  /** The operator asks instructors for a key. */
  instructorKey: boolean;
  /** Under which phones may reach the server, where that is not the address of the page. */
  joinOrigins?: string[];
}

export const serverInfo = () => ask<ServerInfo>('GET', '/');

const room = (code: string, rest = '') => `/rooms/${encodeURIComponent(code)}${rest}`;

/** Phones are held in halls with poor networks: what takes longer is tried anew. */
const PHONE_MS = 10_000;

/** For a student's phone. */
export const student = {
  /** With the same token again, the same participant. */
  join: (code: string, token: string) => ask<Joined>('POST', room(code, '/join'), { token }, { timeoutMs: PHONE_MS }),
  resume: (code: string, token: string) => ask<Joined>('POST', room(code, '/resume'), { token }, { timeoutMs: PHONE_MS }),
  /** This browser forgets who it is in the room; the votes stay. */
  leave: (code: string) => ask<void>('POST', room(code, '/leave'), undefined, { timeoutMs: PHONE_MS }),
  me: (code: string) => ask<Me>('GET', room(code, '/me')),
  vote: (code: string, vote: VoteBody, signal?: AbortSignal) => ask<VoteReply>('POST', room(code, '/votes'), vote, { signal, timeoutMs: PHONE_MS }),
  /** Questions to be answered alone, as far as one has come. */
  assigned: (code: string) => ask<{ questions: AssignedQuestion[] }>('GET', room(code, '/assigned'), undefined, { timeoutMs: PHONE_MS }),
  /** A vote on one of them, which is final; gives the question as it then stands. */
  voteAlone: (code: string, vote: VoteBody) => ask<AssignedQuestion>('POST', room(code, '/assigned/votes'), vote, { timeoutMs: PHONE_MS }),
  identify: (code: string, studentId: string) => ask<void>('PUT', room(code, '/identity'), { studentId }),
  leaveRoster: (code: string) => ask<void>('DELETE', room(code, '/identity')),
  streamUrls: (code: string) => [`/api/class${room(code, '/events')}`, `/api/class${room(code, '/me')}`] as const,
};

/** For whoever leads a room. */
export const host = {
  open: (settings: NewRoom) => ask<{ code: string }>('POST', '/rooms', settings),
  look: (code: string) => ask<Shown>('GET', room(code, '/host')),
  send: (code: string, command: Command, seq: number) => ask<Shown>('POST', room(code, '/commands'), { command, seq }),
  addQuestions: (code: string, add: QuestionSource[]) => ask<Shown>('POST', room(code, '/questions'), { add }),
  removeQuestion: (code: string, question: string) => ask<Shown>('DELETE', room(code, `/questions/${question}`)),
  changeSettings: (code: string, title: string, settings: RoomSettings) => ask<Shown>('PUT', room(code, '/settings'), { title, settings }),
  /** A key with which another device takes the room over as well, or shows it. */
  handOver: (code: string, role: 'host' | 'projector') => ask<{ key: string; minutes: number }>('POST', room(code, '/handoffs'), { role }),
  takeOver: (code: string, key: string) => ask<{ code: string; role: 'host' | 'projector' }>('POST', room(code, '/leaders'), { key }),
  results: (code: string) => ask<ClassResults>('GET', room(code, '/results')),
  saveGrading: (code: string, grading: Grading) => ask<void>('PUT', room(code, '/grading'), grading),
  saveRoster: (code: string, csv: string) => ask<void>('PUT', room(code, '/roster'), { csv }),
  eraseRoster: (code: string) => ask<void>('DELETE', room(code, '/roster')),
  erase: (code: string) => ask<void>('DELETE', room(code)),
  /** What this browser may do in the room. */
  role: (code: string) => ask<{ role: 'host' | 'projector' }>('GET', room(code, '/role')),
  /** A projector's secret answers to /role; who may lead is known by /host alone. */
  streamUrls: (code: string, as: 'host' | 'projector') => [`/api/class${room(code, `/${as}/events`)}`, `/api/class${room(code, as === 'host' ? '/host' : '/role')}`] as const,
};
