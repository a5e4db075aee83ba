// Search over the built pages with Pagefind; its index and code load when the dialog first opens.
// The index is made after a build, so the development server has none and says so.

import React, { useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import styles from './styles.module.css';

interface Result {
  url: string;
  excerpt: string;
  meta: { title?: string };
  sub_results: { title: string; url: string; excerpt: string }[];
}
interface Pagefind {
  debouncedSearch(query: string, options?: object, ms?: number): Promise<{ results: { data(): Promise<Result> }[] } | null>;
}

type State = { kind: 'idle' } | { kind: 'found'; query: string; results: Result[] } | { kind: 'failed' };

export default function SearchBar() {
  const dialog = useRef<HTMLDialogElement>(null);
  const pagefind = useRef<Promise<Pagefind>>(undefined);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const url = useBaseUrl('/pagefind/pagefind.js');

  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest('input, textarea, select, [contenteditable], .monaco-editor, .cm-editor');
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        dialog.current?.showModal();
      }
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);

  async function search(query: string) {
    if (query.trim() === '') return setState({ kind: 'idle' });
    try {
      pagefind.current ??= import(/* webpackIgnore: true */ url) as Promise<Pagefind>;
      const found = await (await pagefind.current).debouncedSearch(query, {}, 150);
      if (!found) return;
      setState({ kind: 'found', query, results: await Promise.all(found.results.slice(0, 6).map((r) => r.data())) });
    } catch {
      pagefind.current = undefined;
      setState({ kind: 'failed' });
    }
  }

  return (
    <>
      <button type="button" className={styles.open} onClick={() => dialog.current?.showModal()} aria-haspopup="dialog">
        Search <kbd className={styles.key} aria-hidden="true">/</kbd>
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label="Search the book" onClick={(e) => e.target === dialog.current && dialog.current.close()}>
        <div className={styles.field}>
          <label htmlFor="book-search">Search the book</label>
          <input id="book-search" type="search" autoComplete="off" onChange={(e) => void search(e.target.value)} />
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <div aria-live="polite" className={styles.results}>
          <Results state={state} onFollow={() => dialog.current?.close()} />
        </div>
      </dialog>
    </>
  );
}

function Results({ state, onFollow }: { state: State; onFollow: () => void }) {
  if (state.kind === 'idle') return <p>Type a word or two.</p>;
  if (state.kind === 'failed') return <p>The search index did not load. It is made by a build (npm run build), and it needs the network the first time.</p>;
  if (state.results.length === 0) return <p>Nothing found for “{state.query}”.</p>;
  return (
    <ul>
      {state.results.map((r) => (
        <li key={r.url}>
          <a href={r.url} onClick={onFollow}>
            {r.meta.title ?? r.url}
          </a>
          <ul>
            {r.sub_results.slice(0, 3).map((s) => (
              <li key={s.url}>
                {s.url !== r.url && (
                  <a href={s.url} onClick={onFollow}>
                    {s.title}
                  </a>
                )}
                {/* Pagefind's excerpt is text of our own pages with <mark> around the words. */}
                <span dangerouslySetInnerHTML={{ __html: s.excerpt }} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
