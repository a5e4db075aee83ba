// Server-sent events: a stream opens with the room as it is, so that whoever comes late or comes back has everything.
// A heartbeat every 15 seconds keeps proxies from cutting it, and tells a phone that the stream still lives; a phone that does not read is
// cut, and comes back.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../database/schema';
import { encodeEvent, type Listener, type LiveRooms } from '../rooms/live';
import { HttpError } from './errors';

const HEARTBEAT_MS = 15_000;
/** Unsent bytes at which a stream is given up. */
const MOST_UNSENT = 256 * 1024;
/** Open streams of one participant: two devices and some tabs. */
const MOST_OF_ONE = 4;

export class Streams {
  private readonly open = new Set<FastifyReply['raw']>();
  private readonly byParticipant = new Map<string, FastifyReply['raw'][]>();
  private readonly heartbeat: ReturnType<typeof setInterval>;
  private stopped = false;

  constructor(
    private readonly live: LiveRooms,
    private readonly most: number,
  ) {
    this.heartbeat = setInterval(() => {
      const beat = encodeEvent('beat', {});
      for (const response of this.open) write(response, beat);
    }, HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  get count(): number {
    return this.open.size;
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.heartbeat);
    for (const response of this.open) response.end();
  }

  async send(request: FastifyRequest, reply: FastifyReply, roomId: string, role: Role | 'student', participantId?: string, first?: { event: string; data: unknown }): Promise<void> {
    if (this.stopped || this.open.size >= this.most) throw new HttpError(503, 'full', 'The server has as many phones as it can take. It tries again by itself.', 5);
    const response = reply.raw;
    void reply.hijack();
    // Fastify's headers are not sent on a hijacked reply.
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      'X-Content-Type-Options': 'nosniff',
    });
    response.write('retry: 1000\n\n');
    this.open.add(response);
    if (participantId) this.limit(participantId, response);
    let leave: (() => void) | undefined;
    response.on('error', () => {});
    response.on('close', () => {
      this.open.delete(response);
      if (participantId) this.remove(participantId, response);
      leave?.();
    });
    if (first) write(response, encodeEvent(first.event, first.data));
    const listener: Listener = {
      role,
      participantId,
      send: (event) => write(response, event),
      end: () => response.end(),
    };
    try {
      leave = await this.live.subscribe(roomId, listener);
      if (response.closed) leave();
    } catch (error) {
      // It has begun: what is left is to end it, and the client asks again.
      request.log.error({ err: error }, 'a stream could not be opened');
      response.end();
    }
  }

  private limit(participantId: string, response: FastifyReply['raw']): void {
    const streams = [...(this.byParticipant.get(participantId) ?? []), response];
    while (streams.length > MOST_OF_ONE) streams.shift()!.end();
    this.byParticipant.set(participantId, streams);
  }

  private remove(participantId: string, response: FastifyReply['raw']): void {
    const streams = (this.byParticipant.get(participantId) ?? []).filter((other) => other !== response);
    if (streams.length > 0) this.byParticipant.set(participantId, streams);
    else this.byParticipant.delete(participantId);
  }
}

function write(response: FastifyReply['raw'], event: Buffer): void {
  if (response.writableEnded || response.destroyed) return;
  response.write(event);
  if (response.writableLength > MOST_UNSENT) response.destroy();
}
