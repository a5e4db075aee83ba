// Questions that everyone answers alone, for a student's phone.

import type { FastifyInstance } from 'fastify';
import { voteBody } from '@site/src/formats/class';
import type { Services } from '../app';
import { readAssigned, voteAlone } from '../rooms/assigned';
import { HttpError } from './errors';

export function assignedRoutes(app: FastifyInstance, { access, database, metrics, registrar }: Services): void {
  app.get('/rooms/:code/assigned', async (request) => {
    const { view, participant } = await access.participant(request);
    return { questions: await readAssigned(database, view.room, participant.id) };
  });

  app.post('/rooms/:code/assigned/votes', { bodyLimit: 4096 }, async (request) => {
    const vote = voteBody.parse(request.body);
    const { view, participant } = await access.participant(request);
    const stands = await voteAlone(database, view.room, participant.id, vote);
    metrics.votes.inc({ result: stands ? 'kept' : 'closed' });
    if (!stands) throw new HttpError(409, 'not-open', 'This question is not open (any more), or its first vote is missing.');
    registrar.add({ meetingId: view.room.meetingId, participantId: participant.id }).catch(() => {});
    return stands;
  });
}
