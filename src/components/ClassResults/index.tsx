// The page with which an instructor looks back at a class: finds the room, reads its results, shows them. The arithmetic is in src/quiz/peer, and how it is
// fed in this folder's files without React.

import React, { useState } from 'react';
import { codeIn } from './address';
import { FindRoom, Refused } from './Gate';
import { Report } from './Report';
import styles from './styles.module.css';
import { useFragment } from './useFragment';
import { useResults } from './useResults';

const Title = () => <h1>Results of a class</h1>;

function RoomResults({ code, takesFocus }: { code: string; takesFocus: boolean }) {
  const now = useResults(code);
  const [wasRefused, setRefused] = useState(false);
  const { results, failure, isReading, read } = now;
  const retry = () => {
    setRefused(true);
    void read();
  };
  if (results) return <Report now={now} results={results} takesFocus={takesFocus || wasRefused} />;
  return (
    <>
      <Title />
      {failure ? <Refused code={code} failure={failure} isReading={isReading} onRetry={retry} /> : <p role="status">Reading the results of room {code} …</p>}
    </>
  );
}

export function ClassResults() {
  const fragment = useFragment();
  // Whoever chose a room here had the focus in a part that goes away: it goes to the heading of what comes.
  const [hasChosen, setChosen] = useState(false);
  const code = fragment === undefined ? undefined : codeIn(fragment);
  return (
    <div className={styles.page}>
      {code ? <RoomResults key={code} code={code} takesFocus={hasChosen} /> : <Title />}
      {fragment !== undefined && !code && <FindRoom key={fragment} typed={fragment.replace(/^#/, '')} onOpen={() => setChosen(true)} />}
      <noscript>
        <p>This page needs JavaScript: it reads the results from the class server and computes in your browser.</p>
      </noscript>
    </div>
  );
}
