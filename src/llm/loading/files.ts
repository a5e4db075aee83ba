/**
 * Gets files by the shortest way: from the store of an earlier visit, from another tab that is loading them now, else from
 * the network; checks them; and tells of the progress of all together. Knows nothing of models.
 */
import { download, type Fetch } from './download';
import { damageOf, transferBytesOf, versionOf, type RemoteFile } from './file';
import { openStore, type FileStore } from './store';

export interface LoadProgress {
  /** Of what comes over the network, compressed where the host compresses it. */
  loadedBytes: number;
  totalBytes: number;
}

export interface FetchOptions {
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
  /** What to fetch with; tests read from disk. */
  fetch?: Fetch;
  /** Default: the Cache API where there is one. Null keeps nothing. */
  store?: FileStore | null;
}

/** How long to wait for another tab that loads the same file, before loading it beside that one. */
const OTHER_TAB_MS = 30_000;

export const storeOf = ({ store = openStore() }: FetchOptions): FileStore | undefined => store ?? undefined;

/** Runs `work` when no other tab runs one of the same name, or when that took too long. */
async function oneTabAtATime<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) return work();
  const waiting = new AbortController();
  const stopWaiting = () => waiting.abort();
  const timer = setTimeout(stopWaiting, OTHER_TAB_MS);
  signal?.addEventListener('abort', stopWaiting);
  const done = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stopWaiting);
  };
  let started = false;
  const start = () => {
    started = true;
    done();
    return work();
  };
  try {
    return await locks.request(name, { signal: waiting.signal }, start);
  } catch (error) {
    signal?.throwIfAborted();
    if (started) throw error;
    return start();
  } finally {
    done();
  }
}

/** From the store, if it is there and whole. */
async function stored(file: RemoteFile, store: FileStore): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await store.get(file);
  if (!bytes) return undefined;
  if ((await damageOf(file, bytes)) === undefined) return bytes;
  await store.remove(file);
  return undefined;
}

async function obtain(file: RemoteFile, options: FetchOptions, onBytes: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const { fetch, signal } = options;
  const store = storeOf(options);
  // What our store keeps need not lie in the browser's cache too.
  if (!store) return download(file, { fetch, signal, onBytes });
  const kept = await stored(file, store);
  if (kept) return kept;
  return oneTabAtATime(`model file ${file.name} ${versionOf(file)}`, signal, async () => {
    const broughtByAnother = await stored(file, store);
    if (broughtByAnother) return broughtByAnother;
    const bytes = await download(file, { fetch, signal, onBytes, cache: 'no-store' });
    await store.put(file, bytes);
    return bytes;
  });
}

/** How much of `files` has yet to come over the network. */
export async function missingBytes(files: readonly RemoteFile[], options: FetchOptions = {}): Promise<number> {
  const store = storeOf(options);
  const kept = await Promise.all(files.map(async (file) => (await store?.has(file)) ?? false));
  return files.reduce((sum, file, i) => sum + (kept[i] ? 0 : transferBytesOf(file)), 0);
}

/** The files' bytes, in the same order. Rejects with a `ModelFileError` that names the file, or the signal's reason. */
export async function fetchFiles(files: readonly RemoteFile[], options: FetchOptions = {}): Promise<Uint8Array<ArrayBuffer>[]> {
  const loaded = files.map(() => 0);
  const totalBytes = files.reduce((sum, file) => sum + transferBytesOf(file), 0);
  const report = () => options.onProgress?.({ loadedBytes: Math.round(loaded.reduce((a, b) => a + b, 0)), totalBytes });
  report();
  return Promise.all(
    files.map(async (file, i) => {
      const arrived = (bytes: number) => {
        loaded[i] = (bytes / file.bytes) * transferBytesOf(file);
        report();
      };
      const bytes = await obtain(file, options, arrived);
      arrived(file.bytes);
      return bytes;
    }),
  );
}
