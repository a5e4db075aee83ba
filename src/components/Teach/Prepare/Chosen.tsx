// The questions of a list in their order: moved, edited, taken out, put back. What was written is never thrown away here.

import React, { useRef, useState } from 'react';
import type { PeerChapter } from '@site/src/formats/class-list';
import { Stem } from '../Question';
import { changeDraft, differsFromBook, isFinished, moved, ownCopy, putBack, takeOut, toDraft, type Draft, type PreparedList } from '../lists';
import { percentText } from '../votes';
import { OwnQuestion } from './OwnQuestion';
import { RevealChoice } from './RevealChoice';
import { findItem } from './useItems';
import controls from '../controls.module.css';
import styles from './styles.module.css';

type Change = (change: (list: PreparedList) => PreparedList) => void;

const firstWords = ({ stem }: Draft) => stem.trim().replace(/\s+/g, ' ').slice(0, 160) || 'A question without text';

function chaptersFor({ ref }: Draft, chapters: readonly PeerChapter[]): readonly PeerChapter[] {
  return ref ? chapters.filter(({ id }) => ref.startsWith(`${id}/`)) : chapters;
}

/** Where in the book it is from. */
function originWords(ref: string, chapters: readonly PeerChapter[]): string {
  const chapter = chapters.find(({ id }) => ref.startsWith(`${id}/`));
  return chapter ? `Chapter ${chapter.number}` : ref;
}

/** What the reveal shows beside the explanation, by its title. */
function revealWords({ reveal }: Draft, chapters: readonly PeerChapter[]): string {
  if (!reveal) return 'the explanation';
  const titles = chapters.flatMap(({ figures, labs }) => (reveal.kind === 'figure' ? figures : labs));
  return `${reveal.kind} “${titles.find(({ id }) => id === reveal.id)?.title ?? reveal.id}”`;
}

interface EntryProps {
  draft: Draft;
  index: number;
  count: number;
  chapters: readonly PeerChapter[];
  isOpen: boolean;
  change: Change;
  move: (to: number) => void;
}

function BookNotice({ draft, chapters, change }: Pick<EntryProps, 'draft' | 'chapters' | 'change'>) {
  const item = findItem(chapters, draft.ref);
  if (!item || !differsFromBook(draft, item.source)) return null;
  const { key, reveal } = draft;
  return (
    <p className={controls.notice}>
      The book words this question differently now.{' '}
      <button type="button" className={controls.button} onClick={() => change((list) => changeDraft(list, key, { ...toDraft(item.source), key, reveal }))}>
        Take the book’s words
      </button>
    </p>
  );
}

function Entry({ draft, index, count, chapters, isOpen, change, move }: EntryProps) {
  const item = findItem(chapters, draft.ref);
  const edit = (changes: Partial<Draft>) => change((list) => changeDraft(list, draft.key, changes));
  const name = `question ${index + 1}`;
  return (
    <li data-entry={draft.key}>
      {item && !differsFromBook(draft, item.source) ? <Stem html={item.stemHtml} /> : <p className={styles.stemText}>{firstWords(draft)}</p>}
      <p className={styles.soft}>
        {draft.ref ? originWords(draft.ref, chapters) : 'Your own question'}
        {draft.expectedCorrect !== undefined && `, ${percentText(draft.expectedCorrect)} expected right`}
        {!isFinished(draft) && <strong className={styles.unfinished}>, not finished</strong>}
      </p>
      <BookNotice draft={draft} chapters={chapters} change={change} />
      <div className={controls.row} role="group" aria-label={name}>
        <button type="button" className={controls.button} data-move="up" disabled={index === 0} aria-label={`Move ${name} up`} onClick={() => move(index - 1)}>
          Up
        </button>
        <button type="button" className={controls.button} data-move="down" disabled={index === count - 1} aria-label={`Move ${name} down`} onClick={() => move(index + 1)}>
          Down
        </button>
        <button type="button" className={controls.button} aria-label={`Take ${name} out`} onClick={() => change((list) => takeOut(list, draft.key))}>
          Take out
        </button>
        {draft.ref && (
          <button type="button" className={controls.button} aria-label={`Edit a copy of ${name}`} onClick={() => change((list) => ({ ...list, drafts: list.drafts.flatMap((one) => (one === draft ? [one, ownCopy(one)] : [one])) }))}>
            Edit a copy
          </button>
        )}
      </div>
      <details open={isOpen || undefined}>
        <summary>
          {draft.ref ? 'Reveal' : 'Edit; reveal'}: {revealWords(draft, chapters)}
        </summary>
        {!draft.ref && <OwnQuestion draft={draft} onChange={edit} />}
        <RevealChoice reveal={draft.reveal} chapters={chaptersFor(draft, chapters)} onChange={(reveal) => edit({ reveal })} />
      </details>
    </li>
  );
}

function Removed({ list, change }: { list: PreparedList; change: Change }) {
  if (list.removed.length === 0) return null;
  return (
    <details className={styles.removed}>
      <summary>Your questions that you took out ({list.removed.length})</summary>
      <ul>
        {list.removed.map((draft) => (
          <li key={draft.key}>
            {firstWords(draft)}{' '}
            <button type="button" className={controls.button} onClick={() => change((now) => putBack(now, draft.key))}>
              Put back
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Props {
  list: PreparedList;
  chapters: readonly PeerChapter[];
  /** Key of the question whose form stands open: the one just begun. */
  openKey?: string;
  change: Change;
}

export function Chosen({ list, chapters, openKey, change }: Props) {
  const entries = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const move = (from: number, to: number) => {
    change((now) => ({ ...now, drafts: moved(now.drafts, from, to) }));
    setSaid(`Question ${from + 1} is now question ${to + 1} of ${list.drafts.length}.`);
    // The focus goes with the question; at an end, to the button that still works.
    requestAnimationFrame(() => {
      const buttons = entries.current?.children[to]?.querySelectorAll<HTMLButtonElement>('[data-move]');
      const same = buttons?.[to < from ? 0 : 1];
      (same && !same.disabled ? same : buttons?.[to < from ? 1 : 0])?.focus();
    });
  };
  return (
    <>
      {list.drafts.length === 0 && <p className={styles.soft}>No question yet. Add some of the book’s, or write one.</p>}
      <ol ref={entries} className={styles.entries}>
        {list.drafts.map((draft, i) => (
          <Entry key={draft.key} draft={draft} index={i} count={list.drafts.length} chapters={chapters} isOpen={draft.key === openKey} change={change} move={(to) => move(i, to)} />
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <Removed list={list} change={change} />
    </>
  );
}
