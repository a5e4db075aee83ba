// What stands out, and all questions in one table that sorts by any column.

import React, { useMemo, useState } from 'react';
import { partId } from './address';
import { Caption, Scroll, SortTitle, Value } from './parts';
import type { QuestionReport } from './report';
import { sorted, type Order } from './sorting';
import styles from './styles.module.css';
import { percent, signed } from './text';
import { whatStandsOut } from './words';

const columns = ['question', 'voters', 'first', 'second', 'change', 'biserial', 'upperLower'] as const;
type Column = (typeof columns)[number];

type Row = Record<Column, number | undefined> & { report: QuestionReport };

const titles: Record<Column, string> = { question: 'Question', voters: 'Voters', first: 'First vote', second: 'Second vote', change: 'Change c', biserial: 'Point-biserial', upperLower: 'D' };

const rowOf = (report: QuestionReport, place: number): Row => {
  const { question, statistics, discrimination } = report;
  const isTwice = question.rounds === 2;
  return {
    report,
    question: place,
    voters: statistics.rounds[1].voters,
    first: statistics.rounds[1].shareCorrect,
    second: isTwice ? statistics.rounds[2].shareCorrect : undefined,
    change: isTwice ? statistics.matched.normalizedChange : undefined,
    biserial: discrimination.pointBiserial,
    upperLower: discrimination.upperLower,
  };
};

/** Goes to a question and unfolds it; the address follows. */
export function QuestionLink({ code, report }: { code: string; report: QuestionReport }) {
  const id = partId(code, report.question.id);
  const unfold = () => {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  };
  return (
    <a href={`#${id}`} onClick={unfold}>
      {report.label}
    </a>
  );
}

function StandsOut({ reports }: { reports: readonly QuestionReport[] }) {
  const remarks = useMemo(() => whatStandsOut(reports), [reports]);
  if (remarks.length === 0) return <p>Nothing stands out: no question fell from the first vote to the second, none ended low, and no wrong option was left alone.</p>;
  return (
    <ul className={styles.remarks} aria-label="What stands out">
      {remarks.map(({ text }) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

export function Overview({ code, reports }: { code: string; reports: readonly QuestionReport[] }) {
  const [order, setOrder] = useState<Order<Column>>({ by: 'question', descending: false });
  const rows = useMemo(() => reports.map(rowOf), [reports]);
  const shown = useMemo(() => sorted(rows, (row) => row[order.by], order.descending), [rows, order]);
  return (
    <>
      <StandsOut reports={reports} />
      <Scroll label="All questions">
        <table className={styles.table}>
          <Caption>All questions: how many voted first, and what share of each vote was right</Caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <SortTitle key={column} column={column} order={order} onOrder={setOrder} isNumber={column !== 'question'}>
                  {titles[column]}
                </SortTitle>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ report, voters, first, second, change, biserial, upperLower }) => (
              <tr key={report.question.id}>
                <th scope="row" className={styles.questionCell}>
                  <QuestionLink code={code} report={report} />
                  <span className={styles.oneLine}>{report.text}</span>
                </th>
                <td className={styles.number}>{voters}</td>
                <td className={styles.number}>
                  <Value>{percent(first)}</Value>
                </td>
                <td className={styles.number}>
                  <Value>{percent(second)}</Value>
                </td>
                {[change, biserial, upperLower].map((value, i) => (
                  <td key={i} className={styles.number}>
                    <Value>{signed(value)}</Value>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
