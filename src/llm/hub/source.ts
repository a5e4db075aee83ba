/** A model on the Hugging Face Hub: what its files are, at one pinned revision, and where they lie. Any host with the same layout will do. */
import { fetchOk } from '../loading/download';
import { ModelFileError } from '../loading/errors';
import type { RemoteFile } from '../loading/file';
import type { FetchOptions } from '../loading/files';

export interface HubModel {
  /** `owner/name`. */
  repo: string;
  /** A commit, so that the files can never change. */
  revision: string;
  license: string;
  /** Where the licence and the model's card can be read. */
  url: string;
}

/** The models that the book knows of there. Nothing is fetched from the Hub unless the reader asks for one of them. */
export const HUB_MODELS = {
  'smollm2-135m-instruct': {
    repo: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    revision: '12fd25f77366fa6b3b4b768ec3050bf629380bac',
    license: 'Apache-2.0',
    url: 'https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct',
  },
} as const satisfies Record<string, HubModel>;

export const HUB = 'https://huggingface.co';

interface TreeEntry {
  path: string;
  size: number;
  /** Large files are kept by their SHA-256. */
  lfs?: { oid: string; size: number };
}

/** Sizes and hashes of the files of `folder`, from the Hub's own index. Undefined where a mirror has no index. */
async function fetchTree(host: string, { repo, revision }: HubModel, folder: string, options: FetchOptions): Promise<TreeEntry[] | undefined> {
  const url = `${host}/api/models/${repo}/tree/${revision}${folder && `/${folder}`}`;
  try {
    // What a commit holds never changes, so an old answer is as good.
    const response = await fetchOk(url, { fetch: options.fetch, signal: options.signal, cache: 'force-cache' });
    const entries: unknown = await response.json();
    return Array.isArray(entries) ? (entries as TreeEntry[]) : undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    // Nobody answered: asking again for each file would not help.
    if (error instanceof ModelFileError && error.cause !== undefined) throw error;
    return undefined;
  }
}

async function askLength(url: string, options: FetchOptions): Promise<number> {
  const response = await fetchOk(url, { fetch: options.fetch, signal: options.signal, method: 'HEAD' });
  const bytes = Number(response.headers.get('content-length'));
  if (!(bytes > 0)) throw new ModelFileError(`${url}: the server does not say how long it is`);
  return bytes;
}

/** The files of these paths. Rejects with a `ModelFileError` where one is missing or the host cannot be reached. */
export async function hubFiles(model: HubModel, paths: readonly string[], options: FetchOptions & { host?: string } = {}): Promise<RemoteFile[]> {
  const { host = HUB } = options;
  const folders = [...new Set(paths.map((path) => path.split('/').slice(0, -1).join('/')))];
  const trees = await Promise.all(folders.map((folder) => fetchTree(host, model, folder, options)));
  const entries = trees.every((tree) => tree !== undefined) ? trees.flat() : undefined;
  return Promise.all(
    paths.map(async (path) => {
      const url = `${host}/${model.repo}/resolve/${model.revision}/${path}`;
      if (!entries) return { url, name: url, bytes: await askLength(url, options) };
      const entry = entries.find((each) => each.path === path);
      if (!entry) throw new ModelFileError(`${model.repo} has no file ${path} at revision ${model.revision.slice(0, 8)}`);
      return { url, name: url, bytes: entry.lfs?.size ?? entry.size, sha256: entry.lfs?.oid };
    }),
  );
}
