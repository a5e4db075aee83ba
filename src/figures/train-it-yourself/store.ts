// Keeps one training run in this browser, apart from the reader's progress: some megabytes that change every few seconds. One tab at a time owns it;
// a tab that no longer does cannot write, so two tabs never mix two runs. A save is one transaction: whole or not at all.

import { openDB, type DBSchema } from 'idb';
import type { RunState } from './run';

export interface RunSummary {
  step: number;
  savedAt: number;
}

export interface SavedRun {
  savedAt: number;
  /** Of the tokenizer that it was trained with: with another one its weights mean nothing. */
  vocabulary: string;
  state: RunState;
}

interface TrainingDb extends DBSchema {
  runs: { key: 'run'; value: SavedRun };
  summaries: { key: 'run'; value: RunSummary };
  owners: { key: 'tab'; value: string };
  /** Milliseconds of a step on each device, by what was measured. */
  speeds: { key: string; value: { wasmMs: number; webgpuMs: number } };
}

const open = () =>
  openDB<TrainingDb>('scalars-to-clusters-training', 1, {
    upgrade(db) {
      db.createObjectStore('runs');
      db.createObjectStore('summaries');
      db.createObjectStore('owners');
      db.createObjectStore('speeds');
    },
  });

async function withDb<T>(work: (db: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
  const db = await open();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** The run that is kept. Undefined where there is none, or none can be kept here. */
export async function loadRun(): Promise<SavedRun | undefined> {
  return withDb((db) => db.get('runs', 'run')).catch(() => undefined);
}

/** Enough of it to offer it, without its weights. */
export async function loadRunSummary(): Promise<RunSummary | undefined> {
  return withDb((db) => db.get('summaries', 'run')).catch(() => undefined);
}

/** From now on this tab's saves count, and no other's. Rejects where the browser keeps nothing. */
export async function claimRun(tab: string): Promise<void> {
  await withDb((db) => db.put('owners', tab, 'tab'));
}

/** False where another tab has claimed the run since: nothing is written then. */
export async function saveRun(tab: string, run: SavedRun): Promise<boolean> {
  return withDb(async (db) => {
    const transaction = db.transaction(['runs', 'summaries', 'owners'], 'readwrite');
    const owns = (await transaction.objectStore('owners').get('tab')) === tab;
    if (owns) {
      void transaction.objectStore('runs').put(run, 'run');
      void transaction.objectStore('summaries').put({ step: run.state.trainer.step, savedAt: run.savedAt }, 'run');
    }
    await transaction.done;
    return owns;
  });
}

/** Whether this tab may still save; true where nothing can be kept. */
export async function ownsRun(tab: string): Promise<boolean> {
  return withDb(async (db) => (await db.get('owners', 'tab')) === tab).catch(() => true);
}

/** Forgets the run, and whoever owned it. */
export async function forgetRun(): Promise<void> {
  await withDb(async (db) => {
    const transaction = db.transaction(['runs', 'summaries', 'owners'], 'readwrite');
    for (const name of ['runs', 'summaries', 'owners'] as const) void transaction.objectStore(name).clear();
    await transaction.done;
  }).catch(() => undefined);
}

export async function loadSpeeds(key: string): Promise<{ wasmMs: number; webgpuMs: number } | undefined> {
  return withDb((db) => db.get('speeds', key)).catch(() => undefined);
}

export async function saveSpeeds(key: string, speeds: { wasmMs: number; webgpuMs: number }): Promise<void> {
  await withDb((db) => db.put('speeds', speeds, key)).catch(() => undefined);
}
