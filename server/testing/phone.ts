// A simulated phone for tests and benchmarks: joins, listens, votes, and comes back, over plain HTTP as a browser does.
// It keeps what it was told with the time at which it heard it, and what it was promised (acknowledged votes).

import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import type { AssignedQuestion, Me, OwnVote, Snapshot, VoteReply } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';

export interface Answer<Body = unknown> {
  status: number;
  body: Body;
  headers: IncomingMessage['headers'];
}

export interface Heard {
  event: string;
  data: unknown;
  atMs: number;
}

/** One request; rejects when the connection fails. */
export function ask<Body = unknown>(base: string, method: string, path: string, body?: unknown, { agent, headers = {} }: { agent?: Agent; headers?: Record<string, string> } = {}): Promise<Answer<Body>> {
  return new Promise((done, fail) => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const request = httpRequest(
      new URL(path, base),
      { method, agent, headers: { ...(text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }), ...headers } },
      (response) => {
        let received = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (received += part));
        response.on('error', fail);
        response.on('end', () => {
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          done({ status: response.statusCode!, body: (isJson ? JSON.parse(received) : received) as Body, headers: response.headers });
        });
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server had closed the connection that was kept for another request; a browser asks anew by itself.
      if (request.reusedSocket && error.code === 'ECONNRESET') ask<Body>(base, method, path, body, { agent, headers }).then(done, fail);
      else fail(error);
    });
    request.end(text);
  });
}

/** Reads a stream of events; `onEnd` comes once, however it ends. Gives back what ends it. */
export function listen(base: string, path: string, headers: Record<string, string>, onEvent: (event: string, data: string) => void, onEnd: (status: number) => void): () => void {
  let over = false;
  const end = (status: number) => {
    if (over) return;
    over = true;
    onEnd(status);
  };
  const request = httpRequest(new URL(path, base), { agent: false, headers: { Accept: 'text/event-stream', ...headers } }, (response) => {
    let buffer = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      buffer += part;
      for (let cut = buffer.indexOf('\n\n'); cut >= 0; cut = buffer.indexOf('\n\n')) {
        const lines = buffer.slice(0, cut).split('\n');
        buffer = buffer.slice(cut + 2);
        const event = lines.find((line) => line.startsWith('event: '))?.slice(7);
        const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
        if (event && data) onEvent(event, data);
      }
    });
    response.on('error', () => end(response.statusCode!));
    response.on('close', () => end(response.statusCode!));
  });
  request.on('error', () => end(0));
  request.end();
  return () => {
    over = true;
    request.destroy();
  };
}

const cookieOf = (answer: Answer): string => (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');

export class Phone {
  readonly heard: Heard[] = [];
  readonly acknowledged: (OwnVote & { question: string; round: 1 | 2 })[] = [];
  snapshot?: Snapshot;
  me?: Me;
  group?: { number: number; size: number };
  token = '';
  name = '';
  private cookie = '';
  private revision = 0;
  private stop?: () => void;
  private closed = false;
  onEvent?: (heard: Heard) => void;

  /** `bases`: server processes, tried in turn when one does not answer. */
  constructor(
    private bases: string[],
    readonly code: string,
    private readonly agent: Agent,
  ) {}

  private get base(): string {
    return this.bases[0]!;
  }

  private path = (rest: string): string => `/api/class/rooms/${this.code}/${rest}`;

  async join(): Promise<void> {
    const answer = await ask<{ name: string; token: string }>(this.base, 'POST', this.path('join'), undefined, { agent: this.agent });
    if (answer.status !== 201) throw new Error(`join: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.cookie = cookieOf(answer);
    this.name = answer.body.name;
    this.token = answer.body.token;
  }

  /** Listens, and comes back for as long as it is open. */
  connect(): void {
    if (this.closed) return;
    this.stop = listen(
      this.base,
      this.path('events'),
      { Cookie: this.cookie },
      (event, data) => this.hear(event, JSON.parse(data)),
      () => {
        this.bases = [...this.bases.slice(1), this.bases[0]!];
        if (!this.closed) setTimeout(() => this.connect(), 100 + Math.random() * 200);
      },
    );
  }

  private hear(event: string, data: unknown): void {
    const heard = { event, data, atMs: performance.now() };
    this.heard.push(heard);
    if (event === 'snapshot') this.snapshot = data as Snapshot;
    if (event === 'me') this.me = data as Me;
    if (event === 'group') this.group = data as { number: number; size: number };
    this.onEvent?.(heard);
  }

  /** Sends one vote once. */
  async post(vote: { question: string; round: 1 | 2; option: string; confidence?: Confidence; revision: number }): Promise<Answer<VoteReply>> {
    const answer = await ask<VoteReply>(this.base, 'POST', this.path('votes'), vote, { agent: this.agent, headers: { Cookie: this.cookie } });
    // Whatever became of this one: the vote that the answer names is kept.
    if (answer.body.vote) this.acknowledged.push({ ...answer.body.vote, question: vote.question, round: vote.round });
    return answer;
  }

  /** Votes on what is shown and tries until there is an answer; the milliseconds that it took, or undefined when the vote was closed. Rejects when there is none. */
  async vote(option: string, tries = 100): Promise<number | undefined> {
    const { question, round } = this.snapshot!;
    const vote = { question: question!.id, round: round as 1 | 2, option, revision: ++this.revision };
    const start = performance.now();
    for (let i = 0; i < tries; i++) {
      const answer = await this.post(vote).catch(() => undefined);
      if (answer && answer.status < 500) return answer.status === 200 ? performance.now() - start : undefined;
      await new Promise((next) => setTimeout(next, 50 + Math.random() * 100));
    }
    throw new Error('no answer to a vote');
  }

  async assigned(): Promise<AssignedQuestion[]> {
    return (await ask<{ questions: AssignedQuestion[] }>(this.base, 'GET', this.path('assigned'), undefined, { agent: this.agent, headers: { Cookie: this.cookie } })).body.questions;
  }

  voteAlone(question: string, round: 1 | 2, option: string): Promise<Answer<AssignedQuestion>> {
    return ask<AssignedQuestion>(this.base, 'POST', this.path('assigned/votes'), { question, round, option, revision: 1 }, { agent: this.agent, headers: { Cookie: this.cookie } });
  }

  identify(studentId: string): Promise<Answer> {
    return ask(this.base, 'PUT', this.path('identity'), { studentId }, { agent: this.agent, headers: { Cookie: this.cookie } });
  }

  close(): void {
    this.closed = true;
    this.stop?.();
  }
}
