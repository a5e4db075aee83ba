// Progress to and from a file. Importing merges and never loses; a file that is not ours is refused with the reason.

import { progressFile, type ProgressFile } from '@site/src/formats/progress';
import { mergeRecords } from './merge';
import type { ProgressStore } from './store';

/** Everything but the settings of this browser. */
export async function exportProgress(store: ProgressStore, now = new Date()): Promise<ProgressFile> {
  const records = (await store.all()).filter((r) => r.kind !== 'setting');
  return { schemaVersion: 1, kind: 'progress', book: 'scalars-to-clusters', exportedAt: now.toISOString(), records };
}

/** Reads a file's text. Throws Error with one plain sentence when it is not a progress file. */
export function parseProgress(text: string): ProgressFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('This is not a progress file: it is not JSON.');
  }
  const version = (json as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > 1) throw new Error('This file comes from a newer edition of the book. Open the newer edition to import it.');
  const result = progressFile.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`This is not a progress file of this book: ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'wrong shape'}.`);
}

/** Merges a file into the store; resolves to how many records it held. */
export async function importProgress(store: ProgressStore, file: ProgressFile): Promise<number> {
  for (const record of file.records) await store.update(record.kind, record.id, (before) => (before ? mergeRecords(before, record) : record));
  return file.records.length;
}
