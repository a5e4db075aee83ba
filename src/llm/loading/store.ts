/**
 * Keeps downloaded files between visits, in the Cache API: one entry for each version of a file, and no old versions.
 * A store never makes a load fail: without the Cache API (plain http, private windows), with no room left or with a broken
 * entry it is as if nothing were kept.
 */
import { versionOf, type RemoteFile } from './file';

export interface FileStore {
  has(file: RemoteFile): Promise<boolean>;
  get(file: RemoteFile): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Replaces every other version of the file. */
  put(file: RemoteFile, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(file: RemoteFile): Promise<void>;
  /** Removes the files whose names begin with `prefix`, but for these. */
  keepOnly(prefix: string, files: readonly RemoteFile[]): Promise<void>;
}

const CACHE_NAME = 'model-files';

const keyOf = (file: RemoteFile) => `${file.name}?version=${versionOf(file)}`;

/** Undefined where there is no Cache API. */
export function openStore(caches: CacheStorage | undefined = globalThis.caches): FileStore | undefined {
  if (!caches) return undefined;

  async function quietly<T>(work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(await caches!.open(CACHE_NAME));
    } catch {
      return undefined;
    }
  }

  return {
    has: async (file) => (await quietly((cache) => cache.match(keyOf(file)))) !== undefined,
    get: (file) =>
      quietly(async (cache) => {
        const response = await cache.match(keyOf(file));
        return response && new Uint8Array(await response.arrayBuffer());
      }),
    put: async (file, bytes) =>
      quietly(async (cache) => {
        await cache.delete(file.name, { ignoreSearch: true });
        await cache.put(keyOf(file), new Response(bytes));
      }),
    remove: async (file) => void (await quietly((cache) => cache.delete(keyOf(file)))),
    keepOnly: async (prefix, files) =>
      quietly(async (cache) => {
        const kept = new Set(files.map(keyOf));
        const old = (await cache.keys()).filter(({ url }) => url.startsWith(prefix) && !kept.has(url));
        await Promise.all(old.map((request) => cache.delete(request)));
      }),
  };
}
