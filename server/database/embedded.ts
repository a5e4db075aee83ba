// PostgreSQL inside this process (PGlite), its files in a folder that one process alone may have open.
// What is committed is on the disk: neither a killed process nor a power cut takes it away.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { CHANNEL, migrate, type Database, type Orm } from './connect';
import { SyncedFiles } from './files';
import { lockFolder } from './lock';
import * as schema from './schema';

/** PGlite's own parameters, but for the one that turns fsync off. */
const startParams = [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];

/** Alone in its process, PostgreSQL makes no checkpoint by itself between its start and its end, and its log would only grow. */
const CHECKPOINT_MS = 3600 * 1000;

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes every file and folder under `path`. */
async function syncTree(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  await Promise.all(entries.map((entry) => (entry.isDirectory() ? syncTree : syncPath)(join(path, entry.name))));
  await syncPath(path);
}

/** Makes the database where there is none: under another name until it is whole, so that a start that is cut short leaves nothing half made. */
async function ensureFiles(folder: string, files: string): Promise<void> {
  if (existsSync(files)) return;
  const fresh = `${files}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const client = await PGlite.create(fresh);
  await client.close();
  await syncTree(fresh);
  renameSync(fresh, files);
  await syncPath(folder);
}

/** PostgreSQL gives up where it could no longer keep its promises; what it has promised, it finds again at the next start. */
function giveUp(why: string): void {
  console.error(`The embedded database had to stop: ${why}\nEvery acknowledged vote is kept. Mend the cause, such as a full disk, and start the class server again.`);
  process.exit(1);
}

async function openClient(files: string): Promise<PGlite> {
  let complaint = 'without a word';
  let isOpen = false;
  const onStderr = (line: string) => {
    complaint = /(?:FATAL|PANIC): +(.*)/.exec(line)?.[1] ?? complaint;
    return false;
  };
  // PostgreSQL's own lock, which it cannot read where it was cut short. Ours holds.
  rmSync(join(files, 'postmaster.pid'), { force: true });
  try {
    const client = await PGlite.create({ fs: new SyncedFiles(files, () => isOpen && giveUp(complaint)), startParams, onStderr });
    isOpen = true;
    return client;
  } catch (error) {
    throw new Error(`the database in ${files} cannot be opened: ${complaint}`, { cause: error });
  }
}

/** Throws FolderInUse when another process has the folder. */
export async function openEmbedded(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const lock = await lockFolder(folder);
  const files = join(folder, 'postgres');
  try {
    await ensureFiles(folder, files);
    const client = await openClient(files);
    const orm = drizzle(client, { schema }) as unknown as Orm;
    await migrate(orm);
    // When the disk is full now, it may not be in an hour.
    const checkpoints = setInterval(() => void client.exec('checkpoint').catch(() => {}), CHECKPOINT_MS);
    checkpoints.unref();
    return {
      kind: 'embedded',
      orm,
      query: async <Row>(text: string, parameters?: unknown[]) => (await client.query<Row>(text, parameters)).rows,
      listen: async (onMessage) => void (await client.listen(CHANNEL, onMessage)),
      async close() {
        clearInterval(checkpoints);
        await client.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
