/**
 * Downloads one file whole, or says what is wrong with it. What an interrupted download brought is kept in memory, and the
 * next try asks for the rest (Range); what comes damaged is asked for once more past the browser's own cache.
 */
import { ModelFileError } from './errors';
import { damageOf, versionOf, type RemoteFile } from './file';

export type Fetch = (url: string, init: { signal?: AbortSignal; cache?: RequestCache; headers?: Record<string, string>; method?: string }) => Promise<Response>;

export interface DownloadOptions {
  /** What to fetch with; tests read from disk. */
  fetch?: Fetch;
  signal?: AbortSignal;
  cache?: RequestCache;
  /** Told how many bytes of the file are there. */
  onBytes?: (bytes: number) => void;
}

interface Received {
  bytes: Uint8Array<ArrayBuffer>;
  received: number;
  /** A strong ETag of the version that the bytes are of. */
  etag: string | undefined;
}

/** Of downloads that broke off, by name and version. */
const partials = new Map<string, Received>();

export async function fetchOk(url: string, { fetch = globalThis.fetch, ...init }: Pick<DownloadOptions, 'fetch' | 'signal' | 'cache'> & { headers?: Record<string, string>; method?: string }): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new ModelFileError(`${url} could not be fetched: is the page offline?`, { cause });
  }
  if (!response.ok) throw new ModelFileError(response.status === 404 ? `${url} is missing (HTTP 404)` : `${url} could not be fetched: the server answered HTTP ${response.status}`);
  return response;
}

const strongEtag = (response: Response) => {
  const etag = response.headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : undefined;
};

/** Asks for the rest of `partial`; a server that will not give just that gives the whole file, and `partial` begins anew. */
async function request(file: RemoteFile, partial: Received, { fetch, signal, cache }: DownloadOptions): Promise<Response> {
  // With no hash to check the whole by, only a version's own ETag joins two answers.
  const resumes = partial.received > 0 && partial.received < file.bytes && Boolean(file.sha256 ?? partial.etag);
  const headers: Record<string, string> = resumes ? { Range: `bytes=${partial.received}-`, ...(partial.etag && { 'If-Range': partial.etag }) } : {};
  const response = await fetchOk(file.url, { fetch, signal, cache, headers });
  const goesOn = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${partial.received}-`);
  if (response.status === 206 && !goesOn) throw new ModelFileError(`${file.url} came as another part than was asked for`);
  if (!goesOn) partial.received = 0;
  partial.etag = strongEtag(response);
  return response;
}

/** Reads the body into `partial`; resolves with the bytes there are in all, which may be more or fewer than expected. */
async function receive(file: RemoteFile, partial: Received, options: DownloadOptions): Promise<number> {
  const response = await request(file, partial, options);
  const reader = response.body?.getReader();
  if (!reader) throw new ModelFileError(`${file.url} has no content`);
  let total = partial.received;
  options.onBytes?.(total);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return total;
    if (total + value.length <= file.bytes) {
      partial.bytes.set(value, total);
      partial.received = total + value.length;
    }
    total += value.length;
    options.onBytes?.(Math.min(total, file.bytes));
  }
}

/** Resolves with exactly the bytes that `file` names. Rejects with a `ModelFileError`, or the signal's reason. */
export async function download(file: RemoteFile, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${file.name} ${versionOf(file)}`;
  const partial = partials.get(key) ?? { bytes: new Uint8Array(file.bytes), received: 0, etag: undefined };
  partials.delete(key);
  const attempt = async (cache: RequestCache | undefined): Promise<string | undefined> => {
    const total = await receive(file, partial, { ...options, cache });
    return total === file.bytes ? damageOf(file, partial.bytes) : `has ${total} bytes where ${file.bytes} were expected`;
  };
  try {
    let damage = await attempt(options.cache);
    if (damage) {
      partial.received = 0;
      damage = await attempt('reload');
    }
    if (damage) throw new ModelFileError(`${file.url} ${damage}`);
    return partial.bytes;
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (cause instanceof ModelFileError) throw cause;
    if (partial.received > 0) partials.set(key, partial);
    throw new ModelFileError(`${file.url} broke off after ${partial.received} of ${file.bytes} bytes. Try again to load the rest`, { cause });
  }
}
