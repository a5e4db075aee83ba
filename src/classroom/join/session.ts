// One participant in one room for as long as the page is open: listens, sends votes, keeps what is not acknowledged, and holds the room as it
// is (room.ts) for whoever shows it. Not here: how one comes in (entrance.ts).

import type { Me, Snapshot } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';
import { ApiFailure, student } from '../api';
import { openStream } from '../stream';
import type { RoomMemory } from './memory';
import { bodyOf } from './outbox';
import { Postman } from './postman';
import { newRoom, step, type Happening, type Room } from './room';

/** Why there is nothing left to show: the server does not know this participant any more, or the room is erased. */
export type Ending = 'unknown' | 'erased';

export class Session {
  room: Room;
  private readonly listeners = new Set<() => void>();
  private readonly postman: Postman;
  private readonly stopStream: () => void;
  private readonly stopTabs: () => void;

  constructor(
    readonly memory: RoomMemory,
    private readonly onEnd: (ending: Ending) => void,
  ) {
    const { code } = memory;
    this.room = newRoom(memory.votes());
    this.postman = new Postman((vote, signal) => student.vote(code, bodyOf(vote), signal), () => this.room.outbox, {
      onAnswer: (sent, reply) => this.happen({ type: 'answered', sent, reply }),
      onStuck: () => this.happen({ type: 'stuck' }),
      onRefused: (sent, failure) => {
        // Who is not known any more may come in again, and the vote with them.
        if (failure.status === 401) this.end('unknown');
        else this.happen({ type: 'refused', sent, message: failure.message });
      },
    });
    this.stopTabs = memory.onVoteElsewhere(() => this.askMe());
    const [events, me] = student.streamUrls(code);
    this.stopStream = openStream(events, me, {
      onEvent: (name, data) => this.hear(name, data),
      onStanding: (standing) => {
        const wasLive = this.room.standing === 'live';
        this.happen({ type: 'standing', standing });
        if (standing === 'live' && !wasLive) this.postman.wake();
      },
      onRefused: (status) => this.end(status === 404 ? 'erased' : 'unknown'),
    });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  choose(option: string): void {
    this.happen({ type: 'choose', option });
    this.postman.wake();
  }

  sayConfidence(confidence: Confidence): void {
    this.happen({ type: 'confidence', confidence });
    this.postman.wake();
  }

  dismiss(key: string): void {
    this.happen({ type: 'dismiss', key });
  }

  /** Rejects with an ApiFailure that has words to show. */
  async identify(studentId: string): Promise<void> {
    await student.identify(this.memory.code, studentId);
    this.happen({ type: 'identified', studentId });
  }

  async takeIdentityBack(): Promise<void> {
    await student.leaveRoster(this.memory.code);
    this.happen({ type: 'identified', studentId: undefined });
  }

  /** Stops listening and sending. What was not acknowledged stays in the memory. */
  stop(): void {
    this.stopStream();
    this.stopTabs();
    this.postman.stop();
    this.listeners.clear();
  }

  private end(ending: Ending): void {
    this.stop();
    this.onEnd(ending);
  }

  private hear(name: string, data: unknown): void {
    switch (name) {
      case 'me':
        return this.happen({ type: 'me', me: data as Me });
      case 'snapshot':
        return this.hearSnapshot(data as Snapshot);
      case 'group':
        return this.happen({ type: 'group', group: data as NonNullable<Me['group']> });
      case 'gone':
        return this.end('erased');
    }
  }

  private hearSnapshot(snapshot: Snapshot): void {
    const before = this.room.snapshot;
    this.happen({ type: 'snapshot', snapshot, nowMs: performance.now() });
    // What another device chose is told with a new stream, and otherwise asked for, where there is another device.
    if (before && before.phase !== snapshot.phase && this.memory.membership?.devices) this.askMe();
  }

  private askMe(): void {
    student.me(this.memory.code).then(
      // A group may have been told meanwhile.
      (me) => this.happen({ type: 'me', me: { ...me, group: me.group ?? this.room.group } }),
      (error: unknown) => {
        if (!(error instanceof ApiFailure)) throw error;
        // The stream asks again by itself when it comes back.
      },
    );
  }

  private happen(happening: Happening): void {
    const before = this.room;
    this.room = step(before, happening);
    if (this.room === before) return;
    if (this.room.outbox !== before.outbox) {
      this.memory.keepVotes(before.outbox, this.room.outbox);
      this.postman.send();
    }
    for (const listener of this.listeners) listener();
  }
}
