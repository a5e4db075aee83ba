// Hints, one rung at a time, and the solution after an honest try.

import React, { useState } from 'react';
import type { LabTask } from '@site/src/formats';
import { Difference } from './Difference';
import { PlainText } from './PlainText';
import styles from './styles.module.css';

const rungs = ['A nudge', 'The idea', 'Most of the code'];

interface HintsProps {
  tasks: readonly LabTask[];
  /** Hints as HTML by task id, where the build has rendered them. */
  html?: Record<string, readonly string[]>;
  opened: Record<string, number>;
  onOpen: (task: string) => void;
}

export function Hints({ tasks, html, opened, onOpen }: HintsProps) {
  return (
    <div className={styles.hints} role="group" aria-label="Hints">
      <ul>
        {tasks.map((task) => {
          const shown = opened[task.id] ?? 0;
          return (
            <li key={task.id} data-task={task.id}>
              <div className={styles.hintHead}>
                <span>{task.title}</span>
                <button type="button" className={styles.button} disabled={shown >= 3} aria-label={`Hint for: ${task.title}`} onClick={() => onOpen(task.id)}>
                  {shown === 0 ? 'Hint' : shown < 3 ? 'Next hint' : 'All hints shown'}
                </button>
              </div>
              <div aria-live="polite">
                {task.hints.slice(0, shown).map((hint, i) => (
                  <div key={i} className={styles.hint}>
                    <p className={styles.rung}>{rungs[i]}</p>
                    {html?.[task.id]?.[i] ? <div dangerouslySetInnerHTML={{ __html: html[task.id]![i]! }} /> : <PlainText text={hint} />}
                  </div>
                ))}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface SolutionProps {
  url: string;
  allowed: boolean;
  getText: () => string;
}

export function Solution({ url, allowed, getText }: SolutionProps) {
  const [shown, setShown] = useState<{ source: string; yours: string }>();
  const [problem, setProblem] = useState('');
  const show = async () => {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(String(response.status));
      const { source } = (await response.json()) as { source: string };
      setShown({ source, yours: getText() });
      setProblem('');
    } catch {
      setProblem('The solution could not be loaded: you seem to be offline.');
    }
  };
  return (
    <div className={styles.solution}>
      <button type="button" className={styles.button} disabled={!allowed} aria-expanded={shown !== undefined} onClick={() => (shown ? setShown(undefined) : void show())}>
        {shown ? 'Hide solution' : 'Show solution'}
      </button>
      {!allowed && <span className={styles.soft}>Opens after two checks of your own work that fail, all hints of a task, or a pass.</span>}
      <p role="status" className={styles.soft}>
        {problem}
      </p>
      {shown && <Difference left={shown.yours} right={shown.source} leftTitle="Yours" rightTitle="The reference" />}
    </div>
  );
}
