// A simulated instructor for tests and benchmarks: opens a room and leads it with a bearer, as a program would.

import type { Agent } from 'node:http';
import type { Command, HostView, NewRoom, Snapshot } from '@site/src/formats/class';
import { ask, listen, type Answer } from './phone';

export interface Shown {
  snapshot: Snapshot;
  host: HostView;
}

export const sampleQuestion = (n = 1, ids = ['first', 'second', 'third', 'fourth']): NonNullable<NewRoom['questions']>[number] => ({
  stem: `Question ${n}: how does the time of attention grow with the length $T$ of the text?`,
  options: ids.map((id, i) => ({ id, text: `As $T^${i}$`, why: `Because **${id}**.`, correct: i === 2 })),
  explanation: 'Every token meets every other: $T^2$.',
});

export class Instructor {
  code = '';
  secret = '';
  snapshot?: Snapshot;
  host?: HostView;

  constructor(
    public base: string,
    private readonly agent?: Agent,
  ) {}

  async ask<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    return ask<Body>(this.base, method, `/api/class/rooms${path}`, body, { agent: this.agent, headers: { 'X-Bearer': 'yes', ...(this.secret ? { Authorization: `Bearer ${this.secret}` } : {}) } });
  }

  /** Opens a room; throws with the server's words. */
  async open(room: Omit<Partial<NewRoom>, 'settings'> & { settings?: Partial<NewRoom['settings']> } = {}): Promise<void> {
    const answer = await this.ask<{ code: string; secret: string }>('POST', '', { title: 'Attention', questions: [sampleQuestion()], ...room });
    if (answer.status !== 201) throw new Error(`open: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.code = answer.body.code;
    this.secret = answer.body.secret;
    await this.look();
  }

  private keep(answer: Answer<Shown>, what: string): Shown {
    if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.snapshot = answer.body.snapshot;
    this.host = answer.body.host;
    return answer.body;
  }

  async look(): Promise<Shown> {
    return this.keep(await this.ask<Shown>('GET', `/${this.code}/host`), 'look');
  }

  send(command: Command, seq = this.snapshot!.seq): Promise<Answer<Shown>> {
    return this.ask<Shown>('POST', `/${this.code}/commands`, { command, seq });
  }

  /** One command; throws when it is refused. */
  async do(command: Command): Promise<Shown> {
    return this.keep(await this.send(command), command.do);
  }

  /** Opens the next planned question, without a timer unless told. */
  openNext(seconds: number | null = null): Promise<Shown> {
    const planned = this.host!.questions.find(({ state }) => state === 'planned');
    return this.do({ do: 'open', question: planned!.id, seconds });
  }

  listen(as: 'host' | 'projector', onEvent: (event: string, data: string) => void): () => void {
    return listen(this.base, `/api/class/rooms/${this.code}/${as}/events`, { Authorization: `Bearer ${this.secret}` }, onEvent, () => {});
  }
}
