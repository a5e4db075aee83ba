import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VoteReply } from '@site/src/formats/class';
import { ApiFailure } from '../api';
import { put, settle, type Outbox, type Unsent } from './outbox';
import { Postman } from './postman';

const vote = (revision: number, option = 'a'): Unsent => ({ question: 'q1', round: 1, option, revision, number: 1, letter: 'A' });
const kept = ({ option, revision }: Unsent): VoteReply => ({ result: 'kept', vote: { option, revision } });
const away = () => new ApiFailure(0, 'offline', '');

/** A post office whose answers the test gives. */
class Office {
  outbox: Outbox = [];
  readonly posted: { vote: Unsent; signal: AbortSignal; answer: (reply: VoteReply | ApiFailure) => Promise<void> }[] = [];
  readonly told: string[] = [];
  readonly postman = new Postman(
    (sent, signal) =>
      new Promise((done, fail) => {
        const answer = async (reply: VoteReply | ApiFailure) => {
          if (reply instanceof ApiFailure) fail(reply);
          else done(reply);
          await vi.advanceTimersByTimeAsync(0);
        };
        signal.addEventListener('abort', () => fail(away()));
        this.posted.push({ vote: sent, signal, answer });
      }),
    () => this.outbox,
    {
      onAnswer: (sent, { result }) => {
        this.outbox = settle(this.outbox, sent);
        this.told.push(`${result} ${sent.revision}`);
      },
      onStuck: () => this.told.push('stuck'),
      onRefused: (sent, { code }) => {
        this.outbox = settle(this.outbox, sent);
        this.told.push(`refused ${sent.revision}: ${code}`);
      },
    },
  );

  choose(chosen: Unsent): void {
    this.outbox = put(this.outbox, chosen);
    this.postman.wake();
  }
}

describe('the postman', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends at once, and once', async () => {
    const office = new Office();
    office.choose(vote(1));
    office.postman.send();
    expect(office.posted.map(({ vote: sent }) => sent.revision)).toEqual([1]);
    await office.posted[0]!.answer(kept(vote(1)));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([office.told, office.posted.length]).toEqual([['kept 1'], 1]);
  });

  it('does not let a newer vote wait for an older one', async () => {
    const office = new Office();
    office.choose(vote(1));
    office.choose(vote(2, 'b'));
    expect(office.posted.map(({ vote: sent, signal }) => [sent.revision, signal.aborted])).toEqual([[1, true], [2, false]]);
    await office.posted[1]!.answer(kept(vote(2, 'b')));
    expect([office.told, office.outbox]).toEqual([['kept 2'], []]);
  });

  it('tries again for as long as it takes, never more than some seconds apart', async () => {
    const office = new Office();
    office.choose(vote(1));
    const start = Date.now();
    for (let i = 0; i < 12; i++) {
      await office.posted.at(-1)!.answer(away());
      await vi.advanceTimersByTimeAsync(10_000);
      expect(office.posted.length).toBe(i + 2);
    }
    expect(Date.now() - start).toBeLessThan(121_000);
    await office.posted.at(-1)!.answer(kept(vote(1)));
    expect(office.told.at(-1)).toBe('kept 1');
  });

  it('waits as long as the server asks it to', async () => {
    const office = new Office();
    office.choose(vote(1));
    await office.posted[0]!.answer(new ApiFailure(503, 'full', '', 20_000));
    await vi.advanceTimersByTimeAsync(14_000);
    expect(office.posted.length).toBe(1);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(office.posted.length).toBe(2);
  });

  it('does not wait when the connection is back', async () => {
    const office = new Office();
    office.choose(vote(1));
    for (let i = 0; i < 5; i++) {
      await office.posted.at(-1)!.answer(away());
      await vi.advanceTimersByTimeAsync(10_000);
    }
    await office.posted.at(-1)!.answer(away());
    const before = office.posted.length;
    office.postman.wake();
    expect(office.posted.length).toBe(before + 1);
  });

  it('takes a login page of the network for no answer', async () => {
    const office = new Office();
    office.choose(vote(1));
    await office.posted[0]!.answer(new ApiFailure(200, 'no-class-server', ''));
    expect([office.told, office.outbox.length]).toEqual([['stuck'], 1]);
  });

  it('gives up what the server refuses, and says so', async () => {
    const office = new Office();
    office.choose(vote(1));
    await office.posted[0]!.answer(new ApiFailure(400, 'no-option', ''));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([office.told, office.posted.length]).toEqual([['refused 1: no-option'], 1]);
  });

  it('is silent once it is stopped', async () => {
    const office = new Office();
    office.choose(vote(1));
    office.postman.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    office.postman.send();
    expect([office.told, office.posted.length, office.outbox.length]).toEqual([[], 1, 1]);
  });
});
