// The machine by example; room-network.test.ts plays it against a network.

import { describe, expect, it } from 'vitest';
import type { Snapshot, VoteReply } from '@site/src/formats/class';
import { bodyOf } from './outbox';
import { newRoom, ownVote, step, voteState, type Happening, type Room } from './room';
import { me, question, snapshot } from './room.fixtures';

const after = (room: Room, ...happenings: Happening[]): Room => happenings.reduce(step, room);
const told = (changes: Partial<Snapshot> = {}, nowMs = 0): Happening => ({ type: 'snapshot', snapshot: snapshot(changes), nowMs });
const live: Happening = { type: 'standing', standing: 'live' };
const entered = (...more: Happening[]): Room => after(newRoom(), live, { type: 'me', me: me() }, told(), ...more);
const choose = (option: string): Happening => ({ type: 'choose', option });

describe('a room on a phone', () => {
  it('shows a choice at once, and how far it has come', () => {
    const chosen = entered(choose('b'));
    expect([voteState(entered()), voteState(chosen), ownVote(chosen, 'q1', 1)?.option]).toEqual(['none', 'sending', 'b']);
    const stuck = step(chosen, { type: 'stuck' });
    expect([voteState(stuck), voteState(step(chosen, { type: 'standing', standing: 'away' }))]).toEqual(['waiting', 'waiting']);
    const kept = step(stuck, { type: 'answered', sent: chosen.outbox[0]!, reply: { result: 'kept', vote: { option: 'b', revision: 1 } } });
    expect([voteState(kept), kept.outbox, ownVote(kept, 'q1', 1)?.option]).toEqual(['kept', [], 'b']);
  });

  it('counts changes of mind, and a second tap on the same option is none', () => {
    const room = entered(choose('b'), choose('b'), choose('c'), { type: 'confidence', confidence: 'sure' }, { type: 'confidence', confidence: 'sure' });
    expect(room.outbox.map(bodyOf)).toEqual([{ question: 'q1', round: 1, option: 'c', confidence: 'sure', revision: 3 }]);
    expect(step(room, choose('a')).outbox[0]).not.toHaveProperty('confidence');
  });

  it('goes on counting above what another device or an earlier visit has reached', () => {
    const room = after(newRoom(), { type: 'me', me: me({ 1: { option: 'a', revision: 7 } }) }, told(), choose('b'));
    expect(room.outbox[0]).toMatchObject({ option: 'b', revision: 8 });
  });

  it('takes no choice but while a vote is open, and none that the question does not have', () => {
    for (const phase of ['waiting', 'closed', 'discussing', 'revealed', 'ended'] as const) expect(entered(told({ seq: 2, phase }), choose('a')).outbox).toEqual([]);
    expect(entered(choose('z'), { type: 'confidence', confidence: 'sure' }).outbox).toEqual([]);
  });

  it('keeps rounds apart', () => {
    const room = entered(choose('a'), told({ seq: 2, round: 2 }), choose('b'));
    expect([ownVote(room, 'q1', 1)?.option, ownVote(room, 'q1', 2)?.option, room.outbox.map(({ revision }) => revision)]).toEqual(['a', 'b', [1, 1]]);
  });

  it('does not take votes on the question before for votes on this one', () => {
    const room = after(newRoom(), { type: 'me', me: me({ 1: { option: 'a', revision: 1 } }, 'q1') }, told({ seq: 2, question: question(2) }));
    expect(ownVote(room, 'q2', 1)).toBeUndefined();
  });

  it('does not go back to an older snapshot, unless a new stream begins with it', () => {
    const room = entered(told({ seq: 5, phase: 'closed' }));
    expect(step(room, told({ seq: 4 })).snapshot!.phase).toBe('closed');
    expect(after(room, { type: 'me', me: me() }, told({ seq: 4 })).snapshot!.phase).toBe('voting');
  });

  it('dates the timer by the moment the message came', () => {
    const at = (changes: Partial<Snapshot>) => entered(told({ seq: 2, ...changes }, 1000)).endsAtMs;
    expect([at({ remainingMs: 500 }), at({ remainingMs: null }), at({ remainingMs: 500, phase: 'discussing' }), at({ remainingMs: 500, phase: 'closed' })]).toEqual([1500, null, 1500, null]);
  });

  it('shows a group for the length of the discussion', () => {
    const discussing = told({ seq: 2, phase: 'discussing' });
    const room = entered(discussing, { type: 'group', group: { number: 17, size: 2 } });
    expect([room.group?.number, step(room, told({ seq: 3, round: 2 })).group]).toEqual([17, undefined]);
    expect(after(room, { type: 'me', me: { ...me(), group: { number: 17, size: 2 } } }, discussing).group?.number).toBe(17);
  });

  it('says when a choice came too late, and what counts', () => {
    const chosen = entered(choose('b'));
    const late = (reply: VoteReply) => step(chosen, { type: 'answered', sent: chosen.outbox[0]!, reply });
    expect(late({ result: 'closed', vote: null }).notices[0]!.text).toMatch(/choice B on question 1 .* closed\. No vote of yours counts/);
    expect(late({ result: 'closed', vote: { option: 'c', revision: 4 } }).notices[0]!.text).toMatch(/What counts is C\./);
    // It had arrived, and only the answer was lost.
    expect(late({ result: 'closed', vote: { option: 'b', revision: 1 } })).toMatchObject({ notices: [], kept: { 'q1:1': { option: 'b' } } });
  });

  it('shows what another device of the same participant chose later', () => {
    const chosen = entered(choose('b'));
    const older = step(chosen, { type: 'answered', sent: chosen.outbox[0]!, reply: { result: 'older', vote: { option: 'c', revision: 4 } } });
    expect([ownVote(older, 'q1', 1)?.option, older.notices.length, step(older, choose('a')).outbox[0]!.revision]).toEqual(['c', 1, 5]);
    expect(step(older, { type: 'dismiss', key: older.notices[0]!.key }).notices).toEqual([]);
  });

  it('says what the server would not take', () => {
    const chosen = entered(choose('b'));
    const refused = step(chosen, { type: 'refused', sent: chosen.outbox[0]!, message: 'The question has no such option.' });
    expect([refused.outbox, refused.notices[0]!.text]).toEqual([[], 'Your choice B on question 1 could not be taken. The question has no such option.']);
  });
});
