// After class: statistics, points and votes as tables, and the list of the class. For whoever leads the room alone.

import type { FastifyInstance } from 'fastify';
import type { Services } from '../app';
import { eraseRoster } from '../rooms/roster';

export function resultRoutes(app: FastifyInstance, { access, database }: Services): void {
  app.delete('/rooms/:code/roster', async (request, reply) => {
    const { room } = await access.leader(request);
    await eraseRoster(database, room.id);
    await database.makeDurable();
    return reply.status(204).send();
  });
}
