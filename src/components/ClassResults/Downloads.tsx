// Tables to take away. They are made in the browser when they are asked for.

import React, { useState } from 'react';
import { downloadText } from '@site/src/components/Lab/files';
import type { ClassResults } from '@site/src/formats/class-results';
import { writeCsv } from '@site/src/quiz/peer';
import { Button } from './parts';
import type { Earner } from './PointsTable';
import type { QuestionReport } from './report';
import styles from './styles.module.css';
import { changesTable, fileName, pointsTable, questionsTable, votesTable, type Table } from './tables';
import { plural } from './text';

interface Props {
  results: ClassResults;
  reports: readonly QuestionReport[];
  earners: readonly Earner[];
  /** Points are by a scheme or with excuses that the server has not got. */
  isChanged: boolean;
}

interface Offer {
  what: string;
  label: string;
  words: string;
  make: () => Table;
}

const offersOf = ({ results, reports, earners, isChanged }: Props): Offer[] => [
  { what: 'questions', label: 'Questions', words: 'One row a question: both votes, intervals, changes, confidence, discrimination.', make: () => questionsTable(reports) },
  {
    what: 'points',
    label: 'Points',
    words: `One row a person: points, what was possible, share. Id, name and email where they are known, and only else the made-up name.${isChanged ? ' By the scheme as it stands above, which is not saved.' : ''}`,
    make: () => pointsTable(earners.map(({ person }) => person), earners.map(({ points }) => points), results.meetings),
  },
  { what: 'votes', label: 'Votes', words: 'One row a vote, under made-up names alone. Nothing in it says who a student is.', make: () => votesTable(results) },
  { what: 'changes', label: 'Changes', words: 'One row a question and pair of options: how many went from one to the other.', make: () => changesTable(reports) },
];

export function Downloads(props: Props) {
  const [isForExcel, setForExcel] = useState(false);
  const [said, setSaid] = useState('');
  const take = ({ what, make }: Offer) => {
    const table = make();
    const name = fileName(props.results.title, what, new Date());
    downloadText(name, writeCsv(table, { bom: isForExcel }), 'text/csv;charset=utf-8');
    setSaid(`${name} is with your downloads: ${plural(table.length - 1, 'row')} under a row of titles.`);
  };
  return (
    <>
      <label className={styles.check}>
        <input type="checkbox" checked={isForExcel} onChange={(event) => setForExcel(event.target.checked)} /> For Excel (begins with the mark by which it knows UTF-8)
      </label>
      <ul className={styles.offers}>
        {offersOf(props).map((offer) => (
          <li key={offer.what}>
            <Button onClick={() => take(offer)}>{offer.label} (CSV)</Button>
            <span>{offer.words}</span>
          </li>
        ))}
      </ul>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </>
  );
}
