// The page's fragment, followed as it changes; undefined until the page is alive.

import { useSyncExternalStore } from 'react';

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

export const useFragment = (): string | undefined =>
  useSyncExternalStore(
    subscribe,
    () => location.hash,
    () => undefined,
  );
