// While the page is printed everything is on it: what folds is unfolded, what has pages has all its rows.

import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** True while the browser prints. Unfolds every <details> of the page before it, and folds the same ones after it. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    let unfolded: HTMLDetailsElement[] = [];
    const before = () => {
      // The browser takes its picture when this handler returns.
      flushSync(() => setPrinting(true));
      unfolded = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
      for (const details of unfolded) details.open = true;
    };
    const after = () => {
      for (const details of unfolded) details.open = false;
      setPrinting(false);
    };
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return isPrinting;
}
