// What the embedded database must outlive: a power cut at any moment, and a first start that is killed.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '@site/src/engine/random';
import { cut, readFolder, type Note } from '../testing/disk';
import { cutAt, moments, record, type Recording } from '../testing/power-cut';
import { seedOfRun } from '../testing/seed';
import { spawnServer, temporaryFolder } from '../testing/servers';
import { until } from '../testing/class';
import { openEmbedded } from './embedded';

const CUTS = 6;

describe('a power cut', () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await record();
  }, 120_000);

  test('the notes of the disk are complete: with all of it flushed, they make the folder as it is', () => {
    const { folder, start, notes } = recording;
    const paths = [...start.keys(), ...notes.flatMap((note) => ('to' in note ? [note.path, note.to] : [note.path]))];
    const flushes = [...new Set(paths.flatMap((path) => [path, dirname(path)]))].map((path): Note => ({ do: 'flush', path }));
    const left = cut(start, [...notes, ...flushes], Infinity, createRng(1));
    const there = readFolder(folder);
    expect([...left.keys()].sort()).toEqual([...there.keys()].sort());
    for (const [path, bytes] of there) expect(left.get(path)!.equals(bytes), path).toBe(true);
  });

  const seed = seedOfRun();
  test(`${CUTS} cuts, seed ${seed}: it opens, and every acknowledged vote is there`, { timeout: 240_000 }, async () => {
    for (const [i, moment] of moments(recording, CUTS, seed).entries()) {
      const { trouble, lost } = await cutAt(recording, moment, seed + i);
      expect({ trouble, lost }, `cut ${i}, before note ${moment}`).toEqual({ trouble: undefined, lost: 0 });
    }
  });
});

test('a first start that is killed leaves nothing in the way of the next', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const started = spawnServer({ CLASS_DATA: folder }).catch((error: Error) => error);
  await until(() => existsSync(join(folder, 'postgres.new', 'PG_VERSION')), 'the first files', 60_000);
  // It cannot be ready: its files have not their name yet.
  expect(existsSync(join(folder, 'postgres'))).toBe(false);
  process.kill(Number(await holderOf(folder)), 'SIGKILL');
  expect(await started).toBeInstanceOf(Error);
  const database = await openEmbedded(folder);
  expect(await database.query('select count(*)::int as rooms from rooms')).toEqual([{ rooms: 0 }]);
  await database.close();
  expect(existsSync(join(folder, 'postgres.new'))).toBe(false);
});

/** The process that has the folder, as it says to whoever wants it too. */
async function holderOf(folder: string): Promise<string | undefined> {
  const refusal = await openEmbedded(folder).then(
    () => new Error('the folder was free'),
    (error: Error) => error,
  );
  return /by process (\d+) /.exec(refusal.message)?.[1];
}
