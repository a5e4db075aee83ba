// The page on which a class is prepared: questions chosen, ordered and written, settings, and the room opened.

import React, { useEffect, useMemo, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { PeerItem } from '@site/src/formats/class-list';
import { readRooms, useLists, type KeptRoom } from '../kept';
import { emptyDraft, takeOut, toDraft, type PreparedList } from '../lists';
import { BookItems } from './BookItems';
import { Chosen } from './Chosen';
import { Imported } from './Imported';
import { ListFile } from './ListFile';
import { OpenRoom } from './OpenRoom';
import { Settings } from './Settings';
import { useItems } from './useItems';
import { useServer } from './useServer';
import controls from '../controls.module.css';
import styles from './styles.module.css';

function Rooms() {
  const url = useBaseUrl('/teach/room/');
  const [rooms, setRooms] = useState<KeptRoom[]>([]);
  useEffect(() => setRooms(readRooms()), []);
  return (
    <>
      {rooms.length > 0 && (
        <section aria-labelledby="rooms">
          <h2 id="rooms">Your rooms</h2>
          <ul className={styles.rooms}>
            {rooms.map(({ code, title, openedAt }) => (
              <li key={code}>
                <a href={`${url}#${code}`}>{title}</a>{' '}
                <span className={styles.soft}>
                  {code}, opened {new Date(openedAt).toLocaleDateString()}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        A class is going on already? <a href={url}>Lead it from this device too</a>, with a key from the one that leads it.
      </p>
    </>
  );
}

export function Prepare() {
  const lists = useLists();
  const { chapters = [], problem } = useItems();
  const { server, askAgain } = useServer();
  const [begun, setBegun] = useState<string>();
  const { list, change } = lists;
  const chosen = useMemo(() => new Set(list?.drafts.flatMap(({ ref }) => ref ?? [])), [list]);

  const choose = ({ source }: PeerItem, isChosen: boolean) =>
    change((now: PreparedList) => {
      if (isChosen) return { ...now, drafts: [...now.drafts, toDraft(source)] };
      return now.drafts.filter(({ ref }) => ref === source.ref).reduce((left, { key }) => takeOut(left, key), now);
    });
  const write = () => {
    const draft = emptyDraft();
    setBegun(draft.key);
    change((now) => ({ ...now, drafts: [...now.drafts, draft] }));
    // The form opens with the cursor in it.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-entry="${draft.key}"] textarea`)?.focus());
  };
  return (
    <>
      <Imported open={lists.open} />
      {!lists.isKept && <p className={controls.notice}>This browser keeps nothing for this page. Export your list before you leave it.</p>}
      <Rooms />
      <div className={styles.columns}>
        <section aria-labelledby="questions">
          <h2 id="questions">Questions of the book</h2>
          {problem && <p className={controls.notice}>{problem}</p>}
          <BookItems chapters={chapters} chosen={chosen} choose={choose} />
        </section>
        {list && (
          <section aria-labelledby="list">
            <h2 id="list">Your list</h2>
            <ListFile {...lists} list={list} />
            <Chosen list={list} chapters={chapters} openKey={begun} change={change} />
            <button type="button" className={controls.button} onClick={write}>
              Write a question
            </button>
          </section>
        )}
      </div>
      {list && (
        <>
          <section aria-labelledby="settings">
            <h2 id="settings">Settings of the room</h2>
            <details className={styles.fold}>
              <summary>Timers, advice, pairing, how long it is kept</summary>
              <Settings key={list.id} settings={list.settings} onChange={(settings) => change((now) => ({ ...now, settings }))} />
            </details>
          </section>
          <section aria-labelledby="open" className={styles.open}>
            <h2 id="open">Open the room</h2>
            <OpenRoom list={list} server={server} askAgain={askAgain} />
          </section>
        </>
      )}
    </>
  );
}
