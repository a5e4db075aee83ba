// Who comes in: participants with generated names, and who was seen at which meeting. In batches, as a whole hall comes at once.

import { randomInt, randomUUID } from 'node:crypto';
import { createRng } from '@site/src/engine/random';
import { drawName } from '@site/src/quiz/peer';
import type { Database } from '../database/connect';
import { Batcher } from './batcher';
import { hashOf, newSecret } from './secrets';

export interface Newcomer {
  roomId: string;
  meetingId: string;
  /** Drawn by the phone; who asks twice with one is one. */
  token?: string;
}

export interface Joined {
  id: string;
  name: string;
  token: string;
}

/** Undefined: the room is not there any more. */
export type Entry = Joined | 'full' | undefined;

/** A lecture on line may have some thousand students; what comes after so many is a program, which would fill the disk. */
const MOST_PARTICIPANTS = 10_000;

const insertNewcomers = `
with newcomer as (
  select * from json_to_recordset($1::json) as n(id uuid, "roomId" uuid, "meetingId" uuid, "tokenHash" text, name text)
), entered as (
  insert into participants (id, room_id, token_hash, name)
  select n.id, n."roomId", n."tokenHash", n.name from newcomer n join rooms r on r.id = n."roomId"
  on conflict do nothing
  returning id
), seen as (
  insert into attendance (meeting_id, participant_id)
  select n."meetingId", n.id from newcomer n join entered using (id)
)
select id from entered`;

const findEntered = `
select p.id, p.name, p.room_id as "roomId", p.token_hash as "tokenHash" from participants p
join json_to_recordset($1::json) as n("roomId" uuid, "tokenHash" text) on n."tokenHash" = p.token_hash and n."roomId" = p.room_id`;

const findFull = `
select room_id as id from participants where room_id in (select n."roomId" from json_to_recordset($1::json) as n("roomId" uuid))
group by room_id having count(*) >= $2`;

interface Row {
  i: number;
  roomId: string;
  token: string;
  tokenHash: string;
}

/** Those whose token is known in their room: they came in before, and ask again as the answer was lost. */
async function findAgain(database: Database, rows: Row[]): Promise<[number, Joined][]> {
  const found = await database.query<{ id: string; name: string; roomId: string; tokenHash: string }>(findEntered, [JSON.stringify(rows.map(({ roomId, tokenHash }) => ({ roomId, tokenHash })))]);
  return rows.flatMap(({ i, roomId, token, tokenHash }) => {
    const one = found.find((row) => row.tokenHash === tokenHash && row.roomId === roomId);
    return one ? [[i, { id: one.id, name: one.name, token }] as [number, Joined]] : [];
  });
}

/** Drawn names that are taken are drawn again; the room being there, this ends soon: 'Quiet Heron', and then 'Quiet Heron 2'. */
const MOST_TRIES = 20;

async function enter(database: Database, batch: Newcomer[], most: number): Promise<Entry[]> {
  const rng = createRng(randomInt(2 ** 31));
  const full = new Set((await database.query<{ id: string }>(findFull, [JSON.stringify(batch.map(({ roomId }) => ({ roomId }))), most])).map(({ id }) => id));
  const joined: Entry[] = batch.map(({ roomId }) => (full.has(roomId) ? 'full' : undefined));
  const before = batch.flatMap(({ roomId, token }, i) => (joined[i] && token ? [{ i, roomId, token, tokenHash: hashOf(token) }] : []));
  if (before.length > 0) for (const [i, found] of await findAgain(database, before)) joined[i] = found;
  let waiting = batch.flatMap((_, i) => (joined[i] ? [] : [i]));
  for (let tries = 0; tries < MOST_TRIES && waiting.length > 0; tries++) {
    const drawn = new Map<string, Set<string>>();
    const rows = waiting.map((i) => {
      const { roomId, meetingId, token = newSecret() } = batch[i]!;
      const taken = drawn.get(roomId) ?? new Set<string>();
      drawn.set(roomId, taken);
      const name = drawName(taken, rng);
      taken.add(name);
      return { i, id: randomUUID(), roomId, meetingId, token, tokenHash: hashOf(token), name };
    });
    const entered = new Set((await database.query<{ id: string }>(insertNewcomers, [JSON.stringify(rows.map(({ token: _, i: __, ...row }) => row))])).map(({ id }) => id));
    for (const { i, id, name, token } of rows) if (entered.has(id)) joined[i] = { id, name, token };
    const again = rows.filter(({ i }) => !joined[i] && batch[i]!.token !== undefined);
    if (again.length > 0) for (const [i, found] of await findAgain(database, again)) joined[i] = found;
    waiting = waiting.filter((i) => !joined[i]);
  }
  return joined;
}

export const entrance = (database: Database, most = MOST_PARTICIPANTS): Batcher<Newcomer, Entry> => new Batcher((batch) => enter(database, batch, most));

export interface Sighting {
  meetingId: string;
  participantId: string;
}

const insertSightings = `
insert into attendance (meeting_id, participant_id)
select distinct s."meetingId", s."participantId" from json_to_recordset($1::json) as s("meetingId" uuid, "participantId" uuid)
join participants p on p.id = s."participantId" join meetings m on m.id = s."meetingId" and m.room_id = p.room_id
on conflict do nothing`;

/** Writes who was seen at which meeting; seen twice is seen once. */
export const registrar = (database: Database): Batcher<Sighting, undefined> =>
  new Batcher(async (batch) => {
    await database.query(insertSightings, [JSON.stringify(batch)]);
    return batch.map(() => undefined);
  });
