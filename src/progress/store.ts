// Where progress is kept, behind one interface, and the store that lasts as long as the page.
// Not here: IndexedDB (indexedDb.ts), merging (merge.ts), drafts (drafts.ts).

import type { ProgressKind, ProgressRecord, RecordOf } from '@site/src/formats/progress';

export interface ProgressStore {
  /** False where storage is denied: all works, and is gone with the page. `problem` says why in plain words. */
  readonly persistent: boolean;
  readonly problem: string;
  get<K extends ProgressKind>(kind: K, id: string): Promise<RecordOf<K> | undefined>;
  /** Reads, changes and writes one record in one transaction; `change` may return undefined to leave it as it is. */
  update<K extends ProgressKind>(kind: K, id: string, change: (before: RecordOf<K> | undefined) => RecordOf<K> | undefined): Promise<void>;
  /** Every record, or those of one kind. */
  all(): Promise<ProgressRecord[]>;
  all<K extends ProgressKind>(kind: K): Promise<RecordOf<K>[]>;
  clear(): Promise<void>;
  /** Calls back with what changed, in this tab or in another; gives back a function that ends it. */
  subscribe(listener: (change: StoreChange) => void): () => void;
}

export interface StoreChange {
  kind: ProgressKind | 'everything';
  id: string;
}

/** Keeps records in memory alone. */
export function memoryStore(problem = ''): ProgressStore {
  const records = new Map<string, ProgressRecord>();
  const listeners = new Set<(change: StoreChange) => void>();
  const tell = (change: StoreChange) => listeners.forEach((listener) => listener(change));
  return {
    persistent: false,
    problem,
    get: async <K extends ProgressKind>(kind: K, id: string) => records.get(`${kind}:${id}`) as RecordOf<K> | undefined,
    update: async <K extends ProgressKind>(kind: K, id: string, change: (before: RecordOf<K> | undefined) => RecordOf<K> | undefined) => {
      const after = change(records.get(`${kind}:${id}`) as RecordOf<K> | undefined);
      if (!after) return;
      records.set(`${kind}:${id}`, structuredClone(after));
      tell({ kind, id });
    },
    all: async <K extends ProgressKind>(kind?: K) => [...records.values()].filter((r) => !kind || r.kind === kind) as RecordOf<K>[],
    clear: async () => {
      records.clear();
      tell({ kind: 'everything', id: '' });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
