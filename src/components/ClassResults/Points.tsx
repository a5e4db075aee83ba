// Points: the scheme, whether it is saved, and what it gives to everyone.

import React from 'react';
import type { ClassResults } from '@site/src/formats/class-results';
import { atTime, Button } from './parts';
import { PointsTable, type Earner } from './PointsTable';
import { schemeWords } from './schemeDraft';
import { SchemeForm } from './SchemeForm';
import styles from './styles.module.css';
import { grouped, percent, plural } from './text';
import type { GradingNow } from './useGrading';

function savedWords({ saving, isChanged, isReadable }: GradingNow): string {
  if (saving.state === 'saving') return 'Saving …';
  if (saving.state === 'failed') return `Not saved: ${saving.message}`;
  if (!isReadable) return 'Not saved: something above cannot be read. Points are still by the scheme before it.';
  if (isChanged) return 'Not saved yet. The points below follow the change.';
  if (saving.state === 'saved') return `Saved at ${atTime(saving.at)}.`;
  return saving.state === 'kept' ? 'Saved.' : 'The book’s own scheme. It is not saved until you change it.';
}

function SaveBar({ grading }: { grading: GradingNow }) {
  const { isChanged, isReadable, canUndo, saving } = grading;
  const isBusy = saving.state === 'saving';
  return (
    <div className={styles.saveBar} data-changed={isChanged || undefined} role="group" aria-label="Scheme and excuses">
      <p role="status">{savedWords(grading)}</p>
      <div className={styles.row}>
        <Button isPrimary isOff={!isChanged || !isReadable || isBusy} onClick={grading.save}>
          Save
        </Button>
        {/* One button, so that it stays and keeps the focus. */}
        <Button isOff={!(isChanged || canUndo) || isBusy} onClick={isChanged ? grading.discard : grading.undo}>
          {isChanged ? 'Discard the change' : 'Undo the last save'}
        </Button>
      </div>
    </div>
  );
}

function Rules() {
  return (
    <details className={styles.fold}>
      <summary>Who is counted, and how</summary>
      <ul className={styles.remarks}>
        <li>Everyone on the list of the class, also who never came: they have 0 points of what was possible. Whoever gave no id is listed by the name that was made up for them.</li>
        <li>Two devices with one student id are one student. What either answered is answered, and the earlier one’s coming counts. Where both voted in the same round of a question, the vote is right if both are: a second phone is no second guess.</li>
        <li>A meeting from which somebody is excused counts neither for nor against them.</li>
        <li>The share, points of what was possible, is the number for a gradebook: meetings differ in length, and some are dropped or excused.</li>
      </ul>
    </details>
  );
}

function summaryOf(earners: readonly Earner[]): string {
  const shares = earners.flatMap(({ points: { share } }) => (share === undefined ? [] : [share]));
  const nameless = earners.filter(({ person }) => person.studentId === undefined).length;
  const away = earners.filter(({ person }) => person.devices.length === 0).length;
  const mean = shares.length > 0 ? ` The mean share is ${percent(shares.reduce((sum, share) => sum + share, 0) / shares.length)}.` : '';
  return `${plural(earners.length, 'person', 'people')}${away > 0 ? `, ${grouped(away)} of them only on the list` : ''}${nameless > 0 ? `, ${grouped(nameless)} without an id` : ''}.${mean}`;
}

interface Props {
  meetings: ClassResults['meetings'];
  earners: readonly Earner[];
  grading: GradingNow;
  isPrinting: boolean;
}

export function Points({ meetings, earners, grading, isPrinting }: Props) {
  return (
    <>
      <p>{schemeWords(grading.scheme)}</p>
      <details className={styles.fold}>
        <summary>Change the scheme</summary>
        <SchemeForm grading={grading} />
      </details>
      <Rules />
      <SaveBar grading={grading} />
      <p>{summaryOf(earners)}</p>
      {earners.length > 0 && <PointsTable earners={earners} meetings={meetings.map(({ number }) => number)} grading={grading} isPrinting={isPrinting} />}
    </>
  );
}
