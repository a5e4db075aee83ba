// Loads the model when asked, and only then: nothing of src/llm is fetched before. Frees it when the figure goes.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Llm } from '@site/src/llm';
import { explain } from './model';

export type ModelState =
  | { kind: 'none' }
  | { kind: 'loading'; loadedBytes: number; totalBytes: number }
  | { kind: 'ready'; llm: Llm }
  | { kind: 'failed'; why: string };

export function useModel(id: string, baseUrl: string) {
  const [state, setState] = useState<ModelState>({ kind: 'none' });
  const abort = useRef<AbortController>(null);
  const loaded = useRef<Llm>(null);

  const load = useCallback(async () => {
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
    } catch (error) {
      if (!signal.aborted) setState({ kind: 'failed', why: explain(error) });
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
