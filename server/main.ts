// The class server at a port, with the book beside it: started by `npm start` (the database is opened when the first class needs it) and by
// `npm run class` (at once). Not here: what it answers (app.ts, files.ts).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createClassApp, type ClassApp, type Handler } from './app';
import type { Config } from './config';
import type { Database } from './database/connect';
import { openEmbedded } from './database/embedded';
import { openPostgres } from './database/postgres';

export interface RunningServer {
  url: string;
  port: number;
  /** Ends gracefully: streams are closed, what was asked is finished and kept. */
  stop(): Promise<void>;
}

export interface Setup {
  config: Config;
  openDatabase: () => Promise<Database>;
  /** Answers what is not for the class. */
  book?: Handler;
  /** Waits with the database until something is asked of the class. */
  lazy?: boolean;
}

export const databaseOf = ({ databaseUrl, dataFolder }: Config) => (): Promise<Database> => (databaseUrl ? openPostgres(databaseUrl) : openEmbedded(dataFolder));

const isForClass = (url = '') => url.startsWith('/api/class') || url === '/healthz' || url === '/readyz';

function refuse(response: ServerResponse, status: number, error: string, message: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify({ error, message }));
}

const listenAt = (server: Server, port: number, host: string) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });

async function serveMetrics(app: ClassApp, port: number): Promise<Server> {
  const { registry } = app.metrics;
  const server = createServer((_, response) => void registry.metrics().then((text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text)));
  await listenAt(server, port, '127.0.0.1');
  return server;
}

/** Longer than a proxy keeps a connection that nobody uses, mostly 60 s: else it would send a request into one that was just closed. */
const KEEP_ALIVE_MS = 75_000;
/** How long open requests may take to end when the server stops. */
const FAREWELL_MS = 2000;

/** Listens. Rejects when the port is taken or the database cannot be opened, with words on why. */
export async function startServer({ config, openDatabase, book, lazy = false }: Setup): Promise<RunningServer> {
  let metrics: Server | undefined;
  const open = async () => {
    const database = await openDatabase();
    try {
      const app = await createClassApp(config, database);
      if (config.metricsPort !== undefined) metrics = await serveMetrics(app, config.metricsPort);
      return app;
    } catch (error) {
      await database.close();
      throw error;
    }
  };
  let app: Promise<ClassApp> | undefined = lazy ? undefined : open();
  await app;
  const forClass = (request: IncomingMessage, response: ServerResponse) => {
    app ??= open();
    app.then(
      ({ handle }) => handle(request, response),
      (error: Error) => {
        app = undefined;
        console.error(error);
        refuse(response, 503, 'not-started', `The class server could not start: ${error.message}`);
      },
    );
  };
  const server = createServer((request, response) => {
    if (isForClass(request.url)) forClass(request, response);
    else if (book) book(request, response);
    else refuse(response, 404, 'no-book', 'The book is not built here: npm run build makes it.');
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  try {
    await listenAt(server, config.port, config.host);
  } catch (error) {
    await (await app)?.stop();
    throw error;
  }
  const { port } = server.address() as { port: number };
  return {
    url: `http://localhost:${port}`,
    port,
    async stop() {
      const running = await app?.catch(() => undefined);
      running?.drain();
      const closed = new Promise((done) => server.close(done));
      // Connections that phones keep open are closed as soon as what was asked over them is answered.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const cut = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(cut);
      await running?.stop();
      metrics?.close();
    },
  };
}

/** Ends the server on SIGTERM and SIGINT; a second signal ends it at once. */
export function stopOnSignal(server: RunningServer): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      void server.stop().then(() => process.exit(0));
    });
}
