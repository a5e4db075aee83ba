// Loads the shipped model when the reader asks for it, with progress and a way to stop, and frees it with the page.

import { useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { Llm } from '@site/src/llm';

export type Loading = { kind: 'idle' } | { kind: 'loading'; fraction: number } | { kind: 'ready' } | { kind: 'failed'; message: string };

export function useModel(id: string): { loading: Loading; load: () => Promise<Llm | undefined>; cancel: () => void } {
  const baseUrl = useBaseUrl('/models');
  const [loading, setLoading] = useState<Loading>({ kind: 'idle' });
  const model = useRef<Llm>(undefined);
  const abort = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      abort.current?.abort();
      void model.current?.dispose();
    },
    [],
  );

  async function load(): Promise<Llm | undefined> {
    if (model.current) return model.current;
    const controller = new AbortController();
    abort.current = controller;
    setLoading({ kind: 'loading', fraction: 0 });
    try {
      const { loadModel } = await import('@site/src/llm');
      const loaded = await loadModel(id, {
        baseUrl,
        signal: controller.signal,
        onProgress: ({ loadedBytes, totalBytes }) => setLoading({ kind: 'loading', fraction: totalBytes > 0 ? loadedBytes / totalBytes : 0 }),
      });
      if (controller.signal.aborted) {
        await loaded.dispose();
        return undefined;
      }
      model.current = loaded;
      setLoading({ kind: 'ready' });
      return loaded;
    } catch (error) {
      if (controller.signal.aborted) setLoading({ kind: 'idle' });
      else setLoading({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }
  return { loading, load, cancel: () => abort.current?.abort() };
}
