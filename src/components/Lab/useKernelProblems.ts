// What is wrong in a kernel's text, as it is typed: the microscope's front end says it, in a worker and without a GPU.

import { useEffect, useRef, useState } from 'react';
import type { SourceDiagnostic } from '@site/src/formats';
import type { MicroscopeClient } from '@site/src/runtime/microscope';
import type { LabBundle } from '@site/src/runtime/types';

/** After the last key: long enough not to flicker, short enough to feel at once. */
const pauseMs = 250;

const none: SourceDiagnostic[] = [];

/** The microscope of a WGSL lab, loaded when it is first asked for; undefined for other labs. */
export function useMicroscope({ baseUrl, paths }: LabBundle): (() => Promise<MicroscopeClient>) | undefined {
  const client = useRef<Promise<MicroscopeClient>>(undefined);
  useEffect(
    () => () => {
      void client.current?.then((c) => c.close());
      client.current = undefined;
    },
    [],
  );
  const path = paths.microscope;
  if (path === undefined) return undefined;
  return () => (client.current ??= import('@site/src/runtime/microscope').then((m) => new m.MicroscopeClient(new URL(baseUrl + path, location.href).href)));
}

/** Problems of `text` while `alive`; those of an older text stand until the new ones are there. */
export function useKernelProblems(open: (() => Promise<MicroscopeClient>) | undefined, text: string | undefined, alive: boolean): SourceDiagnostic[] {
  const [found, setFound] = useState<SourceDiagnostic[]>(none);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    if (!alive || text === undefined || !latest.current) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      latest
        .current!()
        .then((client) => client.problems(text))
        .then(
          (problems) => current && setFound((before) => (before.length + problems.length > 0 ? problems : before)),
          // Offline, or a newer text came first: nothing to mark.
          () => {},
        );
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [alive, text]);
  return found;
}

/** Both lists, each problem once. */
export function mergeProblems(a: readonly SourceDiagnostic[], b: readonly SourceDiagnostic[]): SourceDiagnostic[] {
  const seen = new Set<string>();
  return [...a, ...b].filter(({ line, column, message }) => {
    const key = `${line}:${column}:${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
