// What the reader did, kept in this browser alone. Opens the store once a page; works without storage too, and says so.

import { fallbackPrefix } from './drafts';
import { indexedDbStore } from './indexedDb';
import { memoryStore, type ProgressStore } from './store';

export { DraftKeeper, type LoadedDraft } from './drafts';
export { pointsOf } from './merge';
export { memoryStore, type ProgressStore, type StoreChange } from './store';

let opened: Promise<ProgressStore> | undefined;

const denied =
  'This browser does not let the page store anything (a private window, or blocked site data). Everything works, but it is gone when you close the page. Export your progress or download your code to keep it.';

/** The page's store. Never rejects. */
export function openProgress(): Promise<ProgressStore> {
  opened ??= indexedDbStore().catch(() => memoryStore(denied));
  return opened;
}

/** Names this tab among the writers of drafts. */
export const tabId: string = Math.random().toString(36).slice(2);

/** Erases everything, also what only the synchronous fallback holds. */
export async function eraseProgress(): Promise<void> {
  await (await openProgress()).clear();
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(fallbackPrefix)) localStorage.removeItem(key);
  } catch {
    // Storage is denied: then nothing is in it.
  }
}

/** Marks a chapter as read or not. */
export async function markChapterRead(chapter: string, read = true): Promise<void> {
  const store = await openProgress();
  await store.update('chapter-read', chapter, (before) => (before?.read === read ? undefined : { kind: 'chapter-read', id: chapter, at: Date.now(), read }));
}
