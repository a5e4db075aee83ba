// Everything that was asked and answered in a room, for its instructor. Not here: statistics and points, which the page computes (src/quiz/peer).

import { asc, eq, sql } from 'drizzle-orm';
import { confidences } from '@site/src/formats/confidence';
import type { AskedQuestion, ClassResults, Grading, VoteRow } from '@site/src/formats/class-results';
import type { Database } from '../database/connect';
import { meetings, participants, questions, rooms, rosterClaims, rosterEntries, votes } from '../database/schema';
import type { Room } from './store';

async function askedQuestions({ orm }: Database, roomId: string): Promise<AskedQuestion[]> {
  const rows = await orm
    .select({ question: questions, meeting: meetings.number })
    .from(questions)
    .innerJoin(meetings, eq(meetings.id, questions.meetingId))
    .where(eq(questions.roomId, roomId))
    .orderBy(asc(meetings.number), asc(questions.number));
  return rows.map(({ question: { id, number, source, shown, kept, rounds: held, openedAt }, meeting }) => ({
    id,
    meeting,
    number: number!,
    ...(source.ref ? { ref: source.ref } : {}),
    ...shown,
    correct: kept.correct,
    rounds: held === 2 ? 2 : 1,
    openedAt: openedAt!.toISOString(),
  }));
}

const readAttendance = (database: Database, roomId: string) =>
  database.query<{ participant: string; meeting: number; joined_after: number }>(
    `select a.participant_id as participant, m.number as meeting,
       (select count(*)::int from questions q where q.meeting_id = m.id and q.opened_at < a.first_seen_at) as joined_after
     from attendance a join meetings m on m.id = a.meeting_id where m.room_id = $1`,
    [roomId],
  );

const readPeople = ({ orm }: Database, roomId: string) =>
  orm
    .select({ id: participants.id, name: participants.name, studentId: rosterClaims.studentId })
    .from(participants)
    .leftJoin(rosterClaims, eq(rosterClaims.participantId, participants.id))
    .where(eq(participants.roomId, roomId))
    .orderBy(asc(participants.joinedAt), asc(participants.id));

export async function readResults(database: Database, room: Room): Promise<ClassResults> {
  const { orm } = database;
  const asked = await askedQuestions(database, room.id);
  const people = await readPeople(database, room.id);
  const cast = await orm.select({ vote: votes }).from(votes).innerJoin(questions, eq(questions.id, votes.questionId)).where(eq(questions.roomId, room.id));
  const placeOf = new Map(people.map(({ id }, i) => [id, i]));
  const questionAt = new Map(asked.map((question, i) => [question.id, { i, options: question.options.map(({ id }) => id) }]));
  const rows = cast.map(({ vote }): VoteRow => {
    const { i, options } = questionAt.get(vote.questionId)!;
    return [placeOf.get(vote.participantId)!, i, vote.round, options.indexOf(vote.optionId), vote.confidence ? confidences.indexOf(vote.confidence) : -1];
  });
  const held = await orm.select().from(meetings).where(eq(meetings.roomId, room.id)).orderBy(asc(meetings.number));
  const roster = await orm.select().from(rosterEntries).where(eq(rosterEntries.roomId, room.id)).orderBy(asc(rosterEntries.studentId));
  return {
    schemaVersion: 1,
    code: room.code,
    title: room.title,
    meetings: held.map(({ number, startedAt, endedAt }) => ({ number, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null })),
    questions: asked,
    participants: people.map(({ id, name, studentId }) => ({ id, name, ...(studentId ? { studentId } : {}) })),
    attendance: (await readAttendance(database, room.id)).map(({ participant, meeting, joined_after }) => [placeOf.get(participant)!, meeting, joined_after]),
    votes: rows,
    roster: roster.map(({ studentId: id, name, email }) => ({ id, name, email })),
    grading: room.grading,
  };
}

/** Not a change that the room sees: `seq` stays. */
export async function writeGrading({ orm }: Database, roomId: string, grading: Grading): Promise<void> {
  await orm.update(rooms).set({ grading, usedAt: sql`now()` }).where(eq(rooms.id, roomId));
}
