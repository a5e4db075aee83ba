// From every version that the tables ever had to this one: what was there stays, and the tables are those of schema.ts. A version of which
// server/testing/released holds no data fails here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { getTableName, sql } from 'drizzle-orm';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresPrograms, startPostgres, type Postgres } from '../testing/servers';
import { contents, rowsOf, tables } from '../testing/tables';
import { migrate, migrationsFolder, type Orm } from './connect';
import { openPostgres } from './postgres';
import * as schema from './schema';

const versions = (JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as { entries: { tag: string }[] }).entries.map(({ tag }) => tag);

let postgres: Postgres | undefined;
beforeAll(async () => {
  if (postgresPrograms()) postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

interface Empty {
  orm: Orm;
  close(): Promise<void>;
}

const kinds: [string, boolean, () => Promise<Empty>][] = [
  [
    'the embedded database',
    true,
    async () => {
      const client = await PGlite.create();
      return { orm: drizzlePglite(client, { schema }) as unknown as Orm, close: () => client.close() };
    },
  ],
  [
    'PostgreSQL',
    Boolean(postgresPrograms()),
    async () => {
      const pool = new pg.Pool({ connectionString: await postgres!.createDatabase() });
      return { orm: drizzlePostgres(pool, { schema }) as unknown as Orm, close: () => pool.end() };
    },
  ],
];

/** The columns of every table as the database has them: name, type, whether NULL is allowed; those of the primary key first. */
async function columnsOf(orm: Orm): Promise<Record<string, string[]>> {
  const rows = await rowsOf<{ table: string; columns: string[] }>(
    orm,
    `select c.relname as "table", array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
       || case when a.attnum = any(i.indkey) then ' key' else '' end order by a.attname) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.relname`,
  );
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
}

function declaredColumns(table: PgTable): string[] {
  const { columns, primaryKeys } = getTableConfig(table);
  const keys = new Set(primaryKeys.flatMap((key) => key.columns.map(({ name }) => name)));
  return columns.map((column) => `${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}${column.primary || keys.has(column.name) ? ' key' : ''}`).sort();
}

const indexesOf = async (orm: Orm) => (await rowsOf<{ name: string }>(orm, "select indexname as name from pg_indexes where schemaname = 'public' and indexname not like '%_pkey' and indexname not like '%_key'")).map(({ name }) => name).sort();

for (const [kind, isThere, openEmpty] of kinds)
  describe.skipIf(!isThere)(`on ${kind}`, () => {
    test.each(versions.map((tag, i) => [tag, i + 1] as const))('from %s to now', async (tag, count) => {
      const { orm, close } = await openEmpty();
      await migrate(orm, count);
      for (const statement of readFileSync(join(process.cwd(), 'server/testing/released', `${tag}.sql`), 'utf8').split(/;\n/)) if (statement.trim()) await orm.execute(sql.raw(statement));
      const names = Object.keys(await columnsOf(orm));
      const before = await contents(orm, names);
      for (const name of names) expect(before[name], `a row of ${name} in ${tag}.sql`).not.toEqual([]);
      await migrate(orm);
      const columns = await columnsOf(orm);
      const after = await contents(orm, names.filter((name) => name in columns));
      for (const [name, rows] of Object.entries(after)) expect(rows).toEqual(before[name]!.map((row) => expect.objectContaining(row) as unknown));
      await close();
    });

    test('the tables are those of schema.ts', async () => {
      const { orm, close } = await openEmpty();
      await migrate(orm);
      expect(await columnsOf(orm)).toEqual(Object.fromEntries(tables.map((table) => [getTableName(table), declaredColumns(table)])));
      const declared = tables.flatMap((table) => [...getTableConfig(table).indexes.map(({ config }) => config.name!), ...getTableConfig(table).uniqueConstraints.map((constraint) => constraint.name!)]);
      expect(await indexesOf(orm)).toEqual(declared.sort());
      // Once more changes nothing.
      await migrate(orm);
      await close();
    });

    test('a database that a newer version has changed is refused, and left as it is', async () => {
      const { orm, close } = await openEmpty();
      await migrate(orm);
      await orm.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 9999999999999)`);
      await expect(migrate(orm)).rejects.toThrow('This database was changed by a newer version of the class server. Start that version, or restore a backup of before.');
      expect(Object.keys(await columnsOf(orm))).toHaveLength(tables.length);
      await close();
    });
  });

test.skipIf(!postgresPrograms())('many processes bring one empty PostgreSQL up at the same moment', async () => {
  const url = await postgres!.createDatabase();
  const databases = await Promise.all(Array.from({ length: 5 }, () => openPostgres(url, 2)));
  expect(await databases[0]!.query('select count(*)::int as count from drizzle.__drizzle_migrations')).toEqual([{ count: versions.length }]);
  await Promise.all(databases.map((database) => database.close()));
});
