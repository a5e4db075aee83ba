// Questions that everyone answers alone: a first vote, the cases for two other options, a second vote, then the answer. Each vote is final, since
// what follows it tells more. Not here: which two cases (src/quiz/arguments.ts).

import { and, asc, eq, inArray } from 'drizzle-orm';
import type { AssignedQuestion, OwnVote, VoteBody } from '@site/src/formats/class';
import { argumentsFor } from '@site/src/quiz/arguments';
import { seedOf } from '@site/src/quiz/public';
import type { Database } from '../database/connect';
import { questions, votes } from '../database/schema';
import type { Question, Room } from './store';
import { GRACE_SECONDS } from './votes';

const givenOut = ({ orm }: Database, meetingId: string): Promise<Question[]> =>
  orm.select().from(questions).where(and(eq(questions.meetingId, meetingId), questions.alone)).orderBy(asc(questions.number));

function casesFor({ id, kept, shown }: Question, chosen: string, participantId: string): { option: string; html: string }[] {
  const options = Object.fromEntries(shown.options.map((option) => [option.id, { correct: option.id === kept.correct, whyHtml: '' }]));
  // With two options there are no two others.
  if (shown.options.length < 3) return [];
  return argumentsFor({ id, options }, chosen, seedOf(participantId)).flatMap((option) => (kept.argumentHtml[option] ? [{ option, html: kept.argumentHtml[option] }] : []));
}

function viewOf(question: Question, own: Partial<Record<1 | 2, OwnVote>>, participantId: string): AssignedQuestion {
  const { id, number, shown, kept, revealedAt } = question;
  const { correct, whyHtml, explanationHtml, live } = kept;
  return {
    question: { id, number: number!, ...shown },
    votes: own,
    ...(own[1] ? { arguments: casesFor(question, own[1].option, participantId) } : {}),
    ...(own[2] || revealedAt ? { answer: { correct, whyHtml, explanationHtml, ...(live ? { live } : {}) } } : {}),
  };
}

/** The questions of the meeting as far as a participant has come with each. */
export async function readAssigned(database: Database, room: Room, participantId: string): Promise<AssignedQuestion[]> {
  const all = await givenOut(database, room.meetingId);
  if (all.length === 0) return [];
  const own = await database.orm
    .select()
    .from(votes)
    .where(and(eq(votes.participantId, participantId), inArray(votes.questionId, all.map(({ id }) => id))));
  return all.map((question) => {
    const mine = own.filter(({ questionId }) => questionId === question.id);
    const byRound = mine.map(({ round, optionId, confidence, revision }) => [round, { option: optionId, revision, ...(confidence ? { confidence } : {}) }]);
    return viewOf(question, Object.fromEntries(byRound) as AssignedQuestion['votes'], participantId);
  });
}

const insertVote = `
insert into votes (question_id, round, participant_id, option_id, confidence, revision)
select q.id, $3::smallint, p.id, $4, $5, 1
from questions q
join rooms r on r.id = q.room_id and r.phase = 'assigned' and r.meeting_id = q.meeting_id
  and (r.deadline is null or clock_timestamp() < r.deadline + interval '${GRACE_SECONDS} second')
join participants p on p.id = $2 and p.room_id = r.id
where q.id = $1 and q.alone and q.revealed_at is null
  and exists (select from jsonb_array_elements(q.shown->'options') o where o->>'id' = $4)
  and ($3 = 1 or exists (select from votes f where f.question_id = q.id and f.participant_id = p.id and f.round = 1))
for share of r
on conflict do nothing
returning 1 as kept`;

/**
 * Keeps a vote, unless there is one already; gives back the question as it then stands, or undefined when it is not given out (any more),
 * has no such option, or lacks its first vote.
 */
export async function voteAlone(database: Database, room: Room, participantId: string, { question, round, option, confidence }: VoteBody): Promise<AssignedQuestion | undefined> {
  await database.query(insertVote, [question, participantId, round, option, confidence ?? null]);
  const stands = (await readAssigned(database, room, participantId)).find((one) => one.question.id === question);
  return stands?.votes[round] ? stands : undefined;
}
