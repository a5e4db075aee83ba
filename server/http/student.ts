// What a student's phone asks: to come in, to come back, to vote, to say who it is.

import type { FastifyInstance } from 'fastify';
import { identifyBody, joinBody, resumeBody, voteBody, type VoteReply } from '@site/src/formats/class';
import type { Services } from '../app';
import { readMe } from '../rooms/me';
import { identify, leaveRoster } from '../rooms/roster';
import { HttpError } from './errors';

export function studentRoutes(app: FastifyInstance, { access, streams, votes, entrance, registrar, own, metrics, database }: Services): void {
  const gone = () => new HttpError(401, 'not-joined', 'You are not in this room (any more). Join it again.');

  app.post('/rooms/:code/join', async (request, reply) => {
    const { token } = joinBody.parse(request.body ?? {});
    const { room } = await access.guessed(request, () => access.view(request));
    const joined = await entrance.add({ roomId: room.id, meetingId: room.meetingId, token });
    if (!joined) throw new HttpError(404, 'no-room', 'This room has just been erased.');
    if (joined === 'full') throw new HttpError(409, 'room-full', 'More have come into this room than any class has people. Tell your instructor.');
    access.grant(request, reply, 'participant', room.code, joined.token);
    return reply.status(201).send({ code: room.code, title: room.title, name: joined.name, token: joined.token });
  });

  // A personal link on another device, or a cookie that was lost: the token proves who it is.
  app.post('/rooms/:code/resume', async (request, reply) => {
    const { token } = resumeBody.parse(request.body);
    const { room, participant } = await access.guessed(request, async () => {
      const { room: named } = await access.view(request);
      const found = await access.byToken(token);
      if (!found || found.roomId !== named.id) throw new HttpError(403, 'no-such-link', 'This personal link belongs to nobody in this room. Join it anew with its code.');
      return { room: named, participant: found };
    });
    access.grant(request, reply, 'participant', room.code, token);
    return { code: room.code, title: room.title, name: participant.name, token };
  });

  // Takes the cookie back, for the next person at this browser; the participant and their votes stay.
  app.post('/rooms/:code/leave', async (request, reply) => {
    const { room } = await access.guessed(request, () => access.view(request));
    access.revoke(reply, 'participant', room.code);
    return reply.status(204).send();
  });

  app.post('/rooms/:code/votes', { bodyLimit: 4096 }, async (request, reply) => {
    const vote = voteBody.parse(request.body);
    const participant = await access.participantOf(request);
    const result = await votes.add({ ...vote, roomId: participant.roomId, participantId: participant.id });
    metrics.votes.inc({ result: result.result });
    switch (result.result) {
      case 'gone':
        access.forget(participant.id);
        throw gone();
      case 'unknown':
        throw new HttpError(400, 'no-option', 'The question has no such option.');
      default:
        return reply.status(result.result === 'closed' ? 409 : 200).send(result satisfies VoteReply);
    }
  });

  app.get('/rooms/:code/me', async (request) => {
    const { view, participant } = await access.participant(request);
    return readMe(own, view, participant);
  });

  app.get('/rooms/:code/events', async (request, reply) => {
    const { view, participant } = await access.participant(request);
    const me = await readMe(own, view, participant);
    // Whoever is seen is counted; should the database be away just now, the next stream tells it.
    registrar.add({ meetingId: view.room.meetingId, participantId: participant.id }).catch(() => {});
    await streams.send(request, reply, view.room.id, 'student', participant.id, { event: 'me', data: me });
  });

  // Opt-in: which student of the course this participant is. Kept apart from votes.
  app.put('/rooms/:code/identity', { bodyLimit: 4096 }, async (request, reply) => {
    const { studentId } = identifyBody.parse(request.body);
    const { view, participant } = await access.participant(request);
    await access.guessed(request, async () => {
      const known = await identify(database, view.room.id, participant.id, studentId);
      if (!known) throw new HttpError(404, 'not-on-roster', 'The class’s list has no such id. Look it up, or ask your instructor.');
    });
    return reply.status(204).send();
  });

  app.delete('/rooms/:code/identity', async (request, reply) => {
    const { view, participant } = await access.participant(request);
    await leaveRoster(database, view.room.id, participant.id);
    return reply.status(204).send();
  });
}
