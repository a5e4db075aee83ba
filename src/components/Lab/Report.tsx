// The report of a check: points by task, and for each check that fails what was called, what came back and what was expected.

import React from 'react';
import type { CheckReport, GpuNote, LabReport, Remark, SourcePlace, TaskReport, Verdict } from '@site/src/formats';
import { PlainText } from './PlainText';
import { earned, possible, readable, repeatedNotes } from './reportText';
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

/** Places in the source, each a link that moves the cursor there. */
function Places({ places, goTo }: { places: readonly SourcePlace[]; goTo: GoTo }) {
  return (
    <ul className={styles.places}>
      {places.map(({ line, column, what }, i) => (
        <li key={i}>
          <button type="button" className={styles.link} onClick={() => goTo(line, column)}>
            line {line}, column {column}
          </button>
          {what && `: ${what}`}
        </li>
      ))}
    </ul>
  );
}

const gpuWords: Record<GpuNote['outcome'], string> = { same: 'Same on your GPU', rounding: 'Same on your GPU but for rounding', differs: 'Differs on your GPU', 'not-run': 'Not run on your GPU' };

function Remarks({ remarks, goTo }: { remarks: readonly Remark[]; goTo: GoTo }) {
  return (
    <div className={styles.remarks}>
      {remarks.map(({ message, places }, i) => (
        <div key={i}>
          <PlainText text={message} />
          <Places places={places} goTo={goTo} />
        </div>
      ))}
    </div>
  );
}

/** What the reader's own GPU made of it: beside the verdict, never part of it. What an earlier check has said already is not said again. */
function OnGpu({ note, said }: { note: GpuNote; said: boolean }) {
  const plain = note.outcome === 'same' && note.message === 'Your GPU gives the same result.';
  return <div className={styles.onGpu}>{!plain && !said && <PlainText text={note.message} />}</div>;
}

function Check({ check, said, goTo }: { check: CheckReport; said: boolean; goTo: GoTo }) {
  const values = { Called: check.called, Returned: check.returned, Expected: check.expected };
  const where = check.places?.length ? undefined : check.where;
  const hasDetails = where || check.places?.length || Object.values(values).some(Boolean);
  return (
    <li data-check={check.id} data-verdict={check.verdict}>
      <p className={styles.checkTitle}>
        <span className={styles.verdict}>{words[check.verdict]}</span> {check.title}
        {check.gpu && ' '}
        {check.gpu && (
          <span className={styles.gpuWord} data-gpu={check.gpu.outcome}>
            {gpuWords[check.gpu.outcome]}
          </span>
        )}
      </p>
      {check.verdict !== 'pass' && (
        <div className={styles.told}>
          {check.misconception && <p className={styles.misconception}>Looks like: {readable(check.misconception)}.</p>}
          <PlainText text={check.message} />
          {hasDetails && (
            <dl>
              {Object.entries(values).map(([term, value]) => value && <Detail key={term} term={term}><code>{value}</code></Detail>)}
              {where && (
                <Detail term={/\bline \d/.test(where) ? 'Where' : 'First difference'}>
                  <Where where={where} goTo={goTo} />
                </Detail>
              )}
              {check.places && check.places.length > 0 && (
                <Detail term="Where">
                  <Places places={check.places} goTo={goTo} />
                </Detail>
              )}
            </dl>
          )}
        </div>
      )}
      {check.remarks && <Remarks remarks={check.remarks} goTo={goTo} />}
      {check.gpu && <OnGpu note={check.gpu} said={said} />}
    </li>
  );
}

function Task({ task, repeats, goTo }: { task: TaskReport; repeats: ReadonlySet<CheckReport>; goTo: GoTo }) {
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
          <Check key={check.id} check={check} said={repeats.has(check)} goTo={goTo} />
        ))}
      </ul>
    </li>
  );
}

export function Report({ report, note, goTo }: { report: LabReport; note: string; goTo: GoTo }) {
  const repeats = repeatedNotes(report);
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
          <Task key={task.id} task={task} repeats={repeats} goTo={goTo} />
        ))}
      </ol>
      {report.gpu && <p className={styles.soft}>{report.gpu}</p>}
      <p className={styles.soft}>
        Seed {report.seed}, {Math.round(report.durationMs)} ms. A result shown here is for you; the grade of record is the regrade.
      </p>
    </div>
  );
}
