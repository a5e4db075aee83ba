// PostgreSQL 15 or later by its URL: a pool for queries and one connection that listens. Any number of server processes may share it.
// A server that comes back after a restart is found again; queries in between fail, and whoever asked tries again.

import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { CHANNEL, migrate, type Database, type Orm } from './connect';
import * as schema from './schema';

const OLDEST = 15;
const RECONNECT_MS = 500;
/** A number of our own: processes that start together migrate one after another. */
const MIGRATION_LOCK = 585_001;

async function migrateAlone(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client, { schema }) as unknown as Orm);
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    client.release();
  }
}

async function refuseOld(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
  const major = Math.floor(Number(rows[0]!.version) / 10_000);
  if (major < OLDEST) throw new Error(`PostgreSQL ${major} is too old; the class server needs ${OLDEST} or later.`);
}

/** Keeps one connection listening, whatever happens to it. */
class Listener {
  private client?: pg.Client;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly onMessage: (payload: string) => void,
    private readonly onGap: () => void,
  ) {}

  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true });
    this.client = client;
    // A loss is told by both; the end comes once.
    client.on('error', () => {});
    client.on('notification', ({ payload }) => this.onMessage(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    client.once('end', () => this.again());
  }

  private again(): void {
    if (this.closed) return;
    setTimeout(() => {
      if (this.closed) return;
      this.start().then(this.onGap, () => this.again());
    }, RECONNECT_MS);
  }

  async stop(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => {});
  }
}

export async function openPostgres(url: string, connections = 10): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: connections, keepAlive: true, connectionTimeoutMillis: 5000 });
  // A connection that dies while nobody uses it, or between two queries of a transaction; the pool replaces it, the next query fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let listener: Listener | undefined;
  try {
    await refuseOld(pool);
    await migrateAlone(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: 'postgres',
    orm: drizzle(pool, { schema }) as unknown as Orm,
    query: async <Row>(text: string, parameters?: unknown[]) => (await pool.query(text, parameters)).rows as Row[],
    async listen(onMessage, onGap) {
      listener = new Listener(url, onMessage, onGap);
      await listener.start();
    },
    async close() {
      await listener?.stop();
      await pool.end();
    },
  };
}
