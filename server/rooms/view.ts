// What each role may know of a room, made anew from the database at each change. The key, the explanations and the counts of answers are
// in no message to a student or the projector before the reveal: they are not even read for them.

import type { HostQuestion, HostView, Reveal, RoundCounts, Snapshot } from '@site/src/formats/class';
import { pairUp } from '@site/src/quiz/peer';
import { seedOf } from '@site/src/quiz/public';
import type { Database } from '../database/connect';
import { countPeople, countVotes, readQuestion, readQuestions, readRoom, readVotes, type Question, type Room } from './store';

/** A room as it was read; `readAtMs` (performance.now) dates the time that is left. */
export interface RoomView {
  room: Room;
  question: Question | undefined;
  /** Of the rounds that are closed. */
  rounds: RoundCounts[];
  transitions?: { from: string; to: string; count: number }[];
  groups?: Map<string, { number: number; size: number }>;
  remainingMs: number | null;
  readAtMs: number;
}

/** Rounds whose result is settled, by phase. */
const closedRounds = ({ phase, round }: Room): number => (phase === 'voting' ? Math.max(0, round - 1) : round);

async function readTransitions(database: Database, questionId: string) {
  return database.query<{ from: string; to: string; count: number }>(
    `select a.option_id as "from", b.option_id as "to", count(*)::int as count from votes a
     join votes b on b.question_id = a.question_id and b.participant_id = a.participant_id and b.round = 2
     where a.question_id = $1 and a.round = 1 group by 1, 2 order by 1, 2`,
    [questionId],
  );
}

async function readGroups(database: Database, questionId: string) {
  const first = (await readVotes(database, questionId)).filter(({ round }) => round === 1);
  const groups = pairUp(first.map(({ participantId, optionId }) => ({ participantId, optionId })), seedOf(questionId));
  return new Map(groups.flatMap(({ number, participantIds: ids }) => ids.map((id) => [id, { number, size: ids.length }] as const)));
}

/** Undefined when the room is not there any more. */
export async function readView(database: Database, roomId: string): Promise<RoomView | undefined> {
  const read = await readRoom(database, roomId);
  if (!read) return undefined;
  const { remainingMs, ...room } = read;
  const readAtMs = performance.now();
  const question = room.questionId ? await readQuestion(database, room.questionId) : undefined;
  const rounds = question ? await countVotes(database, question, closedRounds(room)) : [];
  const view: RoomView = { room, question, rounds, remainingMs, readAtMs };
  if (question && room.phase === 'revealed' && room.round === 2) view.transitions = await readTransitions(database, question.id);
  if (question && room.phase === 'discussing' && room.settings.pairing) view.groups = await readGroups(database, question.id);
  return view;
}

function revealOf({ room, question, rounds, transitions }: RoomView): Reveal | null {
  if (room.phase !== 'revealed' || !question) return null;
  const { correct, whyHtml, explanationHtml, live } = question.kept;
  return { correct, whyHtml, explanationHtml, rounds, ...(live ? { live } : {}), ...(transitions ? { transitions } : {}) };
}

/** For everyone in the room, as of now. */
export function snapshotOf(view: RoomView): Snapshot {
  const { room, question, remainingMs, readAtMs } = view;
  return {
    schemaVersion: 1,
    seq: room.seq,
    code: room.code,
    title: room.title,
    phase: room.phase,
    round: room.round,
    remainingMs: remainingMs === null ? null : Math.max(0, Math.round(remainingMs - (performance.now() - readAtMs))),
    question: question ? { id: question.id, number: question.number!, ...question.shown } : null,
    askConfidence: room.settings.askConfidence,
    reveal: revealOf(view),
  };
}

const hostQuestion = ({ id, source, shown, kept, openedAt, revealedAt }: Question): HostQuestion => ({
  id,
  stemHtml: shown.stemHtml,
  options: shown.options.map((option) => ({ ...option, correct: option.id === kept.correct, whyHtml: kept.whyHtml[option.id] ?? '' })),
  explanationHtml: kept.explanationHtml,
  state: revealedAt ? 'revealed' : openedAt ? 'asked' : 'planned',
  ...(kept.listenForHtml ? { listenForHtml: kept.listenForHtml } : {}),
  ...(kept.expectedCorrect === undefined ? {} : { expectedCorrect: kept.expectedCorrect }),
  ...(kept.live ? { reveal: kept.live } : {}),
  ...(source.ref ? { ref: source.ref } : {}),
});

export async function hostViewOf(database: Database, { room, rounds }: RoomView): Promise<HostView> {
  const all = await readQuestions(database, room.id);
  const [meeting] = await database.query<{ number: number }>('select number from meetings where id = $1', [room.meetingId]);
  return { seq: room.seq, counts: await countPeople(database, room), settings: room.settings, meeting: meeting!.number, questions: all.map(hostQuestion), rounds };
}
