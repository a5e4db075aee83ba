// A room as a page holds it: what came over the stream or as an answer, the newest of each. Pure.

import type { Counts, HostView, Snapshot } from '@site/src/formats/class';

export interface RoomNow {
  snapshot?: Snapshot;
  /** When the snapshot came, by performance.now(): the time that is left counts from there. */
  atMs: number;
  host?: HostView;
  counts?: Counts;
  gone: boolean;
  /** What comes next is taken whatever its number: a server that lost its last moments counts on from before them. */
  isFresh: boolean;
}

export const nothingYet: RoomNow = { atMs: 0, gone: false, isFresh: true };

/** The room after an event of its stream. An older snapshot or host view never replaces a newer one. */
export function receive(now: RoomNow, event: string, data: unknown, atMs: number): RoomNow {
  switch (event) {
    case 'snapshot': {
      const snapshot = data as Snapshot;
      if (!now.isFresh && now.snapshot && snapshot.seq < now.snapshot.seq) return now;
      const host = now.isFresh && now.host && now.host.seq > snapshot.seq ? undefined : now.host;
      // Counts of one vote are not those of the next.
      const isSameVote = now.snapshot?.question?.id === snapshot.question?.id && now.snapshot?.round === snapshot.round;
      const counts = now.counts && !isSameVote ? { ...now.counts, voted: 0 } : now.counts;
      return { ...now, snapshot, atMs, host, counts, isFresh: false };
    }
    case 'host': {
      const host = data as HostView;
      if (now.host && host.seq < now.host.seq) return now;
      return { ...now, host, counts: host.counts };
    }
    case 'counts':
      return { ...now, counts: data as Counts };
    case 'gone':
      return { ...now, gone: true };
    default:
      return now;
  }
}

/** The stream was cut; what comes with the next one begins anew. */
export const begunAnew = (now: RoomNow): RoomNow => ({ ...now, isFresh: true });
