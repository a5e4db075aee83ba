// All questions, meeting by meeting, and what the numbers mean.

import React, { useRef } from 'react';
import type { ClassResults } from '@site/src/formats/class-results';
import { Button, onDay } from './parts';
import { Question } from './Question';
import type { QuestionReport } from './report';
import styles from './styles.module.css';
import { percent, plural } from './text';

function Definitions() {
  return (
    <details className={styles.fold}>
      <summary>What these numbers mean</summary>
      <dl className={styles.facts}>
        <dt>95 % interval</dt>
        <dd>
          How far the share right could lie elsewhere by chance, were these voters a sample of students like them (Wilson, “Probable inference, the law of succession, and statistical inference”, J. Am. Stat. Assoc. 22, 209, 1927). Of the
          people in the room the share is exact.
        </dd>
        <dt>Normalized gain g</dt>
        <dd>
          (post − pre) / (1 − pre): of what could be gained, how much was. Pre and post are the shares right in the first and the second vote of those who voted in both (Hake, “Interactive-engagement versus traditional methods”, Am. J. Phys. 66,
          64, 1998). There is none when all were right at first.
        </dd>
        <dt>Normalized change c</dt>
        <dd>
          The same for a gain; for a loss (post − pre) / pre, so that it lies between −1 and +1 (Marx and Cummings, “Normalized change”, Am. J. Phys. 75, 87, 2007). They take it of each student’s test and average; one question gives a student
          no score but 0 or 1, so here it is taken of the class.
        </dd>
        <dt>Wrong options that work</dt>
        <dd>
          At least {percent(0.05)} of the first vote choose them (the usual bound: Haladyna and Downing, “How many options is enough for a multiple-choice test item?”, Educ. Psychol. Meas. 53, 999, 1993). Three good options measure as well as five
          (Rodriguez, “Three options are optimal for multiple-choice items”, Educ. Meas. Issues Pract. 24(2), 3, 2005).
        </dd>
        <dt>Point-biserial and D</dt>
        <dd>
          Whether a question tells who does well on the other questions of its meeting from who does not, in the first vote. Point-biserial: the correlation of right or wrong with the share right of the others. D: share right in the upper 27 % by
          that score minus that in the lower 27 % (Kelley, “The selection of upper and lower groups for the validation of test items”, J. Educ. Psychol. 30, 17, 1939). Both lie between −1 and +1. One meeting is a short test: read them as hints.
        </dd>
        <dt>Votes</dt>
        <dd>Statistics count votes as the class saw them, one for each device. Points join the devices of one student.</dd>
      </dl>
    </details>
  );
}

interface Props {
  results: ClassResults;
  reports: readonly QuestionReport[];
}

export function Questions({ results, reports }: Props) {
  const all = useRef<HTMLDivElement>(null);
  const fold = (open: boolean) => {
    for (const details of all.current!.querySelectorAll<HTMLDetailsElement>('details[id]')) details.open = open;
  };
  return (
    <div ref={all}>
      <div className={styles.row}>
        <Button onClick={() => fold(true)}>Unfold all questions</Button>
        <Button onClick={() => fold(false)}>Fold them</Button>
      </div>
      {results.meetings.map(({ number, startedAt, endedAt }) => {
        const asked = reports.filter(({ question }) => question.meeting === number);
        return (
          <section key={number} aria-labelledby={`meeting-${number}`}>
            <h3 id={`meeting-${number}`}>
              Meeting {number}, {onDay(startedAt)}
            </h3>
            <p className={styles.quiet}>
              {plural(asked.length, 'question')}
              {endedAt === null && ', still open: what is voted from now on is not here until you read again'}.
            </p>
            {asked.map((report) => (
              <Question key={report.question.id} code={results.code} report={report} />
            ))}
          </section>
        );
      })}
      <Definitions />
    </div>
  );
}
