// A stream against a source that the test plays: cuts, silence, sleep and refusals.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStream, type Standing } from './stream';

class FakeSource extends EventTarget {
  static readonly OPEN = 1;
  static all: FakeSource[] = [];
  readyState = 0;
  onerror?: () => void;
  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  tell(name: string, data: unknown = {}) {
    this.readyState = 1;
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }
}

const latest = () => FakeSource.all.at(-1)!;
const open = () => FakeSource.all.filter(({ readyState }) => readyState !== 2).length;

describe('a stream', () => {
  let status = 200;
  let standings: Standing[];
  let events: [string, unknown][];
  let refused: number[];
  let end: () => void;
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const window = new EventTarget();

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSource.all = [];
    [status, standings, events, refused, page.visibilityState] = [200, [], [], [], 'visible'];
    vi.stubGlobal('EventSource', FakeSource);
    vi.stubGlobal('document', page);
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
    vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
    vi.stubGlobal('fetch', async () => {
      if (status === 0) throw new TypeError('no network');
      return { status };
    });
    end = openStream('/events', '/me', { onEvent: (...event) => events.push(event), onStanding: (standing) => standings.at(-1) !== standing && standings.push(standing), onRefused: (told) => refused.push(told) });
  });
  afterEach(() => {
    end();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('passes events on, and is live with the first', () => {
    expect(standings).toEqual(['connecting']);
    latest().tell('snapshot', { seq: 1 });
    latest().tell('beat');
    expect([standings, events]).toEqual([['connecting', 'live'], [['snapshot', { seq: 1 }]]]);
  });

  it('comes back after a cut, for as long as there is no network', async () => {
    latest().tell('snapshot');
    status = 0;
    latest().onerror!();
    expect(standings.at(-1)).toBe('away');
    for (let i = 0; i < 8; i++) {
      await pass(12_000);
      expect(open()).toBe(1);
      latest().onerror!();
    }
    status = 200;
    await pass(12_000);
    latest().tell('snapshot');
    expect([standings.at(-1), refused]).toEqual(['live', []]);
  });

  it('says so when it is not let in any more, and asks no further', async () => {
    for (const code of [401, 403, 404]) {
      status = code;
      latest().onerror!();
      await pass(0);
      expect([refused.pop(), open()]).toEqual([code, 0]);
    }
    await pass(60_000);
    expect(open()).toBe(0);
  });

  it('notices a stream that was cut without a word', async () => {
    latest().tell('snapshot');
    await pass(30_000);
    latest().tell('beat');
    await pass(30_000);
    expect([FakeSource.all.length, standings.at(-1)]).toEqual([1, 'live']);
    await pass(7000);
    expect([FakeSource.all.length, open(), standings.at(-1)]).toEqual([2, 1, 'away']);
  });

  it('asks anew at once when the phone wakes or the network returns, and not for a glance elsewhere', async () => {
    latest().tell('snapshot');
    const look = (visibilityState: string) => {
      page.visibilityState = visibilityState;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    look('hidden');
    await pass(1000);
    look('visible');
    expect(FakeSource.all.length).toBe(1);
    look('hidden');
    await pass(5000);
    look('visible');
    expect([FakeSource.all.length, open()]).toEqual([2, 1]);
    latest().tell('snapshot');
    status = 0;
    window.dispatchEvent(new Event('offline'));
    expect([open(), standings.at(-1)]).toEqual([0, 'away']);
    window.dispatchEvent(new Event('online'));
    expect(open()).toBe(1);
    latest().tell('snapshot');
    // What was asked when the network went is answered now: nothing follows from it.
    await pass(5000);
    expect([FakeSource.all.length, standings.at(-1)]).toEqual([3, 'live']);
  });

  it('is over when it is ended', async () => {
    end();
    status = 0;
    window.dispatchEvent(new Event('online'));
    page.dispatchEvent(new Event('visibilitychange'));
    await pass(60_000);
    expect(open()).toBe(0);
  });
});
