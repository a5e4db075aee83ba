// The one door to the database: PGlite in a folder, or PostgreSQL by URL, with the same schema, the same queries and the same notifications.
// Not here: what is asked of it (server/rooms).

import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type * as schema from './schema';

export type Orm = PgDatabase<PgQueryResultHKT, typeof schema>;

/** What is committed is on the disk, in both: it outlives the process and the power. */
export interface Database {
  kind: 'embedded' | 'postgres';
  orm: Orm;
  /** One statement as text, for what is asked too often to be put together anew each time. */
  query<Row>(text: string, parameters?: unknown[]): Promise<Row[]>;
  /** Payloads that any process sent with pg_notify on CHANNEL; `onGap` when some may have been missed. */
  listen(onMessage: (payload: string) => void, onGap: () => void): Promise<void>;
  close(): Promise<void>;
}

export const CHANNEL = 'class_rooms';

export const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/** The migrations up to a release, all by default. */
export function migrationsUpTo(last = Infinity) {
  return { config: { migrationsFolder }, migrations: readMigrationFiles({ migrationsFolder }).slice(0, last) };
}

interface Migrator {
  dialect: { migrate(migrations: unknown, session: unknown, config: unknown): Promise<void> };
  session: unknown;
}

/**
 * Brings the tables up to this version, or to an earlier one (for tests). Migrations go forward only: a database that a newer version
 * has changed is refused.
 */
export async function migrate(orm: Orm, last?: number): Promise<void> {
  const { config, migrations } = migrationsUpTo(last);
  const { dialect, session } = orm as unknown as Migrator;
  await dialect.migrate(migrations, session, config);
  const applied = (await orm.execute(sql`select max(created_at)::float8 as newest from drizzle.__drizzle_migrations`)) as unknown as { rows: { newest: number }[] };
  if (applied.rows[0]!.newest > Math.max(...migrations.map(({ folderMillis }) => folderMillis)))
    throw new Error('This database was changed by a newer version of the class server. Start that version, or restore a backup of before.');
}
