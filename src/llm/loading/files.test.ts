import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { download } from './download';
import { ModelFileError } from './errors';
import { fetchFiles, missingBytes, type LoadProgress } from './files';
import { openStore } from './store';
import { fileOf, memoryCaches, randomBytes, serverOf } from './testing';

const content = randomBytes(1000);
const other = randomBytes(500, 7);
const file = fileOf('models/m/weights.bin', content);
const second = fileOf('models/m/second.bin', other);
const all = { [file.url]: content, [second.url]: other };

afterEach(() => vi.unstubAllGlobals());

describe('download', () => {
  it('gives the bytes, and says how many there are', async () => {
    const seen: number[] = [];
    expect(await download(file, { ...serverOf(all), onBytes: (bytes) => seen.push(bytes) })).toEqual(content);
    expect(seen).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });

  it('that broke off, anywhere and however often, goes on where it stopped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 3 }), fc.boolean(), async (breaks, ranges) => {
        const server = serverOf(all, { ranges });
        let expected = 0;
        for (const breakAfter of breaks) {
          server.options.breakAfter = breakAfter;
          const message = `broke off after ${(expected = ranges ? expected + breakAfter : breakAfter)} of 1000 bytes`;
          await expect(download(file, server)).rejects.toThrow(message);
        }
        server.options.breakAfter = undefined;
        expect(await download(file, server)).toEqual(content);
        const asked = server.requests.at(-1)!.range;
        expect(asked).toBe(expected > 0 ? `bytes=${expected}-` : undefined);
      }),
      { numRuns: 30 },
    );
  });

  it('never joins parts of two versions', async () => {
    // Without a hash, only an ETag says that the parts belong together.
    const unhashed = { ...file, sha256: undefined };
    const server = serverOf(all, { ranges: true, breakAfter: 300 });
    await expect(download(unhashed, server)).rejects.toThrow('broke off');
    server.options.breakAfter = undefined;
    expect(await download(unhashed, server)).toEqual(content);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined]);

    const tagged = serverOf(all, { ranges: true, breakAfter: 300, etag: '"one"' });
    await expect(download(unhashed, tagged)).rejects.toThrow('broke off');
    const newer = serverOf({ [file.url]: randomBytes(1000, 3) }, { ranges: true, etag: '"two"' });
    expect(await download(unhashed, newer)).toEqual(randomBytes(1000, 3));
  });

  it('asks past the browser’s cache for what came damaged, and names what stays so', async () => {
    const stale = randomBytes(1000, 99);
    const server = serverOf(all);
    const staleFirst: typeof server.fetch = (url, init) => (init.cache === 'reload' ? server.fetch(url, init) : Promise.resolve(new Response(stale)));
    expect(await download(file, { fetch: staleFirst })).toEqual(content);
    const altered = serverOf({ [file.url]: stale });
    await expect(download(file, altered)).rejects.toThrow('weights.bin differs from the file it should be (SHA-256)');
    await expect(download(file, serverOf({ [file.url]: content.slice(1) }))).rejects.toThrow('has 999 bytes where 1000 were expected');
    await expect(download(file, serverOf({ [file.url]: randomBytes(1200) }))).rejects.toThrow('has 1200 bytes where 1000 were expected');
  });

  it('says what is missing, what the server answered, and when nothing answered', async () => {
    await expect(download(file, serverOf({}))).rejects.toThrow('weights.bin is missing (HTTP 404)');
    await expect(download(file, { fetch: async () => new Response(null, { status: 503 }) })).rejects.toThrow('HTTP 503');
    await expect(download(file, { fetch: () => Promise.reject(new TypeError('Failed to fetch')) })).rejects.toThrow('is the page offline?');
  });

  it('stops when told, with the reason that was given', async () => {
    const abort = new AbortController();
    const onBytes = (bytes: number) => bytes >= 300 && abort.abort(new Error('enough'));
    await expect(download(file, { ...serverOf(all), signal: abort.signal, onBytes })).rejects.toThrow('enough');
  });
});

describe('fetchFiles', () => {
  it('keeps what it loaded: a second visit asks for nothing, and its progress is whole at once', async () => {
    const { caches, entries } = memoryCaches();
    const server = serverOf(all);
    const options = { fetch: server.fetch, store: openStore(caches) };
    expect(await missingBytes([file, second], options)).toBe(1500);
    expect(await fetchFiles([file, second], options)).toEqual([content, other]);
    expect(server.requests).toHaveLength(2);
    expect(entries.size).toBe(2);
    expect(await missingBytes([file, second], options)).toBe(0);
    const progress: LoadProgress[] = [];
    expect(await fetchFiles([file, second], { ...options, onProgress: (each) => progress.push(each) })).toEqual([content, other]);
    expect(server.requests).toHaveLength(2);
    expect(progress.at(-1)).toEqual({ loadedBytes: 1500, totalBytes: 1500 });
  });

  it('counts what goes over the wire, where the host compresses', async () => {
    const progress: LoadProgress[] = [];
    await fetchFiles([{ ...file, transferBytes: 100 }, second], { fetch: serverOf(all).fetch, store: null, onProgress: (each) => progress.push(each) });
    expect(progress[0]).toEqual({ loadedBytes: 0, totalBytes: 600 });
    expect(progress.at(-1)).toEqual({ loadedBytes: 600, totalBytes: 600 });
    progress.reduce((before, now) => (expect(now.loadedBytes).toBeGreaterThanOrEqual(before.loadedBytes), now));
  });

  it('replaces an old version, and an entry that was damaged', async () => {
    const { caches, entries } = memoryCaches();
    const store = openStore(caches);
    await fetchFiles([file], { fetch: serverOf(all).fetch, store });
    const newer = fileOf('models/m/weights.bin', other);
    await fetchFiles([newer], { fetch: serverOf({ [newer.url]: other }).fetch, store });
    expect([...entries.values()]).toEqual([other]);
    for (const key of entries.keys()) entries.set(key, content.slice());
    const server = serverOf({ [newer.url]: other });
    expect(await fetchFiles([newer], { fetch: server.fetch, store })).toEqual([other]);
    expect(server.requests).toHaveLength(1);
    expect([...entries.values()]).toEqual([other]);
  });

  it('keeps nothing of what broke off, was damaged or cancelled', async () => {
    const { caches, entries } = memoryCaches();
    const store = openStore(caches);
    const abort = new AbortController();
    await expect(fetchFiles([file], { ...serverOf(all, { breakAfter: 500 }), store })).rejects.toBeInstanceOf(ModelFileError);
    await expect(fetchFiles([file], { ...serverOf({ [file.url]: randomBytes(1000, 5) }), store })).rejects.toBeInstanceOf(ModelFileError);
    const stopping = fetchFiles([file], { ...serverOf(all), store, signal: abort.signal, onProgress: ({ loadedBytes }) => loadedBytes > 300 && abort.abort() });
    await expect(stopping).rejects.toThrow();
    expect(entries.size).toBe(0);
  });

  it('works with no room, no Cache API, and one that throws', async () => {
    const full = openStore(memoryCaches(600).caches);
    const broken = openStore({ open: () => Promise.reject(new DOMException('no', 'SecurityError')) } as unknown as CacheStorage);
    for (const store of [full, broken, null]) expect(await fetchFiles([file], { ...serverOf(all), store })).toEqual([content]);
  });

  it('removes what a newer manifest no longer lists, and of other models nothing', async () => {
    const { caches, entries } = memoryCaches();
    const store = openStore(caches)!;
    const elsewhere = fileOf('models/n/weights.bin', content);
    for (const each of [file, second, elsewhere]) await store.put(each, content);
    await store.keepOnly('https://book.test/models/m/', [second]);
    expect([...entries.keys()].map((key) => key.split('?')[0])).toEqual([second.name, elsewhere.name]);
  });

  it('waits for another tab that is loading the same file, and takes what that one brought', async () => {
    let last: Promise<unknown> = Promise.resolve();
    const request = (_name: string, _options: object, work: () => Promise<unknown>) => (last = last.then(work, work));
    vi.stubGlobal('navigator', { locks: { request } });
    const { caches } = memoryCaches();
    const server = serverOf(all);
    // Each tab has its own store object over the same caches.
    const tabs = [1, 2, 3].map(() => fetchFiles([file], { fetch: server.fetch, store: openStore(caches) }));
    for (const bytes of await Promise.all(tabs)) expect(bytes).toEqual([content]);
    expect(server.requests).toHaveLength(1);
  });

  it('loads beside another tab that takes too long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const request = (_name: string, { signal }: { signal: AbortSignal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    vi.stubGlobal('navigator', { locks: { request } });
    try {
      const fetch = async () => new Response(content);
      const loading = fetchFiles([file], { fetch, store: openStore(memoryCaches().caches) });
      await vi.advanceTimersByTimeAsync(31_000);
      expect(await loading).toEqual([content]);
    } finally {
      vi.useRealTimers();
    }
  });
});
