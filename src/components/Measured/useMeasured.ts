// What the kernel microscope measures for a figure's state: the still for its defaults, and a run in the page for any other.
// The microscope is loaded at the first change, so a figure that is only read costs no script. A run is one small dispatch
// (some milliseconds), so it is done where it is asked for. Not here: kernels and what is read of a run (each figure's measure.ts).

import { useEffect, useMemo, useRef, useState } from 'react';

export type Measured<M> = { kind: 'done'; value: M } | { kind: 'loading' } | { kind: 'failed'; why: string };

/** `state` and `defaults` are compared by value: give only what the kernel depends on. `load` imports the figure's measure.ts. */
export function useMeasured<S, M>(state: S, defaults: S, still: M, load: () => Promise<{ measure: (state: S) => M }>): Measured<M> {
  const key = JSON.stringify(state);
  const needed = key !== JSON.stringify(defaults);
  const [measure, setMeasure] = useState<(state: S) => M>();
  const [failed, setFailed] = useState('');
  const asked = needed && measure === undefined;
  // A new function with every render, that always imports the same.
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    if (!asked) return;
    let mounted = true;
    latest.current().then(
      (module) => mounted && setMeasure(() => module.measure),
      () => mounted && setFailed('The microscope could not be loaded. Are you offline?'),
    );
    return () => {
      mounted = false;
    };
  }, [asked]);
  return useMemo((): Measured<M> => {
    if (!needed) return { kind: 'done', value: still };
    if (measure) return { kind: 'done', value: measure(JSON.parse(key) as S) };
    return failed ? { kind: 'failed', why: failed } : { kind: 'loading' };
  }, [needed, measure, failed, key, still]);
}
