// What this browser remembers of a room: that it was there, the participant's own token, votes that were not acknowledged yet. Works without
// storage, as in some private windows: then it lasts as long as the page. One entry a vote, so that two tabs don't overwrite each other's.
// The token lies beside the HttpOnly cookie so that "Use another device" can show it; it opens one made-up name in one room.

import { keyOf, put, type Outbox, type Unsent } from './outbox';

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key'> & { readonly length: number };

export interface Membership {
  /** The participant's token, where this browser was told it. */
  token?: string;
  /** More than one device votes as this participant. */
  devices?: true;
  /** Questions were given out here to be answered alone. */
  alone?: true;
}

/** The browser's storage; undefined where it is refused. */
export function browserShelf(): Shelf | undefined {
  try {
    const probe = 'class:probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return undefined;
  }
}

function shelfInMemory(): Shelf {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

export class RoomMemory {
  private readonly shelf: Shelf;
  /** False: nothing is known of earlier visits, so the server must be asked. */
  readonly lasts: boolean;

  constructor(
    readonly code: string,
    shelf: Shelf | undefined,
  ) {
    this.lasts = shelf !== undefined;
    this.shelf = shelf ?? shelfInMemory();
  }

  private get place(): string {
    return `class:${this.code}`;
  }

  private voteKey(vote: Pick<Unsent, 'question' | 'round'>): string {
    return `${this.place}:vote:${keyOf(vote)}`;
  }

  private read<T>(key: string): T | undefined {
    try {
      return (JSON.parse(this.shelf.getItem(key) ?? 'null') as T | null) ?? undefined;
    } catch {
      return undefined;
    }
  }

  private write(key: string, value: unknown): void {
    try {
      this.shelf.setItem(key, JSON.stringify(value));
    } catch {
      // The storage is full: the page still has it.
    }
  }

  get membership(): Membership | undefined {
    return this.read<Membership>(this.place);
  }

  remember(known: Membership): void {
    this.write(this.place, { ...this.membership, ...known });
  }

  votes(): Outbox {
    const prefix = `${this.place}:vote:`;
    let outbox: Outbox = [];
    for (let i = 0; i < this.shelf.length; i++) {
      const key = this.shelf.key(i)!;
      const vote = key.startsWith(prefix) ? this.read<Unsent>(key) : undefined;
      if (vote) outbox = put(outbox, vote);
    }
    return outbox;
  }

  /** Keeps what is new in `now` and lets go of what is no longer in it; a newer vote of another tab stays. */
  keepVotes(before: Outbox, now: Outbox): void {
    for (const vote of now) if (!before.includes(vote)) this.write(this.voteKey(vote), vote);
    for (const vote of before) {
      const stored = this.read<Unsent>(this.voteKey(vote));
      const isThere = now.some((other) => keyOf(other) === keyOf(vote));
      if (!isThere && stored && stored.revision <= vote.revision) this.shelf.removeItem(this.voteKey(vote));
    }
  }

  /** Calls back when another tab of this browser has had its vote answered. Gives back the end of it. */
  onVoteElsewhere(heard: () => void): () => void {
    const listen = ({ key, newValue }: StorageEvent) => {
      if (key?.startsWith(`${this.place}:vote:`) && newValue === null) heard();
    };
    addEventListener('storage', listen);
    return () => removeEventListener('storage', listen);
  }

  /** As if this browser had never been in the room. */
  forget(): void {
    this.shelf.removeItem(this.place);
    for (const vote of this.votes()) this.shelf.removeItem(this.voteKey(vote));
  }
}
