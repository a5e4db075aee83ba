// The room's code in this page's fragment, followed as it changes.

import { useEffect, useState } from 'react';
import { codeIn } from './address';

/** `isRead` is false until the page is alive: only then is it known whether there is a code. */
export function useCode(): { code?: string; isRead: boolean } {
  const [state, setState] = useState<{ code?: string; isRead: boolean }>({ isRead: false });
  useEffect(() => {
    const read = () => setState({ code: codeIn(location.hash), isRead: true });
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return state;
}
