// The peer of the class bench: a bare `http` server that speaks to phones and instructor as the class server does and stores nothing, checks
// nothing and knows one room. Started as a process: node --import tsx tests/bench/lib/bare-class.ts PORT.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Phase, Snapshot, VoteBody } from '@site/src/formats/class';
import { renderQuestion } from '@site/server/rooms/questions';
import { sampleQuestion } from '@site/server/testing/instructor';

const { shown: texts, kept } = await renderQuestion(sampleQuestion());
const question = { id: '00000000-0000-4000-8000-000000000000', number: 1, ...texts };
let snapshot: Snapshot = { schemaVersion: 1, seq: 0, code: 'ABC234', title: 'Bare', phase: 'waiting', round: 0, remainingMs: null, question: null, askConfidence: false, reveal: null };
const streams = new Set<ServerResponse>();
let people = 0;

const send = (response: ServerResponse, status: number, body: unknown) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
const shown = () => ({ snapshot, host: { questions: [{ id: question.id, state: 'planned' }], rounds: [] } });

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

const phaseAfter: Record<string, Phase> = { open: 'voting', close: 'closed', reveal: 'revealed' };

function command(name: string): void {
  const phase = phaseAfter[name]!;
  const reveal = phase === 'revealed' ? { ...kept, rounds: [] } : null;
  snapshot = { ...snapshot, seq: snapshot.seq + 1, phase, round: 1, question, reveal };
  const text = `id: ${snapshot.seq}\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`;
  for (const stream of streams) stream.write(text);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url!.split('/').slice(5).join('/');
  if (request.url === '/readyz') return void send(response, 200, {});
  if (request.url === '/api/class/rooms') return void send(response, 201, { code: snapshot.code, secret: 'none' });
  if (path === 'join') {
    const name = `Phone ${++people}`;
    response.setHeader('Set-Cookie', `phone=${people}`);
    return void send(response, 201, { name, token: name });
  }
  if (path === 'events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(`event: me\ndata: {"votes":{}}\n\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`);
    streams.add(response);
    return void response.on('close', () => streams.delete(response));
  }
  if (path === 'votes') {
    const { option, revision } = JSON.parse(await bodyOf(request)) as VoteBody;
    return void send(response, 200, { result: 'kept', vote: { option, revision } });
  }
  if (path === 'commands') command((JSON.parse(await bodyOf(request)) as { command: { do: string } }).command.do);
  send(response, 200, shown());
}

createServer((request, response) => void answer(request, response)).listen(Number(process.argv[2]), '127.0.0.1');
