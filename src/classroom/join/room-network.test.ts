// A phone's room against a simulated class: a server that keeps votes as the real one does, and a network that loses, repeats and reorders,
// while the page is reloaded, another device votes and the server forgets its last moments.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Me, OwnVote, Snapshot, VoteReply } from '@site/src/formats/class';
import { keyOf, type Round, type Unsent } from './outbox';
import { newRoom, ownVote, step, type Happening } from './room';
import { me, question, snapshot } from './room.fixtures';

/** The class server's rules for votes, as in server/rooms/votes.ts. */
class FakeServer {
  votes = new Map<string, OwnVote>();
  shown = 1;
  round: Round = 1;
  isOpen = true;
  seq = 1;

  change(work: () => void): void {
    work();
    this.seq++;
  }

  vote(sent: Unsent): VoteReply {
    const key = keyOf(sent);
    const before = this.votes.get(key) ?? null;
    if (!this.isOpen || sent.question !== `q${this.shown}` || sent.round !== this.round) return { result: 'closed', vote: before };
    if (before && before.revision >= sent.revision) return { result: before.revision === sent.revision && before.option === sent.option ? 'kept' : 'older', vote: before };
    const { option, revision, confidence } = sent;
    this.votes.set(key, { option, revision, ...(confidence ? { confidence } : {}) });
    return { result: 'kept', vote: this.votes.get(key)! };
  }

  get me(): Me {
    const own = ([1, 2] as const).flatMap((round) => {
      const vote = this.votes.get(`q${this.shown}:${round}`);
      return vote ? [[round, vote]] : [];
    });
    return me(Object.fromEntries(own) as Me['votes'], `q${this.shown}`);
  }

  get snapshot(): Snapshot {
    return snapshot({ seq: this.seq, phase: this.isOpen ? 'voting' : 'closed', round: this.round, question: question(this.shown) });
  }
}

class World {
  server = new FakeServer();
  room = newRoom();
  requests: Unsent[] = [];
  replies: { sent: Unsent; reply: VoteReply }[] = [];
  /** The last choice made on this phone, and whether the phone was told that it is kept. */
  chosen = new Map<string, { option: string; isAcknowledged: boolean }>();
  everTold = new Set<string>();

  happen(happening: Happening): void {
    this.room = step(this.room, happening);
    for (const { key } of this.room.notices) this.everTold.add(key);
  }

  send(): void {
    this.requests.push(...this.room.outbox);
  }

  choose(option: string): void {
    const before = this.room.outbox;
    this.happen({ type: 'choose', option });
    if (this.room.outbox === before) return;
    this.chosen.set(keyOf(this.room.outbox.at(-1)!), { option, isAcknowledged: false });
    this.send();
  }

  arrive(at: number, again: boolean): void {
    const sent = this.requests[at % this.requests.length];
    if (!sent) return;
    if (!again) this.requests.splice(at % this.requests.length, 1);
    this.replies.push({ sent, reply: this.server.vote(sent) });
  }

  answer(at: number): void {
    const [answer] = this.replies.splice(at % Math.max(1, this.replies.length), 1);
    if (!answer) return;
    const mine = this.chosen.get(keyOf(answer.sent));
    if (answer.reply.vote?.option === mine?.option && answer.reply.result === 'kept') mine!.isAcknowledged = true;
    this.happen({ type: 'answered', ...answer });
  }

  connect(): void {
    this.happen({ type: 'me', me: this.server.me });
    this.tell();
    this.send();
  }

  tell(): void {
    this.happen({ type: 'snapshot', snapshot: this.server.snapshot, nowMs: 0 });
  }

  reload(): void {
    // Everything but what the browser stores is gone.
    this.room = newRoom(this.room.outbox);
    this.replies = [];
    this.connect();
  }

  otherDevice(option: string): void {
    const { round, shown } = this.server;
    const before = this.server.votes.get(`q${shown}:${round}`);
    this.server.vote({ question: `q${shown}`, round, option, revision: (before?.revision ?? 0) + 1, number: shown, letter: '' });
  }

  /** The server comes back as it was before its last votes, and with it every stream. */
  loseTail(votes: Map<string, OwnVote>): void {
    this.server.votes = new Map(votes);
    this.requests = [];
    this.replies = [];
    this.connect();
  }

  /** The network is well again, until there is nothing left to send. */
  settle(): void {
    for (let i = 0; i < 10 && this.room.outbox.length > 0; i++) {
      this.send();
      while (this.requests.length > 0) this.arrive(0, false);
      while (this.replies.length > 0) this.answer(0);
    }
    this.connect();
  }
}

const option = fc.constantFrom('a', 'b', 'c');
const any = fc.nat({ max: 20 });
type Act = (world: World) => void;

const gentle: fc.Arbitrary<Act>[] = [
  option.map((id): Act => (world) => world.choose(id)),
  option.map((id): Act => (world) => world.choose(id)),
  fc.constantFrom('guess' as const, 'sure' as const).map((confidence): Act => (world) => (world.happen({ type: 'confidence', confidence }), world.send())),
  fc.tuple(any, fc.boolean()).map(([at, again]): Act => (world) => world.arrive(at, again)),
  any.map((at): Act => (world) => world.answer(at)),
  any.map((at): Act => (world) => void world.requests.splice(at % Math.max(1, world.requests.length), 1)),
  any.map((at): Act => (world) => void world.replies.splice(at % Math.max(1, world.replies.length), 1)),
  fc.constant<Act>((world) => world.send()),
  fc.constant<Act>((world) => world.tell()),
  fc.constant<Act>((world) => world.connect()),
  fc.constant<Act>((world) => world.reload()),
  fc.boolean().map((isOpen): Act => (world) => world.server.change(() => (world.server.isOpen = isOpen))),
  fc.constant<Act>(({ server }) => server.change(() => (server.round = 2))),
  fc.constant<Act>(({ server }) => server.change(() => ((server.shown += 1), (server.round = 1), (server.isOpen = true)))),
];

const play = (acts: Act[]): World => {
  const world = new World();
  world.connect();
  for (const act of acts) act(world);
  world.settle();
  return world;
};

const shownVotes = ({ room, server }: World) => ([1, 2] as const).map((round) => ownVote(room, `q${server.shown}`, round));
const keptVotes = ({ server }: World) => ([1, 2] as const).map((round) => server.votes.get(`q${server.shown}:${round}`));

describe('whatever the network does', () => {
  it('the phone shows what the server keeps, and every choice that does not count was told', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...gentle), { maxLength: 60 }), (acts) => {
        const world = play(acts);
        expect(world.room.outbox).toEqual([]);
        expect(shownVotes(world)).toEqual(keptVotes(world));
        for (const [key, { option: wanted }] of world.chosen) if (world.server.votes.get(key)?.option !== wanted) expect(world.everTold).toContain(key);
      }),
      { numRuns: 2000 },
    );
  });

  it('the same with another device that votes in between', () => {
    const acts = fc.array(fc.oneof(...gentle, option.map((id): Act => (world) => world.otherDevice(id))), { maxLength: 60 });
    fc.assert(
      fc.property(acts, (played) => {
        const world = play(played);
        expect(world.room.outbox).toEqual([]);
        expect(shownVotes(world)).toEqual(keptVotes(world));
        for (const [key, { option: wanted, isAcknowledged }] of world.chosen)
          if (!isAcknowledged && world.server.votes.get(key)?.option !== wanted) expect(world.everTold).toContain(key);
      }),
      { numRuns: 2000 },
    );
  });

  it('an acknowledged vote that the server forgot is sent again while the page is open', () => {
    fc.assert(
      fc.property(fc.array(option, { minLength: 1, maxLength: 6 }), fc.nat({ max: 5 }), (options, survivors) => {
        const world = new World();
        world.connect();
        const history = [new Map(world.server.votes)];
        for (const id of options) {
          world.choose(id);
          while (world.requests.length > 0) world.arrive(0, false);
          while (world.replies.length > 0) world.answer(0);
          history.push(new Map(world.server.votes));
        }
        world.loseTail(history[Math.min(survivors, history.length - 1)]!);
        world.settle();
        expect(world.server.votes.get('q1:1')?.option).toBe(options.at(-1));
        expect(shownVotes(world)).toEqual(keptVotes(world));
      }),
    );
  });
});
