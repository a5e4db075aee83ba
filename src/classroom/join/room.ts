// A student's place in a room, as a pure machine: what the server said, what was chosen on this phone, what the student must be told.
// Nothing here knows of networks, clocks or pages: times are passed in.

import type { Me, OwnVote, Phase, ShownQuestion, Snapshot, VoteReply } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';
import type { Standing } from '../stream';
import { find, keyOf, put, settle, type Outbox, type Round, type Unsent } from './outbox';
import { lateWords, olderWords, refusedWords } from './words';

/** Something that the student must know and might miss. */
export interface Notice {
  /** Of the question and round; a newer one takes its place. */
  key: string;
  text: string;
}

export interface Room {
  standing: Standing;
  snapshot: Snapshot | null;
  /** By performance.now(), when the timer is over; null without one. */
  endsAtMs: number | null;
  name: string;
  studentId?: string;
  group?: Me['group'];
  /** Votes that the server keeps, as far as this phone knows, by question and round. */
  kept: Readonly<Record<string, OwnVote>>;
  outbox: Outbox;
  /** The last try to send got no answer. */
  stuck: boolean;
  notices: readonly Notice[];
  /** A new stream began: its first snapshot counts, whatever its number, as a server may have lost its last moments. */
  fresh: boolean;
}

export type Happening =
  | { type: 'standing'; standing: Standing }
  | { type: 'me'; me: Me }
  | { type: 'snapshot'; snapshot: Snapshot; nowMs: number }
  | { type: 'group'; group: NonNullable<Me['group']> }
  | { type: 'identified'; studentId: string | undefined }
  | { type: 'choose'; option: string }
  | { type: 'confidence'; confidence: Confidence }
  | { type: 'answered'; sent: Unsent; reply: VoteReply }
  | { type: 'stuck' }
  | { type: 'refused'; sent: Unsent; message: string }
  | { type: 'dismiss'; key: string };

export const newRoom = (outbox: Outbox = []): Room => ({
  standing: 'connecting',
  snapshot: null,
  endsAtMs: null,
  name: '',
  kept: {},
  outbox,
  stuck: false,
  notices: [],
  fresh: true,
});

/** The letter that an option is shown with. */
export const letterOf = (question: ShownQuestion, option: string): string => String.fromCharCode(65 + question.options.findIndex(({ id }) => id === option));

/** The vote that a round shows as one's own: the newest choice on this phone, else what the server keeps. */
export function ownVote({ kept, outbox }: Room, question: string, round: Round): OwnVote | undefined {
  return find(outbox, question, round) ?? kept[keyOf({ question, round })];
}

export type VoteState = 'none' | 'sending' | 'waiting' | 'kept';

/** How far the vote of the round that is shown has come. */
export function voteState({ snapshot, kept, outbox, stuck, standing }: Room): VoteState {
  const { question, round } = snapshot ?? {};
  if (!question || !round) return 'none';
  if (find(outbox, question.id, round)) return stuck || standing !== 'live' ? 'waiting' : 'sending';
  return kept[keyOf({ question: question.id, round })] ? 'kept' : 'none';
}

/** The room after `happening`. */
export function step(room: Room, happening: Happening): Room {
  switch (happening.type) {
    case 'standing':
      return room.standing === happening.standing ? room : { ...room, standing: happening.standing };
    case 'me':
      return withMe(room, happening.me);
    case 'snapshot':
      return withSnapshot(room, happening.snapshot, happening.nowMs);
    case 'group':
      return { ...room, group: happening.group };
    case 'identified':
      return { ...room, studentId: happening.studentId };
    case 'choose':
      return chosen(room, (own) => (own?.option === happening.option ? undefined : { option: happening.option }));
    case 'confidence':
      return chosen(room, (own) => (!own || own.confidence === happening.confidence ? undefined : { option: own.option, confidence: happening.confidence }));
    case 'answered':
      return answered(room, happening.sent, happening.reply);
    case 'stuck':
      return { ...room, stuck: true };
    case 'refused':
      return notify({ ...room, stuck: false, outbox: settle(room.outbox, happening.sent) }, happening.sent, refusedWords(happening.sent, happening.message));
    case 'dismiss':
      return { ...room, notices: room.notices.filter(({ key }) => key !== happening.key) };
  }
}

const rounds: readonly Round[] = [1, 2];

/** Of two votes on one question and round the later; of two with one number the server's. */
const later = (known: OwnVote | undefined, told: OwnVote): OwnVote => (known && known.revision > told.revision ? known : told);

function withMe(room: Room, me: Me): Room {
  const kept = { ...room.kept };
  let { outbox } = room;
  for (const round of me.question ? rounds : []) {
    const place = { question: me.question!, round };
    const told = me.votes[round];
    const known = kept[keyOf(place)];
    if (told) kept[keyOf(place)] = later(known, told);
    // Acknowledged, and yet the server has not got it (it lost its last moments): sent once more.
    const { snapshot } = room;
    if (known && (told?.revision ?? 0) < known.revision && snapshot?.question?.id === me.question)
      outbox = put(outbox, { ...known, ...place, number: snapshot.question.number, letter: letterOf(snapshot.question, known.option) });
  }
  return { ...room, name: me.name, studentId: me.studentId, group: me.group, kept, outbox, fresh: true };
}

/** Phases in which a timer runs. */
const isTimed = (phase: Phase) => phase === 'voting' || phase === 'discussing' || phase === 'assigned';

function withSnapshot(room: Room, snapshot: Snapshot, nowMs: number): Room {
  if (!room.fresh && room.snapshot && snapshot.seq < room.snapshot.seq) return room;
  const { phase, remainingMs } = snapshot;
  return {
    ...room,
    fresh: false,
    snapshot,
    endsAtMs: remainingMs === null || !isTimed(phase) ? null : nowMs + remainingMs,
    group: phase === 'discussing' ? room.group : undefined,
  };
}

/** A change of mind on the question that is shown; `change` gives undefined where there is none. */
function chosen(room: Room, change: (own: OwnVote | undefined) => Pick<OwnVote, 'option' | 'confidence'> | undefined): Room {
  const { snapshot, kept, outbox } = room;
  if (snapshot?.phase !== 'voting' || !snapshot.question || !snapshot.round) return room;
  const { question, round } = snapshot;
  const place = { question: question.id, round };
  const own = ownVote(room, question.id, round);
  const wanted = change(own);
  if (!wanted || !question.options.some(({ id }) => id === wanted.option)) return room;
  const revision = 1 + Math.max(kept[keyOf(place)]?.revision ?? 0, find(outbox, question.id, round)?.revision ?? 0);
  return { ...room, stuck: false, outbox: put(outbox, { ...place, ...wanted, revision, number: question.number, letter: letterOf(question, wanted.option) }) };
}

function answered(room: Room, sent: Unsent, { result, vote }: VoteReply): Room {
  const key = keyOf(sent);
  const { [key]: known, ...others } = room.kept;
  const keeping = (own: OwnVote | null | undefined) => (own ? { ...others, [key]: own } : others);
  // A choice before the one that waits, or one that was answered already: of no interest any more.
  if (find(room.outbox, sent.question, sent.round)?.revision !== sent.revision) return { ...room, stuck: false, kept: keeping(vote ? later(known, vote) : known) };
  const next: Room = { ...room, stuck: false, outbox: settle(room.outbox, sent), kept: keeping(vote) };
  // The vote that was sent counts: also if the first answer to it was lost and this is a later one.
  if (result === 'kept' || (vote?.revision === sent.revision && vote.option === sent.option)) return next;
  const shown = room.snapshot?.question;
  const letter = vote && shown?.id === sent.question ? letterOf(shown, vote.option) : undefined;
  if (result === 'closed') return notify(next, sent, lateWords(sent, vote ? (letter ?? 'your choice before it') : undefined));
  return vote!.option === sent.option ? next : notify(next, sent, olderWords(sent, letter));
}

function notify(room: Room, about: Unsent, text: string): Room {
  const key = keyOf(about);
  return { ...room, notices: [...room.notices.filter((notice) => notice.key !== key), { key, text }] };
}
