// Sends votes until each has an answer: at once, again when the network or the server was away, and again when somebody says that they are
// back. A newer vote does not wait for an older one. Not here: which votes wait, and what an answer means (room.ts).

import type { VoteReply } from '@site/src/formats/class';
import { ApiFailure } from '../api';
import { keyOf, type Outbox, type Unsent } from './outbox';

export interface PostmanEvents {
  onAnswer(sent: Unsent, reply: VoteReply): void;
  /** It will be tried again by itself. */
  onStuck(): void;
  /** It will never be taken. */
  onRefused(sent: Unsent, failure: ApiFailure): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** No answer, or one that another moment may mend. A page in place of an answer (status 200) is a network that wants a login first. */
export const isPassing = (failure: ApiFailure): boolean => failure.status === 0 || failure.status === 429 || failure.status >= 500 || failure.code === 'no-class-server';

export class Postman {
  private readonly underway = new Map<string, { revision: number; abort: AbortController }>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waitMs = FIRST_WAIT_MS;
  private over = false;

  constructor(
    private readonly post: (vote: Unsent, signal: AbortSignal) => Promise<VoteReply>,
    private readonly waiting: () => Outbox,
    private readonly events: PostmanEvents,
  ) {}

  /** Sends everything that waits and is not under way. */
  send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const vote of this.waiting()) void this.deliver(vote);
  }

  /** The same, and patience begins anew. */
  wake(): void {
    this.waitMs = FIRST_WAIT_MS;
    this.send();
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
    for (const { abort } of this.underway.values()) abort.abort();
  }

  private async deliver(vote: Unsent): Promise<void> {
    const key = keyOf(vote);
    const other = this.underway.get(key);
    if (this.over || (other && other.revision >= vote.revision)) return;
    // It may still arrive: its number tells the server that it is the older one.
    other?.abort.abort();
    const mine = { revision: vote.revision, abort: new AbortController() };
    this.underway.set(key, mine);
    const outcome = await this.post(vote, mine.abort.signal).catch((error: unknown) => (error instanceof ApiFailure ? error : new ApiFailure(0, 'page', String(error))));
    if (this.over || this.underway.get(key) !== mine) return;
    this.underway.delete(key);
    if (!(outcome instanceof ApiFailure)) {
      this.waitMs = FIRST_WAIT_MS;
      this.events.onAnswer(vote, outcome);
    } else if (isPassing(outcome)) this.later(outcome);
    else this.events.onRefused(vote, outcome);
  }

  private later({ retryAfterMs = 0 }: ApiFailure): void {
    this.events.onStuck();
    // A hall full of phones does not come back in one moment.
    this.timer ??= setTimeout(() => this.send(), Math.max(retryAfterMs, this.waitMs) * (0.75 + Math.random() / 2));
    this.waitMs = Math.min(LONGEST_WAIT_MS, this.waitMs * 2);
  }
}
