// Votes into the database: in batches, each one statement, which looks at the room and writes the votes in the same moment.
// A vote is kept if its question and round are open then; a close waits for the batch before it, and the batch after it finds it closed.

import type { OwnVote, VoteReply } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';
import type { Database } from '../database/connect';
import { Batcher } from './batcher';

export interface CastVote {
  roomId: string;
  participantId: string;
  question: string;
  round: 1 | 2;
  option: string;
  confidence?: Confidence;
  revision: number;
}

/** 'gone': the room or the participant was erased meanwhile. 'unknown': the question has no such option. */
export type VoteResult = VoteReply | { result: 'gone' } | { result: 'unknown' };

/** Votes that were under way when the time was up still count. */
export const GRACE_SECONDS = 1;

const statement = `
with cast_vote as (
  select * from json_to_recordset($1::json)
    as v(at int, "roomId" uuid, "participantId" uuid, question uuid, round smallint, option text, confidence text, revision int)
), open_room as (
  select id, question_id, round from rooms
  where id in (select "roomId" from cast_vote) and phase = 'voting'
    and (deadline is null or clock_timestamp() < deadline + interval '${GRACE_SECONDS} second')
  for share
), known as (
  select v.at, exists (select from questions q, jsonb_array_elements(q.shown->'options') o where q.id = v.question and o->>'id' = v.option) as option_known
  from cast_vote v join participants p on p.id = v."participantId" and p.room_id = v."roomId"
), written as (
  insert into votes (question_id, round, participant_id, option_id, confidence, revision)
  select v.question, v.round, v."participantId", v.option, v.confidence, v.revision
  from cast_vote v join known using (at) join open_room r on r.id = v."roomId" and r.question_id = v.question and r.round = v.round
  where option_known
  on conflict (question_id, round, participant_id) do update
    set option_id = excluded.option_id, confidence = excluded.confidence, revision = excluded.revision, cast_at = clock_timestamp()
    where votes.revision < excluded.revision
  returning question_id, round, participant_id
)
select v.at, known.at is not null as known, option_known, r.id is not null as open, w.participant_id is not null as written,
  before.option_id as option, before.confidence, before.revision
from cast_vote v
left join known using (at)
left join open_room r on r.id = v."roomId" and r.question_id = v.question and r.round = v.round
left join written w on w.question_id = v.question and w.round = v.round and w.participant_id = v."participantId"
left join votes before on before.question_id = v.question and before.round = v.round and before.participant_id = v."participantId"
order by v.at`;

interface Row {
  known: boolean;
  option_known: boolean | null;
  open: boolean;
  written: boolean;
  option: string | null;
  confidence: Confidence | null;
  revision: number | null;
}

const asVote = ({ option, confidence, revision }: { option: string; confidence?: Confidence | null; revision: number }): OwnVote => ({
  option,
  revision,
  ...(confidence ? { confidence } : {}),
});

function resultOf(vote: CastVote, row: Row): VoteResult {
  if (!row.known) return { result: 'gone' };
  const before = row.option === null || row.revision === null ? null : asVote({ ...row, option: row.option, revision: row.revision });
  if (!row.open) return { result: 'closed', vote: before };
  if (!row.option_known) return { result: 'unknown' };
  if (row.written) return { result: 'kept', vote: asVote(vote) };
  // Not written and open: a vote of this or a later revision was there. Sent twice, it is the same vote.
  if (before) return { result: before.revision === vote.revision && before.option === vote.option ? 'kept' : 'older', vote: before };
  // Another process wrote it after this statement began; what it wrote is newer.
  return { result: 'older', vote: asVote(vote) };
}

const keyOf = ({ participantId, question, round }: CastVote): string => `${participantId} ${question} ${round}`;

/** Of each participant, question and round only the newest goes into the statement, which may touch a row but once. */
async function writeBatch(database: Database, batch: CastVote[]): Promise<VoteResult[]> {
  const newest = new Map<string, CastVote>();
  for (const vote of batch) {
    const other = newest.get(keyOf(vote));
    if (!other || other.revision < vote.revision) newest.set(keyOf(vote), vote);
  }
  const votes = [...newest.values()];
  const rows = await database.query<Row>(statement, [JSON.stringify(votes.map((vote, at) => ({ ...vote, at })))]);
  const results = new Map(votes.map((vote, at) => [keyOf(vote), { vote, result: resultOf(vote, rows[at]!) }]));
  return batch.map((vote) => {
    const { vote: sent, result } = results.get(keyOf(vote))!;
    const replaced = vote !== sent && vote.option !== sent.option && result.result === 'kept';
    return replaced ? { ...result, result: 'older' as const } : result;
  });
}

export type VoteWriter = Batcher<CastVote, VoteResult>;

export const voteWriter = (database: Database): VoteWriter => new Batcher((batch) => writeBatch(database, batch));
