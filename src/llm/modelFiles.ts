/**
 * Fetches the files of a shipped model, reports progress and refuses what is cut short or
 * altered. Knows `manifest.json` (path, length and SHA-256 of each file) and nothing of models.
 */

export interface LoadProgress {
  loadedBytes: number;
  totalBytes: number;
}

export interface FetchOptions {
  /** The folder that holds one folder a model, for example `/models`. */
  baseUrl?: string;
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
  /** What to fetch with; tests read from disk. */
  fetch?: (url: string, init: { signal?: AbortSignal }) => Promise<Response>;
}

interface Manifest {
  id: string;
  files: Record<string, { bytes: number; sha256: string }>;
}

export class ModelFileError extends Error {
  override name = 'ModelFileError';
}

async function fetchOk(url: string, { fetch: fetchWith = globalThis.fetch, signal }: FetchOptions): Promise<Response> {
  let response: Response;
  try {
    response = await fetchWith(url, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ModelFileError(`${url} could not be fetched: is the page offline?`, { cause });
  }
  if (!response.ok) throw new ModelFileError(`${url} is missing (HTTP ${response.status})`);
  return response;
}

async function readAll(response: Response, expectedBytes: number, onBytes: (count: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(expectedBytes);
  let received = 0;
  const reader = response.body?.getReader();
  if (!reader) throw new ModelFileError(`${response.url} has no content`);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (received + value.length <= expectedBytes) bytes.set(value, received);
    received += value.length;
    onBytes(value.length);
  }
  if (received !== expectedBytes) throw new ModelFileError(`has ${received} bytes where ${expectedBytes} were expected`);
  return bytes;
}

/** Undefined where the page is no secure context (plain http): only the length is checked there. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Fetches `paths` of the model `id` at once; the result has their bytes in the same order. */
export async function fetchModelFiles(id: string, paths: readonly string[], options: FetchOptions = {}): Promise<Uint8Array<ArrayBuffer>[]> {
  const { baseUrl = '/models', onProgress } = options;
  const folder = `${baseUrl.replace(/\/$/, '')}/${id}`;
  const manifestUrl = `${folder}/manifest.json`;
  const manifestResponse = await fetchOk(manifestUrl, options);
  const manifest = (await manifestResponse.json().catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    // A host that answers a missing file with its start page ends here.
    throw new ModelFileError(`${manifestUrl} is no JSON: is there a model "${id}" under ${baseUrl}?`, { cause });
  })) as Manifest;
  if (manifest.id !== id || !manifest.files) throw new ModelFileError(`${manifestUrl} is not the manifest of "${id}"`);

  const entries = paths.map((path) => {
    const entry = manifest.files[path];
    if (!entry) throw new ModelFileError(`${manifestUrl} does not list ${path}`);
    return { url: `${folder}/${path}`, ...entry };
  });
  const totalBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  let loadedBytes = 0;
  onProgress?.({ loadedBytes, totalBytes });
  return Promise.all(
    entries.map(async (entry) => {
      const response = await fetchOk(entry.url, options);
      try {
        const content = await readAll(response, entry.bytes, (count) => {
          loadedBytes += count;
          onProgress?.({ loadedBytes, totalBytes });
        });
        const digest = await sha256(content);
        if (digest !== undefined && digest !== entry.sha256) throw new ModelFileError('differs from the file it should be (SHA-256)');
        return content;
      } catch (cause) {
        options.signal?.throwIfAborted();
        const reason = cause instanceof ModelFileError ? cause.message : 'could not be read to its end';
        throw new ModelFileError(`${entry.url} ${reason}`, { cause });
      }
    }),
  );
}
