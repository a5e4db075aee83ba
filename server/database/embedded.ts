// PostgreSQL inside this process (PGlite), its files in a folder that one process alone may have open.
// PGlite never calls fsync: what a power cut can take is what was written since the last makeDurable(); a killed process loses nothing.

import { mkdirSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { CHANNEL, migrate, type Database, type Orm } from './connect';
import { lockFolder } from './lock';
import * as schema from './schema';

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes every file and folder under `path` that changed since `sinceMs`. */
async function syncChanged(path: string, sinceMs: number): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await syncChanged(child, sinceMs);
    else if (entry.isFile() && (await stat(child)).mtimeMs >= sinceMs) await syncPath(child);
  }
  if ((await stat(path)).mtimeMs >= sinceMs) await syncPath(path);
}

/** Clocks of file systems are coarse. */
const CLOCK_SLACK_MS = 2000;

/** Throws FolderInUse when another process has the folder. */
export async function openEmbedded(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const lock = await lockFolder(folder);
  const files = join(folder, 'postgres');
  try {
    const client = await PGlite.create(files);
    const orm = drizzle(client, { schema }) as unknown as Orm;
    await migrate(orm);
    let syncedAt = 0;
    const makeDurable = () =>
      // Nothing may be written meanwhile: the disk then holds one moment of the database, as after a kill.
      client.runExclusive(async () => {
        const start = Date.now();
        await syncChanged(files, syncedAt - CLOCK_SLACK_MS);
        syncedAt = start;
      });
    await makeDurable();
    return {
      kind: 'embedded',
      orm,
      query: async <Row>(text: string, parameters?: unknown[]) => (await client.query<Row>(text, parameters)).rows,
      listen: async (onMessage) => void (await client.listen(CHANNEL, onMessage)),
      makeDurable,
      async close() {
        await client.close();
        await syncChanged(files, syncedAt - CLOCK_SLACK_MS);
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
