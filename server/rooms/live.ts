// The rooms that somebody listens to, in this process: one view a room, sent on when the database says that it changed; counts of people at
// most twice a second; the close of a vote when its time is up. Everything here can be lost: the database has it all.

import type { Counts } from '@site/src/formats/class';
import { PhaseError } from '@site/src/quiz/peer/phases';
import type { Database } from '../database/connect';
import type { Role } from '../database/schema';
import { Conflict, countPeople, readSeqs, runCommand, timedRooms } from './store';
import { hostViewOf, readView, snapshotOf, type RoomView } from './view';
import { GRACE_SECONDS } from './votes';

/** One open stream. `send` must not throw. */
export interface Listener {
  role: Role | 'student';
  participantId?: string;
  /** An event as it goes over the wire, made once for all who get it. */
  send(event: Buffer): void;
  /** Ends the stream: the room is gone, or the server stops. */
  end(): void;
}

/** Counts go out at most twice a second. */
const COUNTS_MS = 500;
/** Should a notification be lost, the room is found changed after this. */
const SWEEP_MS = 5000;
/** A room that nobody listens to is forgotten after this. */
const FORGET_MS = 60_000;
/** What failed for want of the database is tried again after this. */
const RETRY_MS = 1000;
/** setTimeout takes no more than 24 days. */
const LONGEST_TIMER_MS = 24 * 3600 * 1000;

/** A server-sent event. JSON holds no line breaks, so one data line is enough. */
export const encodeEvent = (event: string, data: unknown, id?: number): Buffer => Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** A timer runs that ends by itself what is open; that of a discussion only counts. */
const isTimed = ({ room, remainingMs }: RoomView): boolean => (room.phase === 'voting' || room.phase === 'assigned') && remainingMs !== null;

class LiveRoom {
  readonly listeners = new Set<Listener>();
  view?: RoomView;
  /** Reads go one after another. */
  reading: Promise<void> = Promise.resolve();
  closing?: ReturnType<typeof setTimeout>;
  counts?: Counts;
  idleSince = Date.now();
  constructor(readonly id: string) {}

  *of(...roles: Listener['role'][]): Iterable<Listener> {
    for (const listener of this.listeners) if (roles.includes(listener.role)) yield listener;
  }
}

export interface Trouble {
  (what: string, error: unknown): void;
}

export class LiveRooms {
  private readonly rooms = new Map<string, LiveRoom>();
  private readonly timers: ReturnType<typeof setInterval>[] = [];

  constructor(
    private readonly database: Database,
    private readonly trouble: Trouble,
    private readonly onPhase: (phase: string) => void = () => {},
  ) {}

  async start(): Promise<void> {
    await this.database.listen(
      (payload) => {
        const [id, seq] = payload.split(' ');
        const room = this.rooms.get(id!);
        if (room) this.guard('reading a room', this.refresh(room, Number(seq)));
        // A vote with a timer is closed by every process that knows of it; the first one to do it has done it.
        else if (Number(seq) >= 0) this.guard('reading a room', this.adopt(id!));
      },
      () => this.guard('catching up', this.sweep()),
    );
    for (const id of await timedRooms(this.database)) await this.adopt(id);
    this.every(COUNTS_MS, () => this.sendCounts());
    this.every(SWEEP_MS, () => this.sweep());
  }

  /** Ends every stream and every timer. */
  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const room of this.rooms.values()) {
      clearTimeout(room.closing);
      for (const listener of room.listeners) listener.end();
    }
    this.rooms.clear();
  }

  get listenerCount(): number {
    let count = 0;
    for (const room of this.rooms.values()) count += room.listeners.size;
    return count;
  }

  /** The room as it is now, read when it is not known here. Undefined when there is none. */
  async view(id: string): Promise<RoomView | undefined> {
    const room = await this.open(id);
    return room.view;
  }

  /** Reads the room again, so that what this process just did is sent without waiting for the notification. */
  async changed(id: string): Promise<RoomView | undefined> {
    const room = await this.open(id);
    await this.refresh(room, Infinity);
    return room.view;
  }

  /** Listens to a room that exists; gives back the end of it. */
  async subscribe(id: string, listener: Listener): Promise<() => void> {
    const room = await this.open(id);
    room.listeners.add(listener);
    if (room.view) await this.greet(room, listener);
    return () => {
      room.listeners.delete(listener);
      room.idleSince = Date.now();
    };
  }

  private async open(id: string): Promise<LiveRoom> {
    let room = this.rooms.get(id);
    if (!room) {
      room = new LiveRoom(id);
      this.rooms.set(id, room);
    }
    if (!room.view) await this.refresh(room, 0);
    return room;
  }

  private async adopt(id: string): Promise<void> {
    const view = await readView(this.database, id);
    if (view && isTimed(view)) await this.open(id);
  }

  /** Reads the room unless what is here is as new as `seq`, and tells the listeners when it moved on. */
  private refresh(room: LiveRoom, seq: number): Promise<void> {
    const next = room.reading.then(async () => {
      if (room.view && room.view.room.seq >= seq && seq >= 0) return;
      const view = await readView(this.database, room.id);
      if (!view) return this.drop(room);
      const known = room.view?.room.seq ?? -1;
      room.view = view;
      this.closeInTime(room);
      if (view.room.seq > known && known >= 0) await this.tell(room);
    });
    room.reading = next.catch(() => {});
    return next;
  }

  private drop(room: LiveRoom): void {
    clearTimeout(room.closing);
    this.rooms.delete(room.id);
    for (const listener of room.listeners) {
      listener.send(encodeEvent('gone', {}));
      listener.end();
    }
  }

  private closeInTime(room: LiveRoom): void {
    clearTimeout(room.closing);
    const { room: state, remainingMs } = room.view!;
    if (!isTimed(room.view!)) return;
    const close = async () => {
      try {
        await runCommand(this.database, room.id, { do: state.phase === 'voting' ? 'close' : 'collect' }, state.seq);
        await this.refresh(room, Infinity);
      } catch (error) {
        // Somebody else was first, as is common; anything else, such as a database that is away, is tried again.
        if (error instanceof Conflict || error instanceof PhaseError) return;
        room.closing = setTimeout(() => this.guard('closing a vote', close()), RETRY_MS);
        throw error;
      }
    };
    const waitMs = Math.max(0, remainingMs!) + GRACE_SECONDS * 1000;
    // What is days away is looked at again on the way.
    if (waitMs > LONGEST_TIMER_MS) room.closing = setTimeout(() => this.guard('looking at a timer', this.refresh(room, Infinity)), LONGEST_TIMER_MS);
    else room.closing = setTimeout(() => this.guard('closing a vote', close()), waitMs);
  }

  private async greet(room: LiveRoom, listener: Listener): Promise<void> {
    const view = room.view!;
    listener.send(encodeEvent('snapshot', snapshotOf(view), view.room.seq));
    if (listener.role === 'host') listener.send(encodeEvent('host', await hostViewOf(this.database, view)));
    if (listener.role === 'projector') listener.send(encodeEvent('counts', await countPeople(this.database, view.room)));
    if (listener.role === 'student') this.sendGroup(view, listener);
  }

  private sendGroup(view: RoomView, listener: Listener): void {
    const group = view.groups?.get(listener.participantId!);
    if (group) listener.send(encodeEvent('group', group));
  }

  private async tell(room: LiveRoom): Promise<void> {
    const view = room.view!;
    this.onPhase(view.room.phase);
    const snapshot = encodeEvent('snapshot', snapshotOf(view), view.room.seq);
    for (const listener of room.listeners) listener.send(snapshot);
    if (view.groups) for (const listener of room.of('student')) this.sendGroup(view, listener);
    const hosts = [...room.of('host')];
    if (hosts.length === 0) return;
    const host = encodeEvent('host', await hostViewOf(this.database, view));
    for (const listener of hosts) listener.send(host);
  }

  private async sendCounts(): Promise<void> {
    for (const room of [...this.rooms.values()]) {
      const leaders = [...room.of('host', 'projector')];
      if (leaders.length === 0 || !room.view || room.view.room.phase === 'ended') continue;
      const counts = await countPeople(this.database, room.view.room);
      if (counts.joined === room.counts?.joined && counts.voted === room.counts.voted) continue;
      room.counts = counts;
      const event = encodeEvent('counts', counts);
      for (const listener of leaders) listener.send(event);
    }
  }

  private async sweep(): Promise<void> {
    const idle = Date.now() - FORGET_MS;
    for (const [id, room] of this.rooms)
      if (room.listeners.size === 0 && room.idleSince < idle && !(room.view && isTimed(room.view))) this.rooms.delete(id);
    const seqs = await readSeqs(this.database, [...this.rooms.keys()]);
    for (const room of [...this.rooms.values()]) await this.refresh(room, seqs.get(room.id) ?? -1);
  }

  /** Again and again, never two at once. */
  private every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.guard('looking after the rooms', work().finally(() => (busy = false)));
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }

  private guard(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.trouble(what, error));
  }
}
