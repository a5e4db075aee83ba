// After class: what was asked and answered, the scheme of points, the list of the class. For whoever leads the room alone.

import type { FastifyInstance } from 'fastify';
import { grading, rosterBody } from '@site/src/formats/class-results';
import { pointsScheme, readRoster } from '@site/src/quiz/peer';
import type { Services } from '../app';
import { readResults, writeGrading } from '../rooms/results';
import { eraseRoster, writeRoster } from '../rooms/roster';
import { HttpError } from './errors';

const ROSTER_LIMIT = 5 * 1024 * 1024;

export function resultRoutes(app: FastifyInstance, { access, database }: Services): void {
  app.get('/rooms/:code/results', async (request) => readResults(database, (await access.leader(request)).room));

  app.put('/rooms/:code/grading', { bodyLimit: 1024 * 1024 }, async (request, reply) => {
    const { room } = await access.leader(request);
    const { scheme, excused } = grading.parse(request.body);
    await writeGrading(database, room.id, { scheme: pointsScheme.parse(scheme), excused });
    return reply.status(204).send();
  });

  app.put('/rooms/:code/roster', { bodyLimit: ROSTER_LIMIT }, async (request, reply) => {
    const { room } = await access.leader(request);
    const read = readRoster(rosterBody.parse(request.body).csv);
    if (!read.ok) throw new HttpError(400, 'roster', read.problems.map(({ line, message }) => `line ${line}: ${message}`).join('; '));
    await writeRoster(database, room.id, read.entries);
    return reply.status(204).send();
  });

  // Forgets the list and who is who; votes stay, under their generated names.
  app.delete('/rooms/:code/roster', async (request, reply) => {
    const { room } = await access.leader(request);
    await eraseRoster(database, room.id);
    return reply.status(204).send();
  });
}
