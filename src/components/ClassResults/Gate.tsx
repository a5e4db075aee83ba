// Before there are results: which room, and what to do when they do not come.

import React, { useEffect, useId, useState } from 'react';
import { ApiFailure, host } from '@site/src/classroom/api';
import { normalizeCode, problemOfCode, problemOfTyping } from '@site/src/formats/room-code';
import { ledRooms, type LedRoom } from './ledRooms';
import { Button, onDay } from './parts';
import styles from './styles.module.css';

interface FieldProps {
  label: string;
  value: string;
  problem: string;
  onChange: (value: string) => void;
}

function CodeField({ label, value, problem, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="text" autoComplete="off" autoCapitalize="characters" spellCheck={false} value={value} aria-invalid={problem !== '' || undefined} aria-describedby={`${id}-problem`} onChange={(event) => onChange(event.target.value)} />
      <p id={`${id}-problem`} className={styles.problem} role="alert">
        {problem}
      </p>
    </div>
  );
}

function LedRooms({ onOpen }: { onOpen: () => void }) {
  const [rooms, setRooms] = useState<LedRoom[]>([]);
  useEffect(() => setRooms(ledRooms()), []);
  if (rooms.length === 0) return null;
  return (
    <>
      <h2>Rooms opened in this browser</h2>
      <ul className={styles.rooms}>
        {rooms.map(({ code, title, openedAt }) => (
          <li key={code}>
            <a href={`#${code}`} onClick={onOpen}>
              {title}
            </a> <span>{`${code}, opened on ${onDay(new Date(openedAt).toISOString())}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Asks for the room's code. `typed`: what stood in the address and is no code. */
export function FindRoom({ typed, onOpen }: { typed: string; onOpen: () => void }) {
  const [text, setText] = useState(typed);
  const [problem, setProblem] = useState(typed === '' ? '' : (problemOfCode(typed) ?? ''));
  const open = () => {
    const wrong = problemOfCode(text);
    if (wrong) return setProblem(wrong);
    onOpen();
    location.hash = normalizeCode(text);
  };
  return (
    <>
      <p>Every question with both votes, who gets how many points, tables to take away, and the list of the class. Only whoever leads the room sees this page’s content.</p>
      <form
        className={styles.gate}
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <CodeField
          label="Room code"
          value={text}
          problem={problem}
          onChange={(value) => {
            setText(value);
            setProblem(problemOfTyping(value) ?? '');
          }}
        />
        <Button type="submit" isPrimary>
          Show the results
        </Button>
      </form>
      <LedRooms onOpen={onOpen} />
    </>
  );
}

/** This browser does not lead the room: a key from one that does. */
function TakeOver({ code, onTaken }: { code: string; onTaken: () => void }) {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    if (key.trim() === '') return setProblem('Enter the key that the other device shows.');
    setBusy(true);
    setProblem('');
    try {
      const { role } = await host.takeOver(code, key);
      if (role === 'host') return onTaken();
      setProblem('That was a key to show the room. It takes a key to lead with: make one on the device that leads.');
    } catch (error) {
      setProblem(error instanceof ApiFailure ? error.message : 'That did not work. Try again.');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.gate}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void take();
      }}
    >
      <p role="status">This browser does not lead room {code}, and results are for whoever leads it.</p>
      <p>On the device that leads the room open its page, choose “Use another device” and then “A key to lead with”. The key is good once, for a few minutes.</p>
      <CodeField label="Key" value={key} problem={problem} onChange={setKey} />
      <Button type="submit" isPrimary isOff={isBusy}>
        Show the results here
      </Button>
    </form>
  );
}

/** Why there is nothing to show, and what to do about it. */
export function Refused({ code, failure, isReading, onRetry }: { code: string; failure: ApiFailure; isReading: boolean; onRetry: () => void }) {
  if (failure.status === 403) return <TakeOver code={code} onTaken={onRetry} />;
  const isBookAlone = failure.code === 'no-class-server';
  return (
    <>
      <p role="alert" className={styles.notice}>
        {failure.message}
        {isBookAlone && ' Results are on the server that the class was held on: open this page there, or start it with npm start in the folder of the book.'}
      </p>
      <p className={styles.row}>
        {failure.status !== 404 && (
          <Button onClick={onRetry} isOff={isReading}>
            Try again
          </Button>
        )}
        <a className={styles.button} href="#">
          Another room
        </a>
      </p>
    </>
  );
}
