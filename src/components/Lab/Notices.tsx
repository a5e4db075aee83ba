// What the reader must know about the text in the editor: where it came from, and what was set aside.

import React, { useState, type ReactNode } from 'react';
import type { KeptText } from '@site/src/formats/progress';
import { Difference } from './Difference';
import type { DraftState } from './useDraft';
import styles from './styles.module.css';

const reasons: Record<KeptText['why'], string> = {
  reset: 'before a reset',
  'new-starter': 'before the new starter',
  'other-tab': 'from another tab',
  import: 'from an imported file',
  restored: 'before another text was brought back',
};

const time = (at: number) => new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={styles.notice} role="group" aria-label="Note">
      {children}
    </div>
  );
}

interface NoticesProps {
  draft: DraftState;
  starter: string;
  editorProblem: string;
  takeNewStarter: () => void;
  keepMine: () => void;
}

export function Notices({ draft, starter, editorProblem, takeNewStarter, keepMine }: NoticesProps) {
  const [showing, setShowing] = useState(false);
  const [answered, setAnswered] = useState(false);
  const { loaded, conflict, problem } = draft;
  return (
    <>
      {problem && <Notice>{problem}</Notice>}
      {editorProblem && <Notice>{editorProblem}</Notice>}
      {loaded?.lostRunAt && (
        <Notice>The page was closed, or crashed, during a run that began {time(loaded.lostRunAt)}. Your text was saved before that run and is all here. Look for a loop or an array that grows without end before you run it again.</Notice>
      )}
      {conflict && <Notice>This lab is open in another tab too, and both have changed. What the other tab wrote is under “Earlier texts”. Work in one tab.</Notice>}
      {loaded?.oldStarter !== undefined && !answered && (
        <Notice>
          <p>The starter of this lab has changed since you began. Your text is untouched.</p>
          <div className={styles.row}>
            <button type="button" className={styles.button} aria-expanded={showing} onClick={() => setShowing(!showing)}>
              {showing ? 'Hide the difference' : 'Show the difference'}
            </button>
            <button
              type="button"
              className={styles.button}
              onClick={() => {
                setAnswered(true);
                keepMine();
              }}
            >
              Keep my text
            </button>
            <button
              type="button"
              className={styles.button}
              onClick={() => {
                setAnswered(true);
                takeNewStarter();
              }}
            >
              Take the new starter
            </button>
          </div>
          {showing && <Difference left={loaded.oldStarter} right={starter} leftTitle="The old starter" rightTitle="The new starter" />}
        </Notice>
      )}
    </>
  );
}

export function EarlierTexts({ kept, bringBack }: { kept: KeptText[]; bringBack: (text: string) => void }) {
  if (kept.length === 0) return null;
  return (
    <details className={styles.fold}>
      <summary>Earlier texts ({kept.length})</summary>
      <ul className={styles.kept}>
        {kept.map((text) => (
          <li key={`${text.at}-${text.why}-${text.text.length}`}>
            <div className={styles.row}>
              <span>
                {time(text.at)}, {reasons[text.why]}
              </span>
              <button type="button" className={styles.button} onClick={() => bringBack(text.text)}>
                Bring back
              </button>
            </div>
            <details>
              <summary>Read it</summary>
              <pre className="code" tabIndex={0}>
                <code>{text.text}</code>
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </details>
  );
}
