// A chapter's quiz: one item at a time, what was missed again at the end. Without JavaScript all items stand as a list.

import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { markChapterRead, openProgress } from '@site/src/progress';
import type { PublicItem } from '@site/src/quiz/public';
import { reviewQueue, type ItemHistory } from '@site/src/quiz/review';
import { Item } from './Item';
import { TwoVotesSwitch } from './TwoVotes';
import { useTwoVotes } from './useTwoVotes';
import styles from './styles.module.css';

export interface QuizProps {
  chapter: string;
  items: PublicItem[];
  answersUrl: string;
}

type Outcome = 'right' | 'missed' | undefined;

/** This reader's seed for the order of options; made once. */
async function readerSeed(): Promise<number> {
  const store = await openProgress();
  const known = await store.get('setting', 'quiz-seed');
  if (known) return Number(known.value);
  const seed = Math.floor(Math.random() * 2 ** 31);
  await store.update('setting', 'quiz-seed', (before) => before ?? { kind: 'setting', id: 'quiz-seed', at: Date.now(), value: String(seed) });
  return seed;
}

async function readHistory(chapter: string): Promise<ItemHistory[]> {
  const store = await openProgress();
  const records = await store.all('quiz-answer');
  return records
    .filter((r) => r.id.startsWith(`${chapter}/`) && r.correct !== undefined)
    .map((r) => ({ id: r.id.slice(chapter.length + 1), attempts: r.attempts, streak: r.streak, answeredAt: r.at }));
}

export default function Quiz({ chapter, items, answersUrl }: QuizProps) {
  const [live, setLive] = useState(false);
  const [seed, setSeed] = useState<number>();
  const [current, setCurrent] = useState(0);
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  /** Items of this round; undefined: all. */
  const [round, setRound] = useState<{ number: number; ids: string[] }>();
  const [due, setDue] = useState<string[]>([]);
  const [twoVotes, setTwoVotes] = useTwoVotes();
  const frame = useRef<HTMLElement>(null);

  useEffect(() => {
    setLive(true);
    void readerSeed().then(setSeed);
    void readHistory(chapter).then((history) => {
      const known = history.filter((h) => items.some((item) => item.id === h.id));
      setOutcomes((now) => ({ ...Object.fromEntries(known.map((h) => [h.id, h.streak > 0 ? 'right' : 'missed'])), ...now }));
      setDue(reviewQueue(known.filter((h) => h.streak > 0), Date.now()));
    });
  }, [chapter, items]);

  const sequence = useMemo(() => (round ? items.flatMap((item, i) => (round.ids.includes(item.id) ? [i] : [])) : items.map((_, i) => i)), [items, round]);
  const place = Math.max(0, sequence.indexOf(current));
  const answered = items.filter((item) => outcomes[item.id]).length;
  const right = items.filter((item) => outcomes[item.id] === 'right').length;
  const missed = items.filter((item) => outcomes[item.id] === 'missed').map((item) => item.id);

  const onMarked = useCallback(
    (id: string, correct: boolean) => setOutcomes((before) => ({ ...before, [id]: correct ? 'right' : 'missed' })),
    [],
  );
  const complete = answered === items.length;
  useEffect(() => {
    if (complete && items.length > 0) void markChapterRead(chapter);
  }, [complete, chapter, items.length]);

  const go = (index: number) => {
    setCurrent(index);
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-place="${index}"]`)?.focus());
  };
  const again = (ids: string[]) => {
    setRound({ number: (round?.number ?? 0) + 1, ids });
    setDue([]);
    go(items.findIndex((item) => ids.includes(item.id)));
  };
  const atEnd = place === sequence.length - 1;

  return (
    <section className={styles.quiz} aria-label="Quiz" ref={frame} data-ready={live || undefined}>
      <noscript>
        <p className={styles.hint}>Without JavaScript the questions can be read; marking needs it.</p>
      </noscript>
      <nav className={styles.places} aria-label="Quiz items">
        <ol>
          {items.map((item, i) => (
            <li key={item.id}>
              <button
                type="button"
                aria-current={i === current ? 'step' : undefined}
                aria-label={`Item ${i + 1} of ${items.length}${outcomes[item.id] ? `, ${outcomes[item.id]}` : ''}`}
                data-outcome={outcomes[item.id]}
                onClick={() => {
                  if (round && !round.ids.includes(item.id)) setRound(undefined);
                  go(i);
                }}
              >
                {i + 1}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <ol className={styles.items}>
        {items.map((item, i) => (
          <li key={item.id} hidden={live && i !== current} tabIndex={-1} data-place={i} aria-label={`Item ${i + 1} of ${items.length}`}>
            <div className={styles.head}>
              <p className={styles.number} aria-hidden="true">
                {i + 1} of {items.length}
              </p>
              {item.peer && <TwoVotesSwitch on={twoVotes} onChange={setTwoVotes} />}
            </div>
            <Item
              kind="quiz-answer"
              chapter={chapter}
              item={item}
              answersUrl={answersUrl}
              // The item in view when the page comes alive keeps the order in which the reader sees it.
              seed={i === 0 ? undefined : seed}
              voteSeed={item.peer && twoVotes ? seed : undefined}
              round={round?.ids.includes(item.id) ? round.number : 0}
              onMarked={(correct) => onMarked(item.id, correct)}
            />
          </li>
        ))}
      </ol>
      <div className={styles.walk}>
        <button type="button" className={styles.button} disabled={place === 0} onClick={() => go(sequence[place - 1]!)}>
          Previous
        </button>
        <button type="button" className={styles.button} disabled={atEnd} onClick={() => go(sequence[place + 1]!)}>
          Next
        </button>
        <p className={styles.score} role="status" aria-label="Quiz score">
          {answered > 0 ? `${right} right of ${answered} answered, ${items.length} in all.` : ''}
        </p>
      </div>
      {(complete || (round && atEnd)) && missed.length > 0 && (
        <button type="button" className={styles.primary} onClick={() => again(missed)}>
          Retry the {missed.length === 1 ? 'item' : `${missed.length} items`} that you missed
        </button>
      )}
      {missed.length === 0 && due.length > 0 && (
        <button type="button" className={styles.button} onClick={() => again(due)}>
          Review {due.length === 1 ? 'an item' : `${due.length} items`} from earlier
        </button>
      )}
      {complete && missed.length === 0 && due.length === 0 && <p className={styles.hint}>All {items.length} are right.</p>}
    </section>
  );
}
