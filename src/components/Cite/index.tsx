// A citation in the text, and the list of a chapter's sources.

import React from 'react';
import type { Source } from '@site/src/formats';
import Note from '../Note';
import styles from './styles.module.css';

type ShownSource = Source & { readForHtml: string };

/** "Rajbhandari et al., 2020" from a list of authors. */
export function shortCitation({ authors, short, year }: Pick<Source, 'authors' | 'short' | 'year'>): string {
  if (short) return `${short}, ${year}`;
  const names = authors.split(/,\s+|\s+and\s+|\s*&\s*/).filter((n) => n && n !== 'et al.' && n !== 'others');
  const surname = (name: string) => name.replace(/\s+et al\.?$/, '').split(/\s+/).at(-1) ?? name;
  const first = surname(names[0] ?? authors);
  if (names.length > 2 || /et al|others/.test(authors)) return `${first} et al., ${year}`;
  return names.length === 2 ? `${first} & ${surname(names[1]!)}, ${year}` : `${first}, ${year}`;
}

/** The authors as a sentence: "et al." has its full stop already. */
const authorsSentence = (authors: string) => (authors.endsWith('.') ? authors : `${authors}.`);

function Title({ source }: { source: ShownSource }) {
  return source.url ? <a href={source.url}>{source.title}</a> : <>{source.title}</>;
}

export function Cite({ source, noteId }: { source: ShownSource; noteId: string }) {
  const details = (
    <>
      {authorsSentence(source.authors)} <cite>{<Title source={source} />}</cite>. {source.venue}, {source.year}.
      {source.unverified ? ` (Not checked against the source: ${source.unverified})` : ''}
    </>
  );
  return (
    <Note id={noteId} note={details}>
      ({shortCitation(source)})
    </Note>
  );
}

export function Sources({ sources }: { sources: ShownSource[] }) {
  return (
    <ul className={styles.sources}>
      {sources.map((s) => (
        <li key={s.id} id={`source-${s.id}`}>
          {authorsSentence(s.authors)} <cite><Title source={s} /></cite>. {s.venue}, {s.year}. <span className={styles.readFor} dangerouslySetInnerHTML={{ __html: s.readForHtml }} />
          {s.unverified && <span className={styles.unverified}> Not checked against the source: {s.unverified}</span>}
        </li>
      ))}
    </ul>
  );
}
