/** For tests: a web server and a Cache API that live in memory, and can fail as real ones do. */
import { createHash } from 'node:crypto';
import type { Fetch } from './download';
import type { RemoteFile } from './file';

export const randomBytes = (length: number, seed = 1) => Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 13) & 255);

export const fileOf = (name: string, bytes: Uint8Array): RemoteFile => ({
  url: `https://book.test/${name}`,
  name: `https://book.test/${name}`,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

interface ServerOptions {
  /** Breaks the connection after so many bytes of an answer. */
  breakAfter?: number;
  /** Whether it knows ranges. */
  ranges?: boolean;
  etag?: string;
}

/** Serves `files` by URL; `options` may be changed while it runs. `requests` has what was asked: the URL, and the range if any. */
export function serverOf(files: Record<string, Uint8Array<ArrayBuffer>>, options: ServerOptions = {}) {
  const requests: { url: string; range?: string; cache?: RequestCache }[] = [];
  const fetch: Fetch = async (url, { signal, headers, cache }) => {
    signal?.throwIfAborted();
    requests.push({ url, range: headers?.Range, cache });
    const content = files[url];
    if (!content) return new Response(null, { status: 404 });
    const etag: Record<string, string> = options.etag ? { etag: options.etag } : {};
    const sameVersion = !headers?.['If-Range'] || headers['If-Range'] === options.etag;
    const from = options.ranges && sameVersion ? Number(/^bytes=(\d+)-$/.exec(headers?.Range ?? '')?.[1] ?? 0) : 0;
    const body = bodyOf(content.subarray(from), options.breakAfter, signal);
    if (from === 0) return new Response(body, { headers: etag });
    return new Response(body, { status: 206, headers: { ...etag, 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } });
  };
  return { fetch, requests, options };
}

function bodyOf(content: Uint8Array<ArrayBuffer>, breakAfter = Infinity, signal?: AbortSignal): ReadableStream {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal?.aborted) return controller.error(signal.reason);
      if (sent >= breakAfter) return controller.error(new TypeError('network error'));
      const end = Math.min(sent + 100, content.length, breakAfter);
      if (end > sent) controller.enqueue(content.slice(sent, end));
      sent = end;
      if (sent === content.length) controller.close();
    },
  });
}

/** The Cache API, one cache, in memory. `room`: bytes that it holds. */
export function memoryCaches(room = Infinity) {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  const sameFile = (a: string, b: string) => a.split('?')[0] === b.split('?')[0];
  const cache = {
    match: async (key: string) => (entries.has(key) ? new Response(entries.get(key)) : undefined),
    async put(key: string, response: Response) {
      const bytes = new Uint8Array(await response.arrayBuffer());
      if ([...entries.values()].reduce((sum, { length }) => sum + length, bytes.length) > room) throw new DOMException('full', 'QuotaExceededError');
      entries.set(key, bytes);
    },
    async delete(request: string | { url: string }, { ignoreSearch = false } = {}) {
      const key = typeof request === 'string' ? request : request.url;
      const found = [...entries.keys()].filter((each) => (ignoreSearch ? sameFile(each, key) : each === key));
      for (const each of found) entries.delete(each);
      return found.length > 0;
    },
    keys: async () => [...entries.keys()].map((url) => ({ url })),
  };
  return { entries, caches: { open: async () => cache } as unknown as CacheStorage };
}
