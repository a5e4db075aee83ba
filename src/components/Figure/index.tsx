// The frame around every live figure: number, title, caption, link to its state. The drawing itself is src/figures/<slug>.
// Not here: what a figure computes or draws.

import React, { createContext, useContext, useEffect, useId, useState, type ReactNode } from 'react';
import type { FigureMeta } from '@site/src/formats';
import { decodeState, encodeState, type FigureState } from './state';
import styles from './styles.module.css';

interface Place {
  id: string;
  initial: string;
}
const FigurePlace = createContext<Place>({ id: '', initial: '' });

const prefixOf = (id: string) => `fig-${id}=`;

function hashPart(id: string): string | undefined {
  const prefix = prefixOf(id);
  return location.hash.slice(1).split('&').find((p) => p.startsWith(prefix))?.slice(prefix.length);
}

function writeHash(id: string, text: string): void {
  const others = location.hash.slice(1).split('&').filter((p) => p !== '' && !p.startsWith(prefixOf(id)));
  const parts = text === '' ? others : [...others, prefixOf(id) + text];
  history.replaceState(history.state, '', location.pathname + location.search + (parts.length ? `#${parts.join('&')}` : ''));
}

/** State of a figure, kept in the URL hash. The first render is always the defaults, so that the still equals it. */
export function useFigureState<S extends FigureState>(defaults: S): [S, (change: Partial<S>) => void] {
  const { id, initial } = useContext(FigurePlace);
  const [state, setState] = useState<S>(() => decodeState(initial, defaults));
  useEffect(() => {
    const linked = hashPart(id);
    if (linked !== undefined) setState(decodeState(linked, defaults));
    // The hash is read once: later it only follows the state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  const set = (change: Partial<S>) => {
    const next = { ...state, ...change };
    setState(next);
    writeHash(id, encodeState(next, defaults));
  };
  return [state, set];
}

/** The figure in words: a table or a sentence that changes with it. */
export function TextTwin({ children, summary = 'The figure in words' }: { children: ReactNode; summary?: string }) {
  return (
    <details className={styles.twin}>
      <summary>{summary}</summary>
      <div aria-live="polite">{children}</div>
    </details>
  );
}

interface Props {
  meta: FigureMeta;
  captionHtml: string;
  state?: string;
  children: ReactNode;
}

export default function Figure({ meta, captionHtml, state = '', children }: Props) {
  const label = useId();
  return (
    <figure id={`figure-${meta.id}`} className={`${styles.figure} ${meta.width === 'wide' ? styles.wide : ''}`} data-live aria-labelledby={label}>
      <div className={styles.title} id={label}>
        {meta.title}
      </div>
      <FigurePlace.Provider value={{ id: meta.id, initial: state.replaceAll('=', ':') }}>{children}</FigurePlace.Provider>
      <figcaption className={styles.caption} dangerouslySetInnerHTML={{ __html: captionHtml }} />
    </figure>
  );
}
