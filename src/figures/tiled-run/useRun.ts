// The microscope's answer for a state, from a worker that starts at the first change. Until an answer comes the one before it stands.

import { useEffect, useRef, useState } from 'react';
import { defaults, type Seen, type State } from './model';

export interface Shown {
  state: State;
  seen: Seen;
}

export function useRun(state: State, still: Seen): { shown: Shown; failed: boolean } {
  const [shown, setShown] = useState<Shown>({ state: defaults, seen: still });
  const [failed, setFailed] = useState(false);
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);
  useEffect(() => () => worker.current?.terminate(), []);
  const key = JSON.stringify(state);
  useEffect(() => {
    const wanted = JSON.parse(key) as State;
    const id = ++asked.current;
    if (id === 1 && key === JSON.stringify(defaults)) return;
    worker.current ??= new Worker(new URL('./worker.ts', import.meta.url));
    worker.current.onmessage = ({ data }: MessageEvent<{ id: number; seen: Seen }>) => {
      if (data.id === asked.current) setShown({ state: wanted, seen: data.seen });
    };
    worker.current.onerror = () => setFailed(true);
    worker.current.postMessage({ id, state: wanted });
  }, [key]);
  return { shown, failed };
}
