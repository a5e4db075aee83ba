// Says on <html> that the page has been hydrated: the loader replays the first click then, and browser tests wait for it.

import React, { useEffect, type ReactNode } from 'react';
import useIsBrowser from '@docusaurus/useIsBrowser';

export default function Root({ children }: { children: ReactNode }) {
  // True from the second render on: only then do parts that wait for a browser (the theme switch) hear a click.
  const isBrowser = useIsBrowser();
  useEffect(() => {
    if (!isBrowser) return;
    document.documentElement.dataset.hydrated = '';
    document.dispatchEvent(new Event('book:hydrated'));
  }, [isBrowser]);
  return <>{children}</>;
}
