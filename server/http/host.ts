// What whoever leads a room asks: to open it, to lead it, to hand it to another device, to see who came and what they chose, to erase it.

import type { FastifyInstance } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { commandBody, handoffBody, newRoom, questionsBody, settingsBody, takeOverBody, normalizeCode, type QuestionSource } from '@site/src/formats/class';
import type { Services } from '../app';
import { renderQuestion, type RenderedQuestion } from '../rooms/questions';
import { addQuestions, changeSettings, createHandoff, createRoom, eraseRoom, removeQuestion, runCommand, useHandoff } from '../rooms/store';
import { hashOf, newKey } from '../rooms/secrets';
import { hostViewOf, snapshotOf, type RoomView } from '../rooms/view';
import { HttpError } from './errors';
import { joinOrigins } from './origins';

const HANDOFF_MINUTES = 5;
/** Questions with their explanations, a hundred at most. */
const QUESTIONS_LIMIT = 1024 * 1024;

async function render(sources: QuestionSource[]): Promise<RenderedQuestion[]> {
  const rendered: RenderedQuestion[] = [];
  for (const [i, source] of sources.entries()) {
    try {
      rendered.push(await renderQuestion(source));
    } catch (error) {
      throw new HttpError(400, 'formula', `Question ${i + 1}: ${(error as Error).message}`);
    }
  }
  return rendered;
}

const same = (a: string, b: string) => timingSafeEqual(Buffer.from(hashOf(a)), Buffer.from(hashOf(b)));

export function hostRoutes(app: FastifyInstance, { access, config, database, live, streams }: Services): void {
  const shown = async (view: RoomView | undefined) => {
    if (!view) throw new HttpError(404, 'no-room', 'This room was erased.');
    return { snapshot: snapshotOf(view), host: await hostViewOf(database, view) };
  };

  app.post('/rooms', { bodyLimit: QUESTIONS_LIMIT }, async (request, reply) => {
    const { title, settings, questions, instructorKey } = newRoom.parse(request.body);
    if (config.instructorKey)
      await access.guessed(request, async () => {
        if (!instructorKey || !same(instructorKey, config.instructorKey!)) throw new HttpError(403, 'instructor-key', 'This server asks instructors for a key. Its operator has it.');
      });
    const { room, secret } = await createRoom(database, title, settings, await render(questions));
    access.grant(request, reply, 'leader', room.code, secret);
    // A program that keeps its secret itself asks for it; a page never sees it.
    const bearer = request.headers['x-bearer'] === 'yes' ? { secret } : {};
    return reply.status(201).send({ code: room.code, ...bearer });
  });

  app.get('/rooms/:code/host', async (request) => {
    const { room } = await access.leader(request);
    return shown(await live.view(room.id));
  });

  app.get('/rooms/:code/role', async (request) => ({ role: (await access.leader(request, 'host', 'projector')).role }));

  app.get('/rooms/:code/host/events', async (request, reply) => {
    const { room } = await access.leader(request);
    await streams.send(request, reply, room.id, 'host');
  });

  app.get('/rooms/:code/projector/events', async (request, reply) => {
    const { room } = await access.leader(request, 'host', 'projector');
    await streams.send(request, reply, room.id, 'projector');
  });

  app.post('/rooms/:code/commands', { bodyLimit: 4096 }, async (request) => {
    const { room } = await access.leader(request);
    const { command, seq } = commandBody.parse(request.body);
    await runCommand(database, room.id, command, seq);
    return shown(await live.changed(room.id));
  });

  app.post('/rooms/:code/questions', { bodyLimit: QUESTIONS_LIMIT }, async (request) => {
    const { room } = await access.leader(request);
    const { add } = questionsBody.parse(request.body);
    await addQuestions(database, room.id, await render(add));
    return shown(await live.changed(room.id));
  });

  app.delete('/rooms/:code/questions/:question', async (request) => {
    const { room } = await access.leader(request);
    const { question } = z.object({ question: z.uuid() }).parse(request.params);
    await removeQuestion(database, room.id, question);
    return shown(await live.changed(room.id));
  });

  app.put('/rooms/:code/settings', async (request) => {
    const { room } = await access.leader(request);
    const { title, settings } = settingsBody.parse(request.body);
    await changeSettings(database, room.id, title, settings);
    return shown(await live.changed(room.id));
  });

  app.post('/rooms/:code/handoffs', async (request, reply) => {
    const { room } = await access.leader(request);
    const { role } = handoffBody.parse(request.body);
    const key = newKey();
    await createHandoff(database, room.id, role, key, HANDOFF_MINUTES);
    return reply.status(201).send({ key, minutes: HANDOFF_MINUTES });
  });

  app.post('/rooms/:code/leaders', async (request, reply) => {
    const { key } = takeOverBody.parse(request.body);
    const { room, leader } = await access.guessed(request, async () => {
      const found = await access.room(request);
      const used = await useHandoff(database, found.id, normalizeCode(key));
      if (!used) throw new HttpError(403, 'no-such-key', 'This key is wrong, used up or too old. Ask the device that leads the room for a new one.');
      return { room: found, leader: used };
    });
    access.grant(request, reply, 'leader', room.code, leader.secret);
    const bearer = request.headers['x-bearer'] === 'yes' ? { secret: leader.secret } : {};
    return reply.status(201).send({ code: room.code, role: leader.role, ...bearer });
  });

  app.delete('/rooms/:code', async (request, reply) => {
    const { room } = await access.leader(request);
    await eraseRoom(database, room.id);
    access.revoke(reply, 'leader', room.code);
    return reply.status(204).send();
  });

  /** For the pages: is there a class server, and what does it ask for? */
  app.get('/', async (request) => ({
    schemaVersion: 1,
    instructorKey: config.instructorKey !== undefined,
    joinOrigins: joinOrigins(config, request.ip, request.socket.localPort ?? config.port),
  }));
}
