// The report of a check: points by task, and for each check that fails what was called, what came back and what was expected.

import React from 'react';
import type { CheckReport, LabReport, TaskReport, Verdict } from '@site/src/formats';
import { PlainText } from './PlainText';
import { earned, possible, readable } from './reportText';
import styles from './styles.module.css';

const words: Record<Verdict, string> = { pass: 'Pass', fail: 'Fail', error: 'Error', timeout: 'Out of time', unsupported: 'Could not run here' };

type GoTo = (line: number, column?: number) => void;

/** A place in the source is a link that moves the cursor there. */
function Where({ where, goTo }: { where: string; goTo: GoTo }) {
  const match = /\blines? (\d+)(?:,? col(?:umn)? (\d+))?/.exec(where);
  if (!match) return <>{where}</>;
  const [line, column] = [Number(match[1]), match[2] ? Number(match[2]) : undefined];
  return (
    <button type="button" className={styles.link} onClick={() => goTo(line, column)}>
      {where}
    </button>
  );
}

function Detail({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Check({ check, goTo }: { check: CheckReport; goTo: GoTo }) {
  const values = { Called: check.called, Returned: check.returned, Expected: check.expected };
  const hasDetails = check.where || Object.values(values).some(Boolean);
  return (
    <li data-check={check.id} data-verdict={check.verdict}>
      <p className={styles.checkTitle}>
        <span className={styles.verdict}>{words[check.verdict]}</span> {check.title}
      </p>
      {check.verdict !== 'pass' && (
        <div className={styles.told}>
          {check.misconception && <p className={styles.misconception}>Looks like: {readable(check.misconception)}.</p>}
          <PlainText text={check.message} />
          {hasDetails && (
            <dl>
              {Object.entries(values).map(([term, value]) => value && <Detail key={term} term={term}><code>{value}</code></Detail>)}
              {check.where && (
                <Detail term={/\bline \d/.test(check.where) ? 'Where' : 'First difference'}>
                  <Where where={check.where} goTo={goTo} />
                </Detail>
              )}
            </dl>
          )}
        </div>
      )}
    </li>
  );
}

function Task({ task, goTo }: { task: TaskReport; goTo: GoTo }) {
  return (
    <li data-task={task.id}>
      <p className={styles.taskTitle}>
        <span>{task.title}</span>
        <span className={styles.points}>
          {task.earned} of {task.points} points
        </span>
      </p>
      <ul>
        {task.checks.map((check) => (
          <Check key={check.id} check={check} goTo={goTo} />
        ))}
      </ul>
    </li>
  );
}

export function Report({ report, note, goTo }: { report: LabReport; note: string; goTo: GoTo }) {
  return (
    <div className={styles.report} role="group" aria-label="Report">
      <p className={styles.reportTitle}>
        <span>Report</span>
        <span className={styles.points}>
          {earned(report)} of {possible(report)} points
        </span>
      </p>
      {note && <p className={styles.soft}>{note}</p>}
      <ol>
        {report.tasks.map((task) => (
          <Task key={task.id} task={task} goTo={goTo} />
        ))}
      </ol>
      <p className={styles.soft}>
        Seed {report.seed}, {Math.round(report.durationMs)} ms. A result shown here is for you; the grade of record is the regrade.
      </p>
    </div>
  );
}
