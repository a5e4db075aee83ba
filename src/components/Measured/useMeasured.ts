// What the kernel microscope measures for a figure's state: the still for its defaults, and a run in the page for any other.
// The microscope is loaded at the first change, so a figure that is only read costs no script; this is the one place that imports it
// into a page, so that there is one chunk of it. A run is one small dispatch (some milliseconds), so it is done where it is asked for.
// Not here: kernels, and what is read of a run (each figure's measure.ts).

import { useEffect, useMemo, useState } from 'react';
import type { RunOnce } from '@site/src/gpu/microscope/once';

export type Measured<M> = { kind: 'done'; value: M } | { kind: 'loading' } | { kind: 'failed'; why: string };

const loadMicroscope = () => import('@site/src/gpu/microscope/once');

/** `state` and `defaults` are compared by value: give only what the kernel depends on. `measure` is a pure function. */
export function useMeasured<S, M>(state: S, defaults: S, still: M, measure: (state: S, run: RunOnce) => M): Measured<M> {
  const key = JSON.stringify(state);
  const needed = key !== JSON.stringify(defaults);
  const [run, setRun] = useState<RunOnce>();
  const [failed, setFailed] = useState('');
  const asked = needed && run === undefined;
  useEffect(() => {
    if (!asked) return;
    let mounted = true;
    loadMicroscope().then(
      ({ runOnce }) => mounted && setRun(() => runOnce),
      () => mounted && setFailed('The microscope could not be loaded. Are you offline?'),
    );
    return () => {
      mounted = false;
    };
  }, [asked]);
  return useMemo((): Measured<M> => {
    if (!needed) return { kind: 'done', value: still };
    if (run) return { kind: 'done', value: measure(JSON.parse(key) as S, run) };
    return failed ? { kind: 'failed', why: failed } : { kind: 'loading' };
  }, [needed, run, failed, key, still, measure]);
}
