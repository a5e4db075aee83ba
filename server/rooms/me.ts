// What concerns one participant: own votes on the question that is shown, the group of a discussion, the id they entered. Read in batches, as
// a hall of phones that lost its network comes back at once.

import type { Me } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';
import type { Database } from '../database/connect';
import { Batcher } from './batcher';
import type { RoomView } from './view';

export interface Who {
  participantId: string;
  questionId: string | null;
}

type Own = Pick<Me, 'votes' | 'studentId'>;
export type OwnReader = Batcher<Who, Own>;

const statement = `
with who as (select distinct w."participantId" as id, w."questionId" as question_id from json_to_recordset($1::json) as w("participantId" uuid, "questionId" uuid))
select who.id, who.question_id, c.student_id,
  (select json_agg(json_build_object('round', v.round, 'option', v.option_id, 'confidence', v.confidence, 'revision', v.revision))
   from votes v where v.question_id = who.question_id and v.participant_id = who.id) as votes
from who left join roster_claims c on c.participant_id = who.id`;

interface Row {
  id: string;
  question_id: string | null;
  student_id: string | null;
  votes: { round: 1 | 2; option: string; confidence: Confidence | null; revision: number }[] | null;
}

const keyOf = (participantId: string, questionId: string | null) => `${participantId} ${questionId}`;

function ownOf({ student_id, votes }: Row): Own {
  return {
    votes: Object.fromEntries((votes ?? []).map(({ round, option, confidence, revision }) => [round, { option, revision, ...(confidence ? { confidence } : {}) }])),
    ...(student_id ? { studentId: student_id } : {}),
  };
}

export const ownReader = (database: Database): OwnReader =>
  new Batcher(async (batch) => {
    const rows = await database.query<Row>(statement, [JSON.stringify(batch)]);
    const found = new Map(rows.map((row) => [keyOf(row.id, row.question_id), ownOf(row)]));
    return batch.map(({ participantId, questionId }) => found.get(keyOf(participantId, questionId))!);
  });

export async function readMe(reader: OwnReader, { room, groups }: RoomView, participant: { id: string; name: string }): Promise<Me> {
  const own = await reader.add({ participantId: participant.id, questionId: room.questionId });
  const group = groups?.get(participant.id);
  return { name: participant.name, question: room.questionId, ...own, ...(group ? { group } : {}) };
}
