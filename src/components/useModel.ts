// Loads a model when the reader asks, and only then: nothing of src/llm is fetched before. Joins repeated asks, stops when told, frees it with the page.

import { useCallback, useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { Llm } from '@site/src/llm';
import { explainModelError } from '@site/src/llm/explain';

export type ModelState =
  | { kind: 'none' }
  | { kind: 'loading'; loadedBytes: number; totalBytes: number }
  | { kind: 'ready'; llm: Llm }
  | { kind: 'failed'; why: string };

/** `id`: a folder of static/models. `load` gives undefined when it was stopped or failed; `state` says which. */
export function useModel(id: string) {
  const baseUrl = useBaseUrl('/models');
  const [state, setState] = useState<ModelState>({ kind: 'none' });
  const abort = useRef<AbortController>(null);
  const loaded = useRef<Llm>(null);

  const load = useCallback(async (): Promise<Llm | undefined> => {
    if (loaded.current) return loaded.current;
    const { signal } = (abort.current = new AbortController());
    setState({ kind: 'loading', loadedBytes: 0, totalBytes: 0 });
    try {
      const { loadModel } = await import('@site/src/llm');
      const onProgress = (progress: { loadedBytes: number; totalBytes: number }) => {
        if (!signal.aborted) setState({ kind: 'loading', ...progress });
      };
      const llm = await loadModel(id, { baseUrl, signal, onProgress });
      if (signal.aborted) return void llm.dispose();
      loaded.current = llm;
      setState({ kind: 'ready', llm });
      return llm;
    } catch (error) {
      if (!signal.aborted) setState({ kind: 'failed', why: explainModelError(error) });
      return undefined;
    }
  }, [id, baseUrl]);

  const cancel = useCallback(() => {
    abort.current?.abort();
    setState({ kind: 'none' });
  }, []);

  useEffect(
    () => () => {
      abort.current?.abort();
      void loaded.current?.dispose();
      loaded.current = null;
    },
    [],
  );
  return { state, load, cancel };
}
