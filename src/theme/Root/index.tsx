// Says on <html> that the page has been hydrated: the loader replays the first click then, and browser tests wait for it.

import React, { useEffect, type ReactNode } from 'react';

export default function Root({ children }: { children: ReactNode }) {
  useEffect(() => {
    document.documentElement.dataset.hydrated = '';
    document.dispatchEvent(new Event('book:hydrated'));
  }, []);
  return <>{children}</>;
}
