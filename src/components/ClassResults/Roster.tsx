// The list of the class: looked at before it is sent, replaced, erased.

import React, { useEffect, useId, useMemo, useRef, useState, type ChangeEvent } from 'react';
import { ApiFailure, host } from '@site/src/classroom/api';
import type { ClassResults } from '@site/src/formats/class-results';
import { readRoster, type RosterEntry } from '@site/src/quiz/peer';
import { Button } from './parts';
import { decodeRoster } from './rosterFile';
import styles from './styles.module.css';
import { grouped, listed, plural } from './text';

/** The server takes no more. */
const MOST_CHARACTERS = 4_000_000;
const PREVIEW = 5;

interface Given {
  text: string;
  /** What was chosen, and how it was read. */
  about: string;
}

const nothing: Given = { text: '', about: '' };

function readingOf(text: string) {
  if (text.trim() === '') return undefined;
  if (text.length > MOST_CHARACTERS) return { ok: false as const, problems: [{ line: 1, message: `the list has more than ${grouped(MOST_CHARACTERS)} characters; leave out the columns that are not id, name or email` }] };
  return readRoster(text);
}

function Preview({ entries, strangers }: { entries: readonly RosterEntry[]; strangers: readonly string[] }) {
  return (
    <>
      <p>
        {plural(entries.length, 'student')}, {grouped(entries.filter(({ name }) => name).length)} with a name and {grouped(entries.filter(({ email }) => email).length)} with an email.
        {strangers.length > 0 && ` ${plural(strangers.length, 'id')} that students have entered ${strangers.length === 1 ? 'is' : 'are'} not on it: ${listed(strangers.length > 10 ? [...strangers.slice(0, 10), `${strangers.length - 10} more`] : strangers)}.`}
      </p>
      <table className={styles.table}>
        <caption>{entries.length > PREVIEW ? `The first ${PREVIEW} of them` : 'All of them'}</caption>
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, PREVIEW).map(({ id, name, email }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{name}</td>
              <td>{email}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Problems({ problems }: { problems: readonly { line: number; message: string }[] }) {
  return (
    <>
      <p>This list cannot be taken: half of one is worse than none. Mend these lines, here or in the file.</p>
      <ul className={styles.remarks}>
        {problems.map(({ line, message }) => (
          <li key={line}>
            Line {line}: {message}.
          </li>
        ))}
      </ul>
    </>
  );
}

function Erase({ onErase, onCancel }: { onErase: () => void; onCancel: () => void }) {
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div className={styles.notice} role="alertdialog" aria-label="Erase the list?" onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <p>Erase the list of the class, and which participant is which student? Votes stay, under the made-up names. This cannot be undone: students would have to enter their ids again.</p>
      <div className={styles.row}>
        <Button onClick={onErase}>Yes, erase it</Button>
        <Button ref={cancel} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

interface Props {
  results: ClassResults;
  /** Reads the results anew. */
  onChanged: () => Promise<unknown>;
}

export function Roster({ results, onChanged }: Props) {
  const [given, setGiven] = useState(nothing);
  const [said, setSaid] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const text = useId();
  const file = useId();
  const reading = useMemo(() => readingOf(given.text), [given.text]);
  const claimed = results.participants.flatMap(({ studentId }) => studentId ?? []);
  const strangers = useMemo(() => {
    const ids = new Set(reading?.ok ? reading.entries.map(({ id }) => id) : []);
    return [...new Set(results.participants.flatMap(({ studentId }) => (studentId !== undefined && !ids.has(studentId) ? [studentId] : [])))];
  }, [reading, results]);
  const { roster } = results;
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    if (isAsking) opener.current?.focus();
    setAsking(false);
  };

  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    const { text: read, encoding } = decodeRoster(new Uint8Array(await chosen.arrayBuffer()));
    setSaid('');
    setGiven({ text: read, about: `From ${chosen.name}${encoding === 'UTF-8' ? '' : `, read as ${encoding}: look whether letters with accents are right`}.` });
  };
  const run = async (work: () => Promise<void>, done: string) => {
    setBusy(true);
    setSaid('');
    try {
      await work();
      setGiven(nothing);
      await onChanged();
      setSaid(done);
    } catch (error) {
      setSaid(error instanceof ApiFailure ? error.message : 'That did not work. Try again.');
    } finally {
      setBusy(false);
      close();
    }
  };
  return (
    <>
      <p>
        {roster.length > 0 ? `${plural(roster.length, 'student')} on the list.` : 'There is no list of the class. Votes and points work without one.'}
        {claimed.length > 0 && ` ${plural(claimed.length, 'device')} of ${grouped(results.participants.length)} ${claimed.length === 1 ? 'has' : 'have'} given a student’s id.`}
      </p>
      <p>
        Kept are id, name and email, on the class server, apart from the votes, until you erase them or the room is erased. Whoever leads the room sees them. A student who enters an id is told whether it is on the list, and nothing else of it.
      </p>
      <div className={styles.rosterFields}>
        <div className={styles.field}>
          <label htmlFor={file}>A file of comma-separated values</label>
          <input id={file} type="file" accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values" aria-describedby={`${file}-hint`} onChange={(event) => void choose(event)} />
          <p id={`${file}-hint`} className={styles.hint}>
            The first row names the columns. One is called id; name and email may be there, others are left out.
          </p>
        </div>
        <div className={styles.field}>
          <label htmlFor={text}>Or the same as text</label>
          <textarea
            id={text}
            rows={4}
            spellCheck={false}
            placeholder={'id,name,email\n1001,Ada Lovelace,ada@example.org'}
            value={given.text.length > 20_000 ? '' : given.text}
            onChange={(event) => {
              setSaid('');
              setGiven({ text: event.target.value, about: '' });
            }}
          />
        </div>
      </div>
      <div role="group" aria-label="What was read" aria-live="polite">
        {given.about && <p>{given.about}{!reading && ' There is nothing in it.'}</p>}
        {reading && (reading.ok ? <Preview entries={reading.entries} strangers={strangers} /> : <Problems problems={reading.problems} />)}
      </div>
      <div className={styles.row}>
        <Button isPrimary isOff={!reading?.ok || reading.entries.length === 0 || isBusy} onClick={() => void run(() => host.saveRoster(results.code, given.text), 'The list is kept.')}>
          {roster.length > 0 ? 'Replace the list' : 'Keep this list'}
        </Button>
        <Button ref={opener} isOff={(roster.length === 0 && claimed.length === 0) || isBusy} onClick={() => setAsking(true)}>
          Erase the list
        </Button>
      </div>
      {isAsking && <Erase onErase={() => void run(() => host.eraseRoster(results.code), 'The list is erased. Votes are as they were.')} onCancel={close} />}
      <p role="status" className={styles.said}>
        {said}
      </p>
    </>
  );
}
