// Whatever comes late or twice, the page shows the newest.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostView, Snapshot } from '@site/src/formats/class';
import { begunAnew, nothingYet, receive, type RoomNow } from './roomState';

const snapshot = (seq: number, question = 'q', round: 0 | 1 | 2 = 1) => ({ seq, round, question: { id: question } }) as Snapshot;
const view = (seq: number, voted = seq) => ({ seq, counts: { joined: 9, voted } }) as HostView;
const after = (events: [string, unknown][], now: RoomNow = nothingYet) => events.reduce((room, [name, data], i) => receive(room, name, data, i), now);

describe('a room', () => {
  it('never goes back, in whatever order answers and events come', () => {
    const events = fc.array(fc.tuple(fc.constantFrom('snapshot', 'host'), fc.nat(20)), { minLength: 1 });
    fc.assert(
      fc.property(events, (list) => {
        const room = after(list.map(([name, seq]) => [name, name === 'snapshot' ? snapshot(seq) : view(seq)]));
        const newest = (name: string) => Math.max(...list.filter(([kind]) => kind === name).map(([, seq]) => seq));
        if (room.snapshot) expect(room.snapshot.seq).toBe(newest('snapshot'));
        const first = list.findIndex(([kind]) => kind === 'snapshot');
        // Before the first snapshot a view may be dropped for it.
        const views = list.filter(([kind], i) => kind === 'host' && (first < 0 || i > first)).map(([, seq]) => seq);
        if (views.length > 0) expect(room.host!.seq).toBeGreaterThanOrEqual(Math.max(...views));
      }),
    );
  });

  it('takes an older one after a cut: a server may have lost its last moments', () => {
    const before = after([['snapshot', snapshot(8)], ['host', view(8)]]);
    const back = after([['snapshot', snapshot(6)]], begunAnew(before));
    expect(back.snapshot!.seq).toBe(6);
    expect(back.host).toBeUndefined();
    expect(after([['host', view(6)]], back).host!.seq).toBe(6);
    expect(after([['snapshot', snapshot(5)]], back).snapshot!.seq).toBe(6);
  });

  it('keeps the view over a cut in which nothing changed', () => {
    const before = after([['snapshot', snapshot(8)], ['host', view(8)]]);
    expect(after([['snapshot', snapshot(8)]], begunAnew(before)).host).toBe(before.host);
  });

  it('does not show the last vote’s count in the next one', () => {
    const voted = after([['snapshot', snapshot(1)], ['counts', { joined: 9, voted: 7 }]]);
    expect(after([['snapshot', snapshot(2)]], voted).counts).toEqual({ joined: 9, voted: 7 });
    expect(after([['snapshot', snapshot(2, 'q', 2)]], voted).counts).toEqual({ joined: 9, voted: 0 });
    expect(after([['snapshot', snapshot(2, 'other')]], voted).counts).toEqual({ joined: 9, voted: 0 });
  });

  it('says when it is gone, and ignores what it does not know', () => {
    expect(after([['gone', {}]]).gone).toBe(true);
    expect(after([['me', {}]])).toBe(nothingYet);
  });
});
