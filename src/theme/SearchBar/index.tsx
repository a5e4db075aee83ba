// The search of the book: a dialog that finds sections by words, or by meaning where the reader fetches a model for it.

import React, { lazy, Suspense, useEffect, useRef, useState } from 'react';
import ByWords from './ByWords';
import styles from './styles.module.css';

type Mode = 'words' | 'meaning';

function Unavailable() {
  return <p>The program for search by meaning could not be fetched. Is the page offline? Reload it to try once more, or search by words.</p>;
}

const ByMeaning = lazy(() => import('./ByMeaning').catch(() => ({ default: Unavailable })));

export default function SearchBar() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [mode, setMode] = useState<Mode>('words');
  // Once chosen it stays, so that its model does.
  const [meaningUsed, setMeaningUsed] = useState(false);
  const close = () => dialog.current?.close();

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

  function choose(next: Mode) {
    setMode(next);
    if (next === 'meaning') setMeaningUsed(true);
  }

  return (
    <>
      <button type="button" className={styles.open} onClick={() => dialog.current?.showModal()} aria-haspopup="dialog">
        Search <kbd className={styles.key} aria-hidden="true">/</kbd>
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label="Search the book" onClick={(e) => e.target === dialog.current && close()}>
        <div className={styles.field}>
          <label htmlFor="book-search">Search the book</label>
          <input id="book-search" type="search" autoComplete="off" value={query} onChange={(e) => setQuery(e.target.value)} />
          <button type="button" onClick={close}>
            Close
          </button>
        </div>
        <fieldset className={styles.modes}>
          <legend className={styles.spoken}>How to search</legend>
          <ModeChoice mode="words" chosen={mode} label="By words" onChoose={choose} />
          <ModeChoice mode="meaning" chosen={mode} label="By meaning" onChoose={choose} />
        </fieldset>
        <div aria-live="polite" className={styles.results} hidden={mode !== 'words'}>
          <ByWords query={mode === 'words' ? query.trim() : ''} onFollow={close} />
        </div>
        <div aria-live="polite" className={styles.results} hidden={mode !== 'meaning'}>
          {meaningUsed && (
            <Suspense fallback={<p>One moment…</p>}>
              <ByMeaning query={mode === 'meaning' ? query.trim() : ''} onFollow={close} />
            </Suspense>
          )}
        </div>
      </dialog>
    </>
  );
}

function ModeChoice({ mode, chosen, label, onChoose }: { mode: Mode; chosen: Mode; label: string; onChoose: (mode: Mode) => void }) {
  return (
    <label className={styles.mode}>
      <input type="radio" name="search-mode" checked={mode === chosen} onChange={() => onChoose(mode)} /> {label}
    </label>
  );
}
