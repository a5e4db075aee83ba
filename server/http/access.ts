// Who is asking: cookies and bearers, and where a request may come from. Secrets travel in HttpOnly cookies or in the Authorization
// header, never in an address; a cookie belongs to one room's paths and is set only for whoever leads or joins it.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { roomCode, secret } from '@site/src/formats/class';
import type { Config } from '../config';
import type { Database } from '../database/connect';
import type { Role } from '../database/schema';
import type { LiveRooms } from '../rooms/live';
import { findLed, findParticipant, findRoom, type Room } from '../rooms/store';
import type { RoomView } from '../rooms/view';
import { hashOf } from '../rooms/secrets';
import { HttpError } from './errors';
import { Guesses } from './guesses';

export interface Participant {
  id: string;
  name: string;
  roomId: string;
}

const YEAR_SECONDS = 365 * 24 * 3600;
const MOST_KNOWN = 50_000;

type Kind = 'leader' | 'participant';

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

export class Access {
  readonly guesses = new Guesses();
  /** Participants by the hash of their token: they never change but by being erased, which the database notices. */
  private readonly known = new Map<string, Participant>();

  /** Rooms by their code, which they never change. */
  private readonly rooms = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly live: LiveRooms,
    private readonly config: Config,
  ) {}

  /** The room of a request's path as this process knows it, without asking the database where a hall full of phones does. */
  async view(request: FastifyRequest): Promise<RoomView> {
    const code = codeOf(request);
    const id = this.rooms.get(code) ?? (await this.room(request)).id;
    const view = await this.live.view(id);
    if (!view) {
      this.rooms.delete(code);
      throw noRoom();
    }
    keep(this.rooms, code, id);
    return view;
  }

  /** The room of a request's path, as the database has it now. */
  async room(request: FastifyRequest): Promise<Room> {
    const room = await findRoom(this.database, codeOf(request));
    if (!room) throw noRoom();
    return room;
  }

  /** The same, for newcomers and for keys: wrong guesses cost time. */
  async guessed<T>(request: FastifyRequest, guess: () => Promise<T>): Promise<T> {
    const client = String(request.headers['x-client'] ?? '').slice(0, 40);
    const { delayMs, waitMs } = this.guesses.check(request.ip, client);
    if (waitMs > 0) throw new HttpError(429, 'slow-down', `That was wrong a few times. Try again in ${Math.ceil(waitMs / 1000)} seconds.`, Math.ceil(waitMs / 1000));
    if (delayMs > 0) await sleep(delayMs);
    try {
      return await guess();
    } catch (error) {
      if (error instanceof HttpError && (error.status === 404 || error.status === 403)) this.guesses.wrongGuess(request.ip, client);
      throw error;
    }
  }

  /** The room, for who leads it. `roles`: the projector's secret opens less. Whether there is a room, others learn as slowly as newcomers. */
  async leader(request: FastifyRequest, ...roles: Role[]): Promise<{ room: Room; role: Role }> {
    const code = codeOf(request);
    const held = this.secretOf(request, 'leader', code);
    const led = held && (await findLed(this.database, code, held));
    if (!led)
      return this.guessed(request, async () => {
        await this.room(request);
        throw notTheHost();
      });
    if (!(roles.length > 0 ? roles : ['host']).includes(led.role)) throw notTheHost();
    return led;
  }

  /** The room, for who is in it. Whether there is a room, others learn as slowly as newcomers. */
  async participant(request: FastifyRequest): Promise<{ view: RoomView; participant: Participant }> {
    const participant = await this.holderOf(request);
    const view = participant && (await this.live.view(participant.roomId));
    // It may be a bearer of another room's.
    if (view?.room.code === codeOf(request)) return { view, participant: participant! };
    await this.guessed(request, () => this.view(request));
    throw notJoined();
  }

  /** Without reading the room: a token belongs to one. */
  async participantOf(request: FastifyRequest): Promise<Participant> {
    const participant = await this.holderOf(request);
    if (!participant) throw notJoined();
    return participant;
  }

  private async holderOf(request: FastifyRequest): Promise<Participant | undefined> {
    const held = this.secretOf(request, 'participant', codeOf(request));
    return held ? this.byToken(held) : undefined;
  }

  async byToken(token: string): Promise<Participant | undefined> {
    const hash = hashOf(token);
    const known = this.known.get(hash);
    if (known) return known;
    const found = await findParticipant(this.database, hash);
    if (!found) return undefined;
    const participant = { id: found.id, name: found.name, roomId: found.roomId };
    keep(this.known, hash, participant);
    return participant;
  }

  forget(participantId: string): void {
    for (const [hash, { id }] of this.known) if (id === participantId) this.known.delete(hash);
  }

  private secretOf(request: FastifyRequest, kind: Kind, code: string): string | undefined {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const held = secret.safeParse(bearer ?? request.cookies[cookieName(kind, code)]);
    return held.success ? held.data : undefined;
  }

  grant(request: FastifyRequest, reply: FastifyReply, kind: Kind, code: string, value: string): void {
    void reply.setCookie(cookieName(kind, code), value, {
      path: `/api/class/rooms/${code}`,
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https' || (this.config.publicUrl?.startsWith('https:') ?? false),
      maxAge: YEAR_SECONDS,
    });
  }

  revoke(reply: FastifyReply, kind: Kind, code: string): void {
    void reply.clearCookie(cookieName(kind, code), { path: `/api/class/rooms/${code}` });
  }

  /** Nothing is changed on behalf of another site's page. Cookies are SameSite=Strict; this holds for what has none, too. */
  refuseOtherSites(request: FastifyRequest): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpError(403, 'other-site', 'This request came from another site.');
    const { origin } = request.headers;
    if (origin !== undefined && !this.ownHosts(request).includes(hostOf(origin))) throw new HttpError(403, 'other-site', 'This request came from another site. If that is this server’s own address, its operator must set PUBLIC_URL to it.');
  }

  private ownHosts(request: FastifyRequest): (string | undefined)[] {
    return [request.host, ...(this.config.publicUrl ? [hostOf(this.config.publicUrl)] : [])];
  }
}

const notTheHost = () => new HttpError(403, 'not-the-host', 'Only whoever leads this room may do that. Take it over with a key from the device that leads it.');
const notJoined = () => new HttpError(401, 'not-joined', 'You are not in this room (any more). Join it with its code.');
const noRoom = () => new HttpError(404, 'no-room', 'There is no room with this code. Look at the screen again: each class has its own.');

/** The oldest entry goes when there are too many. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  if (map.size > MOST_KNOWN) map.delete(map.keys().next().value!);
}

function codeOf(request: FastifyRequest): string {
  const read = roomCode.safeParse((request.params as { code?: string }).code);
  if (!read.success) throw new HttpError(404, 'no-room', `${read.error.issues[0]!.message} Look at the screen again.`);
  return read.data;
}

const cookieName = (kind: Kind, code: string): string => `class_${kind}_${code}`;

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
