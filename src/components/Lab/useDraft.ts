// The reader's text of one lab: restored when the page opens, kept as it is typed, never lost.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeptText } from '@site/src/formats/progress';
import { DraftKeeper, openProgress, tabId, type LoadedDraft } from '@site/src/progress';

export interface DraftState {
  /** What was found when the page opened; undefined until then. */
  loaded: LoadedDraft | undefined;
  kept: KeptText[];
  /** Another tab wrote this lab as well. */
  conflict: boolean;
  /** Storage is denied or failed: why, in plain words. */
  problem: string;
  ready(): Promise<DraftKeeper>;
  change(text: string): void;
}

function localStorageOrNone(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

export function useDraft(lab: string, starter: string): DraftState {
  const [loaded, setLoaded] = useState<LoadedDraft>();
  const [kept, setKept] = useState<KeptText[]>([]);
  const [conflict, setConflict] = useState(false);
  const [problem, setProblem] = useState('');
  const keeper = useRef<Promise<DraftKeeper>>(undefined);

  const ready = useCallback(() => {
    keeper.current ??= (async () => {
      const store = await openProgress();
      setProblem(store.problem);
      const made = new DraftKeeper(store, {
        lab,
        starter,
        writer: tabId,
        sync: localStorageOrNone(),
        onConflict: () => setConflict(true),
        onStored: (draft) => setKept(draft.kept),
        onError: () => setProblem('Your text could not be stored just now. Copy or download it to be safe.'),
      });
      const found = await made.load();
      setLoaded(found);
      setKept(found.kept);
      return made;
    })();
    return keeper.current;
  }, [lab, starter]);

  useEffect(() => {
    void ready();
    const leave = () => void ready().then((k) => k.leave());
    const hide = () => {
      if (document.visibilityState === 'hidden') leave();
    };
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      leave();
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [ready]);

  const change = useCallback((text: string) => void ready().then((k) => k.change(text)), [ready]);
  return useMemo(() => ({ loaded, kept, conflict, problem, ready, change }), [loaded, kept, conflict, problem, ready, change]);
}
