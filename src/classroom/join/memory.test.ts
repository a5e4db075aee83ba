import { beforeEach, describe, expect, it } from 'vitest';
import { RoomMemory, type Shelf } from './memory';
import type { Unsent } from './outbox';

class FakeStorage implements Shelf {
  readonly items = new Map<string, string>();
  isFull = false;
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  };
  removeItem = (key: string) => void this.items.delete(key);
}

const vote = (revision: number, more: Partial<Unsent> = {}): Unsent => ({ question: 'q1', round: 1, option: 'a', revision, number: 1, letter: 'A', ...more });

describe('what a browser remembers of a room', () => {
  let shelf: FakeStorage;
  let memory: RoomMemory;
  beforeEach(() => {
    shelf = new FakeStorage();
    memory = new RoomMemory('ABC234', shelf);
  });

  it('outlives the page, and belongs to one room', () => {
    memory.remember({ token: 't' });
    memory.remember({ devices: true });
    memory.keepVotes([], [vote(1), vote(1, { round: 2 })]);
    const later = new RoomMemory('ABC234', shelf);
    expect(later.membership).toEqual({ token: 't', devices: true });
    expect(later.votes()).toEqual([vote(1), vote(1, { round: 2 })]);
    const other = new RoomMemory('XYZ789', shelf);
    expect(other.membership).toBeUndefined();
    expect(other.votes()).toEqual([]);
  });

  it('lets go of what was answered', () => {
    const [first, second] = [vote(1), vote(2)];
    memory.keepVotes([], [first]);
    memory.keepVotes([first], [second]);
    expect(memory.votes()).toEqual([second]);
    memory.keepVotes([second], []);
    expect(memory.votes()).toEqual([]);
  });

  it('does not take away what another tab chose later', () => {
    const mine = vote(1);
    memory.keepVotes([], [mine]);
    const theirs = vote(2, { option: 'b' });
    new RoomMemory('ABC234', shelf).keepVotes([], [theirs]);
    memory.keepVotes([mine], []);
    expect(memory.votes()).toEqual([theirs]);
  });

  it('forgets all of it, and nothing else', () => {
    const other = new RoomMemory('XYZ789', shelf);
    other.remember({ token: 'o' });
    memory.remember({ token: 't' });
    memory.keepVotes([], [vote(1), vote(3, { round: 2 })]);
    memory.forget();
    expect([memory.membership, memory.votes(), other.membership]).toEqual([undefined, [], { token: 'o' }]);
  });

  it('takes a full, a spoilt and a missing storage as they come', () => {
    shelf.isFull = true;
    memory.remember({ token: 't' });
    expect(memory.membership).toBeUndefined();
    shelf.items.set('class:ABC234', '{"token":');
    shelf.items.set('class:ABC234:vote:q1:1', 'x');
    expect([memory.membership, memory.votes(), memory.lasts]).toEqual([undefined, [], true]);
    const private_ = new RoomMemory('ABC234', undefined);
    private_.keepVotes([], [vote(1)]);
    private_.remember({ token: 't' });
    expect([private_.votes(), private_.membership, private_.lasts]).toEqual([[vote(1)], { token: 't' }, false]);
  });
});
