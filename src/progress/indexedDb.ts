// The store that lasts: one object store of records in IndexedDB, keyed by kind and id.

import { openDB, type DBSchema } from 'idb';
import type { ProgressKind, ProgressRecord, RecordOf } from '@site/src/formats/progress';
import type { ProgressStore, StoreChange } from './store';

interface ProgressDb extends DBSchema {
  records: { key: [string, string]; value: ProgressRecord };
}

const databaseName = 'scalars-to-clusters';

/** Opens the database. Throws where the browser denies storage (private windows of some, blocked cookies). */
export async function indexedDbStore(): Promise<ProgressStore> {
  const db = await openDB<ProgressDb>(databaseName, 1, {
    upgrade: (database) => void database.createObjectStore('records', { keyPath: ['kind', 'id'] }),
    // A newer edition in another tab must not wait for this one.
    blocking: () => db.close(),
  });
  const listeners = new Set<(change: StoreChange) => void>();
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(databaseName);
  const hear = (change: StoreChange) => listeners.forEach((listener) => listener(change));
  if (channel) channel.onmessage = (event: MessageEvent<StoreChange>) => hear(event.data);
  const tell = (change: StoreChange) => {
    hear(change);
    channel?.postMessage(change);
  };
  return {
    persistent: true,
    problem: '',
    get: async <K extends ProgressKind>(kind: K, id: string) => (await db.get('records', [kind, id])) as RecordOf<K> | undefined,
    update: async <K extends ProgressKind>(kind: K, id: string, change: (before: RecordOf<K> | undefined) => RecordOf<K> | undefined) => {
      const transaction = db.transaction('records', 'readwrite');
      const after = change((await transaction.store.get([kind, id])) as RecordOf<K> | undefined);
      if (after) void transaction.store.put(after);
      await transaction.done;
      if (after) tell({ kind, id });
    },
    all: async <K extends ProgressKind>(kind?: K) =>
      (await db.getAll('records', kind ? IDBKeyRange.bound([kind, ''], [kind, '\uffff']) : undefined)) as RecordOf<K>[],
    clear: async () => {
      await db.clear('records');
      tell({ kind: 'everything', id: '' });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
