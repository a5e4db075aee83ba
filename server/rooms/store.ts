// What is asked of the database about rooms, in drizzle for both databases. Not here: votes (votes.ts), results (results.ts), HTTP.

import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Command, Counts, RoomSettings, RoundCounts } from '@site/src/formats/class';
import { apply, type Step } from '@site/src/quiz/peer/phases';
import { CHANNEL, type Database, type Orm } from '../database/connect';
import { attendance, handoffs, leaders, meetings, participants, questions, rooms, votes, type Role } from '../database/schema';
import type { RenderedQuestion } from './questions';
import { hashOf, newCode, newSecret } from './secrets';

export type Room = typeof rooms.$inferSelect;
export type Question = typeof questions.$inferSelect;
type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0];

/** The room is not as the sender saw it. */
export class Conflict extends Error {
  override name = 'Conflict';
}

const announce = (tx: Transaction, roomId: string, seq: number) => tx.execute(sql`select pg_notify(${CHANNEL}, ${`${roomId} ${seq}`})`);

function questionRows(roomId: string, from: number, rendered: RenderedQuestion[]) {
  return rendered.map((question, i) => ({ id: randomUUID(), roomId, position: from + i, ...question }));
}

async function addLeader(tx: Transaction, roomId: string, role: Role): Promise<string> {
  const secret = newSecret();
  await tx.insert(leaders).values({ secretHash: hashOf(secret), roomId, role });
  return secret;
}

/** The room with this code and what the holder of a secret may do there; undefined where that is nothing. */
export async function findLed({ orm }: Database, code: string, secret: string): Promise<{ room: Room; role: Role } | undefined> {
  const [led] = await orm
    .select({ room: rooms, role: leaders.role })
    .from(leaders)
    .innerJoin(rooms, eq(rooms.id, leaders.roomId))
    .where(and(eq(leaders.secretHash, hashOf(secret)), eq(rooms.code, code)));
  return led;
}

export async function createRoom({ orm }: Database, title: string, settings: RoomSettings, rendered: RenderedQuestion[]): Promise<{ room: Room; secret: string }> {
  const id = randomUUID();
  const meetingId = randomUUID();
  return orm.transaction(async (tx) => {
    const values = { id, title, settings, meetingId, seq: 0, phase: 'waiting' as const, round: 0 as const };
    // A code that is taken is drawn again; of 729 million few are.
    for (let tries = 0; tries < 20; tries++) {
      const [room] = await tx.insert(rooms).values({ ...values, code: newCode() }).onConflictDoNothing().returning();
      if (!room) continue;
      await tx.insert(meetings).values({ id: meetingId, roomId: id, number: 1 });
      if (rendered.length > 0) await tx.insert(questions).values(questionRows(id, 0, rendered));
      return { room, secret: await addLeader(tx, id, 'host') };
    }
    throw new Error('no free room code was found');
  });
}

export async function findRoom({ orm }: Database, code: string): Promise<Room | undefined> {
  return (await orm.select().from(rooms).where(eq(rooms.code, code)))[0];
}

/** The room with the milliseconds that are left, by the database's clock: processes may disagree about the time. */
export async function readRoom({ orm }: Database, id: string): Promise<(Room & { remainingMs: number | null }) | undefined> {
  const remaining = sql<number | null>`(extract(epoch from ${rooms.deadline} - clock_timestamp()) * 1000)::float8`;
  const [row] = await orm.select({ room: rooms, remainingMs: remaining }).from(rooms).where(eq(rooms.id, id));
  return row && { ...row.room, remainingMs: row.remainingMs };
}

export const readQuestion = async ({ orm }: Database, id: string): Promise<Question | undefined> => (await orm.select().from(questions).where(eq(questions.id, id)))[0];

export const readQuestions = ({ orm }: Database, roomId: string): Promise<Question[]> => orm.select().from(questions).where(eq(questions.roomId, roomId)).orderBy(asc(questions.position));

/** Locks the room, lets `change` say what becomes of it, and tells every process. `seq` is what the sender saw. */
async function changeRoom(database: Database, id: string, seq: number | undefined, change: (tx: Transaction, room: Room) => Promise<Record<string, unknown>>): Promise<Room> {
  return database.orm.transaction(async (tx) => {
    const [room] = await tx.select().from(rooms).where(eq(rooms.id, id)).for('update');
    if (!room) throw new Conflict('The room is not there any more.');
    if (seq !== undefined && room.seq !== seq) throw new Conflict('The room has moved on meanwhile: here is where it stands.');
    const changes = await change(tx, room);
    const [changed] = await tx
      .update(rooms)
      .set({ ...changes, seq: room.seq + 1, usedAt: sql`now()` })
      .where(eq(rooms.id, id))
      .returning();
    await announce(tx, id, changed!.seq);
    return changed!;
  });
}

function secondsFor(timer: NonNullable<Step['timer']> | null, command: Command, settings: RoomSettings): number | null {
  if (timer === null) return null;
  if (timer === 'assigned') return command.do === 'assign' && command.hours !== null ? command.hours * 3600 : null;
  const asked = 'seconds' in command ? command.seconds : undefined;
  return asked === undefined ? settings[`${timer}Seconds`] : asked;
}

const inSeconds = (seconds: number | null) => (seconds === null ? null : sql`clock_timestamp() + make_interval(secs => ${seconds})`);

async function openQuestion(tx: Transaction, room: Room, id: string): Promise<void> {
  const [question] = await tx.select().from(questions).where(and(eq(questions.id, id), eq(questions.roomId, room.id)));
  if (!question) throw new Conflict('That question is not in this room.');
  if (question.openedAt) throw new Conflict('That question was asked already; add it once more to ask it again.');
  await tx
    .update(questions)
    .set({ meetingId: room.meetingId, number: (await countAsked(tx, room)) + 1, rounds: 1, openedAt: sql`now()` })
    .where(eq(questions.id, id));
}

async function countAsked(tx: Transaction, { meetingId }: Room): Promise<number> {
  const [asked] = await tx.select({ count: sql<number>`count(*)::int` }).from(questions).where(eq(questions.meetingId, meetingId));
  return asked!.count;
}

/** Every question that was not asked yet, in its order. */
async function assignQuestions(tx: Transaction, room: Room): Promise<void> {
  const planned = await tx
    .select({ id: questions.id })
    .from(questions)
    .where(and(eq(questions.roomId, room.id), isNull(questions.openedAt)))
    .orderBy(asc(questions.position));
  if (planned.length === 0) throw new Conflict('There is no question that was not asked yet: add some first.');
  let number = await countAsked(tx, room);
  for (const { id } of planned) await tx.update(questions).set({ meetingId: room.meetingId, number: ++number, rounds: 2, alone: true, openedAt: sql`now()` }).where(eq(questions.id, id));
}

async function beginMeeting(tx: Transaction, room: Room): Promise<string> {
  const [last] = await tx.select({ number: sql<number>`max(${meetings.number})::int` }).from(meetings).where(eq(meetings.roomId, room.id));
  const id = randomUUID();
  await tx.insert(meetings).values({ id, roomId: room.id, number: last!.number + 1 });
  return id;
}

/** Carries out a command of the instructor's. Throws PhaseError when the phase forbids it, Conflict when the room is not as they saw it. */
export function runCommand(database: Database, roomId: string, command: Command, seq: number): Promise<Room> {
  return changeRoom(database, roomId, seq, async (tx, room) => {
    const { state, timer } = apply({ phase: room.phase, round: room.round, question: room.questionId }, command);
    const changes: Record<string, unknown> = { phase: state.phase, round: state.round, questionId: state.question };
    if (timer !== undefined) changes.deadline = inSeconds(secondsFor(timer, command, room.settings));
    if (command.do === 'open') await openQuestion(tx, room, command.question);
    if (command.do === 'assign') await assignQuestions(tx, room);
    if (command.do === 'collect') await tx.update(questions).set({ revealedAt: sql`now()` }).where(and(eq(questions.meetingId, room.meetingId), isNull(questions.revealedAt)));
    if (command.do === 'extend') changes.deadline = sql`greatest(coalesce(${rooms.deadline}, clock_timestamp()), clock_timestamp()) + make_interval(secs => ${command.seconds})`;
    if (command.do === 'revote') await tx.update(questions).set({ rounds: 2 }).where(eq(questions.id, room.questionId!));
    if (command.do === 'reveal') await tx.update(questions).set({ revealedAt: sql`now()` }).where(eq(questions.id, room.questionId!));
    if (command.do === 'end') await tx.update(meetings).set({ endedAt: sql`now()` }).where(eq(meetings.id, room.meetingId));
    if (command.do === 'resume') changes.meetingId = await beginMeeting(tx, room);
    return changes;
  });
}

/** Adds questions at the end. */
export function addQuestions(database: Database, roomId: string, rendered: RenderedQuestion[]): Promise<Room> {
  return changeRoom(database, roomId, undefined, async (tx) => {
    const [last] = await tx.select({ position: sql<number>`coalesce(max(${questions.position}), -1)::int` }).from(questions).where(eq(questions.roomId, roomId));
    await tx.insert(questions).values(questionRows(roomId, last!.position + 1, rendered));
    return {};
  });
}

/** Takes a question away that was not asked yet. */
export function removeQuestion(database: Database, roomId: string, id: string): Promise<Room> {
  return changeRoom(database, roomId, undefined, async (tx) => {
    const [question] = await tx.select().from(questions).where(and(eq(questions.id, id), eq(questions.roomId, roomId)));
    if (!question) throw new Conflict('That question is not in this room.');
    if (question.openedAt) throw new Conflict('That question was asked; its votes stay.');
    await tx.delete(questions).where(eq(questions.id, id));
    return {};
  });
}

export const changeSettings = (database: Database, roomId: string, title: string, settings: RoomSettings): Promise<Room> =>
  changeRoom(database, roomId, undefined, async () => ({ title, settings }));

/** Erases the room with everything in it; every process lets go of it. */
export async function eraseRoom({ orm }: Database, id: string): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx.delete(rooms).where(eq(rooms.id, id));
    await announce(tx, id, -1);
  });
}

/** Erases the rooms that were not used for as long as each of them says; gives back how many. */
export async function purge(database: Database): Promise<number> {
  const old = await database.orm
    .select({ id: rooms.id })
    .from(rooms)
    .where(sql`${rooms.usedAt} < now() - make_interval(days => (${rooms.settings}->>'retentionDays')::int)`);
  for (const { id } of old) await eraseRoom(database, id);
  return old.length;
}

/** Rooms that a timer must close. */
export const timedRooms = async ({ orm }: Database): Promise<string[]> =>
  (await orm.select({ id: rooms.id }).from(rooms).where(and(inArray(rooms.phase, ['voting', 'assigned']), sql`${rooms.deadline} is not null`))).map(({ id }) => id);

export async function readSeqs({ orm }: Database, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  return new Map((await orm.select({ id: rooms.id, seq: rooms.seq }).from(rooms).where(inArray(rooms.id, ids))).map(({ id, seq }) => [id, seq]));
}

/** Who came, and who voted in the round that is shown; while questions are given out, who began to answer them. */
export async function countPeople({ orm }: Database, { phase, meetingId, questionId, round }: Pick<Room, 'phase' | 'meetingId' | 'questionId' | 'round'>): Promise<Counts> {
  const joined = sql<number>`(select count(*)::int from ${attendance} where ${attendance.meetingId} = ${meetingId})`;
  const voted =
    phase === 'assigned'
      ? sql<number>`(select count(distinct ${votes.participantId})::int from ${votes} join ${questions} on ${questions.id} = ${votes.questionId} where ${questions.meetingId} = ${meetingId} and ${questions.alone} and ${questions.revealedAt} is null)`
      : sql<number>`(select count(*)::int from ${votes} where ${votes.questionId} = ${questionId} and ${votes.round} = ${round})`;
  const { rows } = (await orm.execute(sql`select ${joined} as joined, ${voted} as voted`)) as unknown as { rows: Counts[] };
  return rows[0]!;
}

/** Votes by option of rounds 1 to `last`. */
export async function countVotes({ orm }: Database, { id, shown }: Question, last: number): Promise<RoundCounts[]> {
  const found = await orm
    .select({ round: votes.round, option: votes.optionId, count: sql<number>`count(*)::int` })
    .from(votes)
    .where(eq(votes.questionId, id))
    .groupBy(votes.round, votes.optionId);
  return Array.from({ length: last }, (_, i) => {
    const counts = Object.fromEntries(shown.options.map((option) => [option.id, 0]));
    for (const { round, option, count } of found) if (round === i + 1) counts[option] = count;
    return { counts, voted: Object.values(counts).reduce((sum, n) => sum + n, 0) };
  });
}

export const readVotes = ({ orm }: Database, questionId: string) => orm.select().from(votes).where(eq(votes.questionId, questionId));

export const findParticipant = async ({ orm }: Database, tokenHash: string) => (await orm.select().from(participants).where(eq(participants.tokenHash, tokenHash)))[0];

/** A key for another device, good for `minutes` and one use. */
export async function createHandoff({ orm }: Database, roomId: string, role: Role, key: string, minutes: number): Promise<void> {
  await orm.delete(handoffs).where(lt(handoffs.expiresAt, sql`now()`));
  await orm.insert(handoffs).values({ keyHash: hashOf(key), roomId, role, expiresAt: sql`now() + make_interval(mins => ${minutes})` as never });
}

/** Uses up a key: a secret for the new device. Undefined when there is no such key, or not any more. */
export function useHandoff({ orm }: Database, roomId: string, key: string): Promise<{ role: Role; secret: string } | undefined> {
  return orm.transaction(async (tx) => {
    const [used] = await tx
      .delete(handoffs)
      .where(and(eq(handoffs.keyHash, hashOf(key)), eq(handoffs.roomId, roomId), sql`${handoffs.expiresAt} > now()`))
      .returning();
    return used && { role: used.role, secret: await addLeader(tx, roomId, used.role) };
  });
}
