// A list that came in the address: shown before it is used, and gone from the address at once.

import React, { useEffect, useState } from 'react';
import type { Reading } from '@site/src/formats/class-list';
import { hasImport, readImport } from '../address';
import { fromClassList, type PreparedList } from '../lists';
import controls from '../controls.module.css';

export function Imported({ open }: { open: (list: PreparedList) => void }) {
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    const look = () => {
      if (!hasImport(location.hash)) return;
      setReading(readImport(location.hash));
      history.replaceState(history.state, '', location.pathname + location.search);
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  if (!reading) return null;
  const close = () => setReading(undefined);
  return (
    <section className={controls.notice} aria-label="A list has come with the address">
      {reading.ok ? (
        <p>
          A list has come with the address: “{reading.list.title}”, {reading.list.questions.length} question{reading.list.questions.length === 1 ? '' : 's'}. Use it only if you sent it here yourself or know who did.
        </p>
      ) : (
        <>
          <p>A list has come with the address, and it cannot be used.</p>
          <ul className={controls.problems}>
            {reading.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </>
      )}
      <div className={controls.row}>
        {reading.ok && (
          <button
            type="button"
            className={controls.primary}
            onClick={() => {
              open(fromClassList(reading.list));
              close();
            }}
          >
            Use this list
          </button>
        )}
        <button type="button" className={controls.button} onClick={close}>
          Leave it
        </button>
      </div>
    </section>
  );
}
