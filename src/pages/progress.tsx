// What this reader has done, chapter by chapter; export, import and erase. Kept in this browser alone.

import React, { useCallback, useEffect, useRef, useState, type ChangeEvent } from 'react';
import Layout from '@theme/Layout';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { ProgressRecord } from '@site/src/formats/progress';
import { eraseProgress, markChapterRead, openProgress, pointsOf } from '@site/src/progress';
import { downloadText } from '@site/src/components/Lab/files';
import styles from './progress.module.css';

interface BookLab {
  id: string;
  title: string;
  chapter: string;
  url: string;
  tasks: { id: string; points: number }[];
}
interface BookIndex {
  edition: string;
  chapters: { id: string; title: string; url: string; labs: string[]; quizItems: number }[];
  labs: BookLab[];
}

const isKind =
  <K extends ProgressRecord['kind']>(kind: K, id: string) =>
  (record: ProgressRecord): record is Extract<ProgressRecord, { kind: K }> =>
    record.kind === kind && record.id === id;

function labState(lab: BookLab, records: ProgressRecord[]): string {
  const possible = lab.tasks.reduce((sum, task) => sum + task.points, 0);
  const result = records.find(isKind('lab-result', lab.id));
  if (result) return `${pointsOf(result.best)} of ${possible} points`;
  const draft = records.find(isKind('lab-draft', lab.id));
  return draft && draft.text !== draft.starter ? 'begun' : 'not begun';
}

function answered(kind: 'quiz-answer' | 'exercise-answer', chapter: string, records: ProgressRecord[]) {
  const mine = records.filter((r) => r.kind === kind && r.id.startsWith(`${chapter}/`));
  return { count: mine.length, right: mine.filter((r) => 'correct' in r && r.correct).length };
}

function quizState(chapter: string, items: number, records: ProgressRecord[]): string {
  const { count, right } = answered('quiz-answer', chapter, records);
  return count === 0 ? `${items} items, none answered` : `${right} right of ${count} answered, ${items} in all`;
}

function exerciseState(chapter: string, records: ProgressRecord[]): string {
  const { count, right } = answered('exercise-answer', chapter, records);
  return count === 0 ? 'none answered' : `${right} right of ${count} answered`;
}

function useRecords() {
  const [records, setRecords] = useState<ProgressRecord[]>();
  const [problem, setProblem] = useState('');
  const refresh = useCallback(async () => {
    const store = await openProgress();
    setProblem(store.problem);
    setRecords(await store.all());
  }, []);
  useEffect(() => {
    void refresh();
    let end = () => {};
    let alive = true;
    void openProgress().then((store) => {
      if (alive) end = store.subscribe(() => void refresh());
    });
    return () => {
      alive = false;
      end();
    };
  }, [refresh]);
  return { records, problem };
}

function Chapters({ book, records }: { book: BookIndex; records: ProgressRecord[] }) {
  const base = useBaseUrl('/').replace(/\/$/, '');
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Progress by chapter">
      <table>
        <thead>
          <tr>
            <th scope="col">Chapter</th>
            <th scope="col">Read</th>
            <th scope="col">Labs</th>
            <th scope="col">Quiz</th>
            <th scope="col">Exercises</th>
          </tr>
        </thead>
        <tbody>
          {book.chapters.map((chapter) => (
            <tr key={chapter.id}>
              <th scope="row">
                <a href={base + chapter.url}>{chapter.title}</a>
              </th>
              <td>
                <label className={styles.read}>
                  <input
                    type="checkbox"
                    checked={records.find(isKind('chapter-read', chapter.id))?.read ?? false}
                    onChange={(event) => void markChapterRead(chapter.id, event.target.checked)}
                  />
                  <span className={styles.hidden}>Read: {chapter.title}</span>
                </label>
              </td>
              <td>
                <ul>
                  {book.labs
                    .filter((lab) => lab.chapter === chapter.id)
                    .map((lab) => (
                      <li key={lab.id}>
                        <a href={base + lab.url}>{lab.title}</a>: {labState(lab, records)}
                      </li>
                    ))}
                </ul>
              </td>
              <td>{quizState(chapter.id, chapter.quizItems, records)}</td>
              <td>{exerciseState(chapter.id, records)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Export, import, erase. The formats (zod) load when they are needed. */
function Transfer() {
  const [said, setSaid] = useState('');
  const [asking, setAsking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) cancel.current?.focus();
  }, [asking]);

  const exportFile = async () => {
    const { exportProgress } = await import('@site/src/progress/transfer');
    const file = await exportProgress(await openProgress());
    downloadText(`scalars-to-clusters-progress-${file.exportedAt.slice(0, 10)}.json`, JSON.stringify(file, undefined, 2), 'application/json');
    setSaid(`Exported ${file.records.length} records.`);
  };
  const importFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    try {
      const { importProgress, parseProgress } = await import('@site/src/progress/transfer');
      const count = await importProgress(await openProgress(), parseProgress(await chosen.text()));
      setSaid(`Imported ${count} records. Newer ones won; where two texts of a lab differed, both are kept.`);
    } catch (error) {
      setSaid(error instanceof Error ? error.message : 'The file could not be read.');
    }
  };
  const erase = async () => {
    setAsking(false);
    await eraseProgress();
    setSaid('Everything is erased.');
  };
  return (
    <>
      <div className={styles.row}>
        <button type="button" onClick={() => void exportFile()}>
          Export
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Import
        </button>
        <input ref={input} type="file" accept="application/json,.json" aria-label="Progress file" hidden onChange={(event) => void importFile(event)} />
        <button type="button" onClick={() => setAsking(true)}>
          Erase
        </button>
      </div>
      {asking && (
        <div className={styles.ask} role="alertdialog" aria-label="Erase everything?" onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}>
          <p>Erase all answers, results and code kept in this browser? This cannot be undone. Export first if you may want them.</p>
          <div className={styles.row}>
            <button type="button" onClick={() => void erase()}>
              Erase everything
            </button>
            <button type="button" ref={cancel} onClick={() => setAsking(false)}>
              Cancel
            </button>
          </div>
        </div>
      )}
      <p role="status">{said}</p>
    </>
  );
}

export default function ProgressPage() {
  const bookUrl = useBaseUrl('/book.json');
  const [book, setBook] = useState<BookIndex>();
  const [bookProblem, setBookProblem] = useState('');
  const { records, problem } = useRecords();
  useEffect(() => {
    fetch(bookUrl)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
      .then((json) => setBook(json as BookIndex), () => setBookProblem('The list of chapters could not be loaded. Export and import work all the same.'));
  }, [bookUrl]);
  return (
    <Layout title="Your progress" description="What you have read, answered and solved, kept in this browser alone: export it, import it, erase it.">
      {/* Nothing here is the same without scripts: hydrate at once. */}
      <main className={styles.page} data-live>
        <h1>Your progress</h1>
        <p>What you read, answer and write is kept in this browser and nowhere else. To take it to another device, export it here and import it there.</p>
        <noscript>
          <p>This page needs JavaScript: your progress is stored by it.</p>
        </noscript>
        {problem && <p className={styles.ask}>{problem}</p>}
        <Transfer />
        {bookProblem && <p>{bookProblem}</p>}
        {book && records && <Chapters book={book} records={records} />}
      </main>
    </Layout>
  );
}
