// Every table of the class server, read whole, for tests of what is kept, changed and erased.

import { getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Orm } from '../database/connect';
import * as schema from '../database/schema';

export const tables: PgTable[] = Object.values(schema);
export const tableNames = tables.map((table) => getTableName(table));

export type Rows = Record<string, Record<string, unknown>[]>;

export async function rowsOf<Row>(orm: Orm, text: string): Promise<Row[]> {
  return ((await orm.execute(sql.raw(text))) as unknown as { rows: Row[] }).rows;
}

/** Every row of the named tables, by default of all, as JSON. */
export async function contents(orm: Orm, names = tableNames): Promise<Rows> {
  const read = names.map(async (name) => [name, (await rowsOf<{ row: Record<string, unknown> }>(orm, `select to_jsonb(t) as row from ${name} t order by 1`)).map(({ row }) => row)] as const);
  return Object.fromEntries(await Promise.all(read));
}
