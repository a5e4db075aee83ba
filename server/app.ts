// The class server put together: database, live rooms, routes. Not here: the port, the book beside it, signals (main.ts).

import type { IncomingMessage, ServerResponse } from 'node:http';
import cookie from '@fastify/cookie';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Config } from './config';
import type { Database } from './database/connect';
import { Access } from './http/access';
import { assignedRoutes } from './http/assigned';
import { HttpError, sendError } from './http/errors';
import { hostRoutes } from './http/host';
import { resultRoutes } from './http/results';
import { Streams } from './http/streams';
import { studentRoutes } from './http/student';
import { describeError } from './log';
import { createMetrics, type Metrics } from './metrics';
import type { Batcher } from './rooms/batcher';
import { LiveRooms } from './rooms/live';
import { ownReader, type OwnReader } from './rooms/me';
import { entrance, registrar, type Entry, type Newcomer, type Sighting } from './rooms/people';
import { purge } from './rooms/store';
import { voteWriter, type VoteWriter } from './rooms/votes';

export interface Services {
  config: Config;
  database: Database;
  live: LiveRooms;
  access: Access;
  streams: Streams;
  votes: VoteWriter;
  entrance: Batcher<Newcomer, Entry>;
  registrar: Batcher<Sighting, undefined>;
  own: OwnReader;
  metrics: Metrics;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ClassApp {
  handle: Handler;
  metrics: Metrics;
  /** Ends streams and takes no further requests; those that are under way go on. */
  drain(): void;
  /** Finishes what was asked, closes the database. */
  stop(): Promise<void>;
}

const PURGE_MS = 6 * 3600 * 1000;
/** Bytes of a body, where a route does not say otherwise. */
const BODY_LIMIT = 64 * 1024;

/** Health for a balancer: alive; ready while the database answers and the server is not about to stop. */
function healthRoutes(app: FastifyInstance, database: Database): void {
  const probe = { exposeHeadRoute: true };
  app.get('/healthz', probe, async () => ({ ok: true }));
  app.get('/readyz', probe, async () => {
    await database.query('select 1');
    return { ok: true, database: database.kind };
  });
}

function watchRequests(app: FastifyInstance, { access, metrics }: Services, isStopping: () => boolean): void {
  app.addHook('onRequest', async (request) => {
    if (isStopping() && request.routeOptions.url !== '/healthz') throw new HttpError(503, 'stopping', 'The server is about to stop. Try again.', 1);
    access.refuseOtherSites(request);
  });
  app.addHook('onSend', async (_, reply) => {
    void reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'", 'Referrer-Policy': 'no-referrer' });
  });
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the path, not the path: it holds the room's code.
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requests.inc({ route, status: reply.statusCode });
    metrics.latency.observe({ route }, reply.elapsedTime / 1000);
    request.log.debug({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
}

/** Puts the server together on a database, which it takes over and closes in the end. It answers what is for the class; it does not listen. */
export async function createClassApp(config: Config, database: Database): Promise<ClassApp> {
  let stopping = false;
  const app = fastify({
    logger: { level: config.logLevel, serializers: { req: ({ method }) => ({ method }), res: ({ statusCode }) => ({ statusCode }), err: (error) => describeError(error) } },
    // The default lines name addresses and paths, which hold room codes.
    logController: new LogController({ disableRequestLogging: true }),
    // So many of the last addresses, and no more: the first ones are what a client says of itself.
    trustProxy: config.trustedProxies > 0 && ((_: string, hop: number) => hop < config.trustedProxies),
    bodyLimit: BODY_LIMIT,
    // A stream of events has no head alone.
    exposeHeadRoutes: false,
    // An address that cannot be read has no route, whose error handler would answer.
    frameworkErrors: sendError,
  });
  // JSON alone: a form of another site cannot send it.
  app.removeContentTypeParser('text/plain');
  const trouble = (what: string, error: unknown) => {
    metrics.trouble.inc({ what });
    app.log.error({ err: error }, what);
  };
  const live = new LiveRooms(database, trouble, (phase) => metrics.phases.inc({ phase }));
  const streams = new Streams(live, config.maxStreams);
  const metrics = createMetrics(() => streams.count);
  const services: Services = {
    config,
    database,
    live,
    access: new Access(database, live, config),
    streams,
    votes: voteWriter(database),
    entrance: entrance(database),
    registrar: registrar(database),
    own: ownReader(database),
    metrics,
  };
  await app.register(cookie);
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler((request, reply) => sendError(new HttpError(404, 'no-route', 'There is nothing at this address.'), request, reply));
  watchRequests(app, services, () => stopping);
  healthRoutes(app, database);
  await app.register(
    async (routes) => {
      studentRoutes(routes, services);
      assignedRoutes(routes, services);
      hostRoutes(routes, services);
      resultRoutes(routes, services);
    },
    { prefix: '/api/class' },
  );
  await app.ready();
  await live.start();
  await purge(database);
  const purging = setInterval(() => void purge(database).catch((error: unknown) => trouble('erasing old rooms', error)), PURGE_MS);
  purging.unref();
  const drain = () => {
    stopping = true;
    streams.stop();
  };
  const close = async () => {
    drain();
    clearInterval(purging);
    live.stop();
    await Promise.all([services.votes.idle(), services.entrance.idle(), services.registrar.idle(), services.own.idle()]);
    await app.close();
    await database.close();
  };
  let closed: Promise<void> | undefined;
  return { handle: (request, response) => app.routing(request, response), metrics, drain, stop: () => (closed ??= close()) };
}
