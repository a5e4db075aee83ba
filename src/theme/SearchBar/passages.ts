// The book's passages with their vectors, fetched once a visit. The last copy is kept where the browser can, so that search by meaning works without
// the network as the model does. A newer copy wins: its addresses are those of the pages as they are now.

import { readBookPassages, type BookPassages } from '@site/src/engine/retrieval';

const CACHE = 'book-passages';

/** Its message is for the reader. */
export class PassagesError extends Error {}

async function fetchKept(url: string): Promise<Response> {
  // Absent on plain HTTP.
  const cache = await globalThis.caches?.open(CACHE).catch(() => undefined);
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    await cache?.put(url, response.clone()).catch(() => undefined);
    return response;
  } catch (cause) {
    const kept = await cache?.match(url);
    if (kept) return kept;
    throw new PassagesError('The vectors of the sections did not load. They are made by a build (npm run build), and they need the network the first time.', { cause });
  }
}

const loads = new Map<string, Promise<BookPassages>>();

/** Rejects, with words for the reader, where they are missing or of another model than `modelSha256`. */
export function loadPassages(url: string, modelSha256: string): Promise<BookPassages> {
  const load =
    loads.get(url) ??
    fetchKept(url).then(async (response) => {
      const passages = readBookPassages(await response.json());
      if (passages.modelSha256 !== modelSha256) throw new PassagesError('The vectors of the sections were made by another version of the model. Reload the page.');
      return passages;
    });
  loads.set(url, load);
  // A failed load is not kept: the next try begins anew.
  load.catch(() => loads.delete(url));
  return load;
}
