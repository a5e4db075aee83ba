// Errors and warnings in the reader's text, as a list; each line moves the cursor to its place.

import React from 'react';
import type { SourceDiagnostic } from '@site/src/formats';
import styles from './styles.module.css';

const most = 20;

interface ProblemsProps {
  diagnostics: SourceDiagnostic[];
  goTo: (place: { line: number; column: number }) => void;
}

export function Problems({ diagnostics, goTo }: ProblemsProps) {
  if (diagnostics.length === 0) return null;
  return (
    <div className={styles.problems} role="group" aria-label="Problems in the code">
      <ul>
        {diagnostics.slice(0, most).map((d, i) => (
          <li key={i} data-severity={d.severity}>
            <button type="button" className={styles.link} onClick={() => goTo(d)}>
              Line {d.line}, column {d.column}
            </button>{' '}
            {d.severity}: {d.message}
          </li>
        ))}
      </ul>
      {diagnostics.length > most && <p>{diagnostics.length - most} more.</p>}
    </div>
  );
}
