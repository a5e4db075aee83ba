// Loads a model when the reader asks, and only then: nothing of src/llm is fetched before. Joins repeated asks, asks before a large download,
// stops when told, says when the model was lost, and frees it with the page.

import { useCallback, useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { Dtype, LoadedLlm, LoadProgress, LoadUser, Need, SourceOptions } from '@site/src/llm';
import { explainModelError } from '@site/src/llm/explain';

export type LoadState<Model> =
  | { kind: 'none' }
  | { kind: 'loading'; loadedBytes: number; totalBytes: number }
  | { kind: 'asking'; need: Need }
  | { kind: 'ready'; llm: Model }
  | { kind: 'failed'; why: string };

export type ModelState = LoadState<LoadedLlm>;

export interface Disposable {
  dispose(): Promise<void>;
}

/** One load at a time. `start` must not change from render to render. */
export function useLoad<Model extends Disposable>(start: (options: SourceOptions & LoadUser) => Promise<Model>) {
  const baseUrl = useBaseUrl('/models');
  const [state, setState] = useState<LoadState<Model>>({ kind: 'none' });
  const abort = useRef<AbortController>(null);
  const loaded = useRef<Model>(null);
  const underWay = useRef<Promise<Model | undefined>>(null);
  const reply = useRef<(agreed: boolean) => void>(null);

  const load = useCallback((): Promise<Model | undefined> => {
    if (loaded.current) return Promise.resolve(loaded.current);
    if (underWay.current) return underWay.current;
    const { signal } = (abort.current = new AbortController());
    const show = (next: LoadState<Model>) => !signal.aborted && setState(next);
    const askConsent = (need: Need) =>
      new Promise<boolean>((resolve) => {
        reply.current = resolve;
        show({ kind: 'asking', need });
      });
    const onProgress = ({ loadedBytes, totalBytes }: LoadProgress) => show({ kind: 'loading', loadedBytes, totalBytes });
    const onLost = (error: Error) => {
      void loaded.current?.dispose();
      loaded.current = null;
      show({ kind: 'failed', why: explainModelError(error) });
    };
    async function run(): Promise<Model | undefined> {
      show({ kind: 'loading', loadedBytes: 0, totalBytes: 0 });
      try {
        const llm = await start({ baseUrl, signal, onProgress, onLost, askConsent });
        if (signal.aborted) return void llm.dispose();
        loaded.current = llm;
        show({ kind: 'ready', llm });
        return llm;
      } catch (error) {
        show({ kind: 'failed', why: explainModelError(error) });
        return undefined;
      } finally {
        if (abort.current?.signal === signal) underWay.current = null;
      }
    }
    return (underWay.current = run());
  }, [start, baseUrl]);

  const cancel = useCallback(() => {
    abort.current?.abort();
    underWay.current = null;
    setState({ kind: 'none' });
  }, []);

  const answer = useCallback(
    (agreed: boolean) => {
      if (!agreed) return cancel();
      setState({ kind: 'loading', loadedBytes: 0, totalBytes: 0 });
      reply.current?.(true);
    },
    [cancel],
  );

  useEffect(
    () => () => {
      abort.current?.abort();
      void loaded.current?.dispose();
      loaded.current = null;
      underWay.current = null;
    },
    [],
  );
  return { state, load, cancel, answer };
}

/** `id`: a folder of static/models. `load` gives undefined when it was stopped or failed; `state` says which. */
export function useModel(id: string, { dtype }: { dtype?: Dtype } = {}) {
  const start = useCallback(async (options: SourceOptions & LoadUser) => (await import('@site/src/llm')).loadModel(id, { ...options, dtype }), [id, dtype]);
  return useLoad(start);
}

/** The same for the weights alone, which the book's own forward pass runs: no runtime is fetched. */
export function useWeights(id: string) {
  const start = useCallback(async (options: SourceOptions & LoadUser) => {
    const weights = await (await import('@site/src/llm')).loadWeights(id, options);
    return { ...weights, dispose: async () => {} };
  }, [id]);
  return useLoad(start);
}

/** The same for sentence embeddings. */
export function useEmbedder(id: string) {
  const start = useCallback(async (options: SourceOptions & LoadUser) => (await import('@site/src/llm/embeddings')).loadEmbedder(id, options), [id]);
  return useLoad(start);
}
