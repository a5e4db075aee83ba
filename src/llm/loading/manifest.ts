/** What a shipped model's folder says of itself: `manifest.json` has the length and SHA-256 of each file. */
import { fetchOk } from './download';
import { ModelFileError } from './errors';
import type { RemoteFile } from './file';
import { fetchFiles, storeOf, type FetchOptions } from './files';

/** A model's files by their path in its folder. */
export interface ModelSource {
  id: string;
  /** Names of all its files begin so. */
  prefix: string;
  /** Throws a `ModelFileError` where the model has no such file. */
  file(path: string): RemoteFile;
  has(path: string): boolean;
}

interface Manifest {
  id: string;
  files: Record<string, { bytes: number; sha256: string }>;
}

export interface SourceOptions extends FetchOptions {
  /** The folder that holds one folder a model. Default `/models`. */
  baseUrl?: string;
}

const absolute = (url: string): string => (globalThis.location ? new URL(url, globalThis.location.href).href : url);

async function fetchManifest(url: string, options: FetchOptions): Promise<unknown> {
  const ask = (cache: RequestCache) => fetchOk(url, { fetch: options.fetch, signal: options.signal, cache });
  // The server is asked each time, so that a new version of a model is seen at once; with no network the last answer will do.
  const response = await ask('no-cache').catch((error: Error) => {
    if (error.cause === undefined) throw error;
    return ask('force-cache').catch(() => Promise.reject(error));
  });
  return response.json().catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    // A host that answers a missing file with its start page ends here.
    throw new ModelFileError(`${url} is no JSON: is there such a model?`, { cause });
  });
}

export function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ModelFileError(`${path} is no JSON`, { cause });
  }
}

function sourceOf(id: string, folder: string, files: Manifest['files']): ModelSource {
  const has = (path: string) => Object.hasOwn(files, path);
  return {
    id,
    prefix: `${absolute(folder)}/`,
    has,
    file(path) {
      if (!has(path)) throw new ModelFileError(`the model "${id}" has no file ${path}`);
      return { url: `${folder}/${path}`, name: absolute(`${folder}/${path}`), ...files[path]! };
    },
  };
}

/** Reads the manifest of the model `id`, and forgets what is kept of its earlier versions. */
export async function openSource(id: string, options: SourceOptions = {}): Promise<ModelSource> {
  const folder = `${(options.baseUrl ?? '/models').replace(/\/$/, '')}/${id}`;
  const url = `${folder}/manifest.json`;
  const manifest = (await fetchManifest(url, options)) as Partial<Manifest> | null;
  if (manifest?.id !== id || !manifest.files) throw new ModelFileError(`${url} is not the manifest of "${id}"`);
  const source = sourceOf(id, folder, manifest.files);
  void storeOf(options)?.keepOnly(source.prefix, Object.keys(manifest.files).map(source.file));
  return source;
}

/** Fetches files of one model; the result has their bytes in the order of `paths`. */
export async function fetchModelFiles(id: string, paths: readonly string[], options: SourceOptions = {}): Promise<Uint8Array<ArrayBuffer>[]> {
  const source = await openSource(id, options);
  return fetchFiles(paths.map(source.file), options);
}
