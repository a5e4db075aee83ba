// One question: as the class saw it, both votes option by option, who changed to what, and what the item is worth.

import React, { useMemo, type ReactNode } from 'react';
import { confidenceWords } from '@site/src/formats/confidence';
import type { Round } from '@site/src/quiz/peer';
import { partId } from './address';
import { Value } from './parts';
import type { QuestionReport } from './report';
import styles from './question.module.css';
import page from './styles.module.css';
import { fromTo, letterOf, percent, signed } from './text';
import { discriminationWords, distractorWords, onceWords } from './words';

const voteNames: Record<Round, string> = { 1: 'First vote', 2: 'Second vote' };

const roundsOf = ({ question }: QuestionReport): Round[] => (question.rounds === 2 ? [1, 2] : [1]);

/** HTML that the server rendered: it cannot run anything. */
const html = (text: string) => ({ __html: text });

const Right = () => <strong className={styles.right}>✓ right</strong>;

function AsAsked({ question }: QuestionReport) {
  return (
    <div className={styles.asked}>
      <div dangerouslySetInnerHTML={html(question.stemHtml)} />
      <ol className={styles.options}>
        {question.options.map((option) => (
          <li key={option.id}>
            <span dangerouslySetInnerHTML={html(option.html)} /> {option.id === question.correct && <Right />}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A bar below its numbers: the first vote is hatched, the second whole, as on the projector. */
function Bar({ round, count, voters, isRight }: { round: Round; count: number; voters: number; isRight: boolean }) {
  const share = voters === 0 ? undefined : count / voters;
  return (
    <>
      <span className={styles.count}>
        {count}
        {share !== undefined && <span> ({percent(share)})</span>}
      </span>
      <span className={styles.track} aria-hidden="true">
        {count > 0 && <span className={styles.fill} data-round={round} data-right={isRight || undefined} style={{ width: `${(100 * count) / voters}%` }} />}
      </span>
    </>
  );
}

function Votes({ report }: { report: QuestionReport }) {
  const { question, statistics, intervals, label } = report;
  const rounds = roundsOf(report);
  return (
    <table className={styles.votes}>
      <caption>{label}: votes by option</caption>
      <thead>
        <tr>
          <th scope="col">Option</th>
          {rounds.map((round) => (
            <th key={round} scope="col">
              {voteNames[round]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {question.options.map(({ id }, at) => (
          <tr key={id}>
            <th scope="row">
              {letterOf(at)} {id === question.correct && <Right />}
            </th>
            {rounds.map((round) => (
              <td key={round}>
                <Bar round={round} count={statistics.rounds[round].counts[at]!.count} voters={statistics.rounds[round].voters} isRight={id === question.correct} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Voters</th>
          {rounds.map((round) => (
            <td key={round}>{statistics.rounds[round].voters}</td>
          ))}
        </tr>
        <tr>
          <th scope="row">Share right</th>
          {rounds.map((round) => (
            <td key={round}>
              <Value>{percent(statistics.rounds[round].shareCorrect)}</Value>
              {statistics.rounds[round].voters > 0 && <span className={styles.interval}> 95 % interval {fromTo(...intervals[round])}</span>}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function Changed({ report }: { report: QuestionReport }) {
  const { voters, cells, pre, post, normalizedGain, normalizedChange } = report.statistics.matched;
  const once = onceWords(report);
  if (report.question.rounds === 1) return <p>There was no second vote.</p>;
  return (
    <div>
      <table className={styles.small}>
        <caption>{voters === 1 ? 'The one who voted twice' : `The ${voters} who voted twice`}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">then right</th>
            <th scope="col">then wrong</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">right at first</th>
            <td>{cells.rightRight}</td>
            <td>{cells.rightWrong}</td>
          </tr>
          <tr>
            <th scope="row">wrong at first</th>
            <td>{cells.wrongRight}</td>
            <td>{cells.wrongWrong}</td>
          </tr>
        </tbody>
      </table>
      {pre !== undefined && post !== undefined && (
        <p>
          From {fromTo(pre, post)} right. Normalized change c{'\u00a0=\u00a0'}
          <Value>{signed(normalizedChange)}</Value>, normalized gain g{'\u00a0=\u00a0'}
          <Value>{signed(normalizedGain)}</Value>.
        </p>
      )}
      {once && <p>{once}</p>}
    </div>
  );
}

function WhoWentWhere({ report: { question, label, statistics, onlyIn } }: { report: QuestionReport }) {
  const { transitions } = statistics.matched;
  if (question.rounds === 1) return null;
  const count = (from: string, to: string) => transitions.find((one) => one.from === from && one.to === to)!.count;
  return (
    <details className={page.fold}>
      <summary>Who went from which option to which, and who voted once</summary>
      <table className={styles.small}>
        <caption>{label}: from the option of the first vote, down, to that of the second, across</caption>
        <thead>
          <tr>
            <td />
            {question.options.map(({ id }, at) => (
              <th key={id} scope="col">
                to {letterOf(at)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {question.options.map(({ id: from }, at) => (
            <tr key={from}>
              <th scope="row">
                from {letterOf(at)} {from === question.correct && <Right />}
              </th>
              {question.options.map(({ id: to }) => (
                <td key={to}>{count(from, to)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {([1, 2] as Round[]).map((round) => onlyIn[round].length > 0 && <p key={round}>{`In the ${voteNames[round].toLowerCase()} alone: ${onlyIn[round].join(', ')}.`}</p>)}
    </details>
  );
}

function Confidence({ report }: { report: QuestionReport }) {
  const { statistics, label } = report;
  const rounds = roundsOf(report).filter((round) => statistics.rounds[round].byConfidence.some(({ voters }) => voters > 0));
  if (rounds.length === 0) return null;
  return (
    <table className={styles.small}>
      <caption>{label}: how sure, and how many of those were right</caption>
      <thead>
        <tr>
          <th scope="col">How sure</th>
          {rounds.map((round) => (
            <th key={round} scope="col">
              {voteNames[round]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {statistics.rounds[1].byConfidence.map(({ confidence }, at) => (
          <tr key={confidence}>
            <th scope="row">{confidenceWords[confidence]}</th>
            {rounds.map((round) => {
              const { voters, correct, shareCorrect } = statistics.rounds[round].byConfidence[at]!;
              return <td key={round}>{voters === 0 ? 'nobody' : `${correct} of ${voters} right (${percent(shareCorrect)})`}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The shares right in the line that is always seen. */
function Shares({ report: { question, statistics } }: { report: QuestionReport }) {
  const [first, second] = [statistics.rounds[1].shareCorrect, statistics.rounds[2].shareCorrect];
  if (first === undefined && second === undefined) return <span className={styles.shares}>no votes</span>;
  return <span className={styles.shares}>{question.rounds === 2 && second !== undefined && first !== undefined ? `${fromTo(first, second)} right` : `${percent(first ?? second)} right`}</span>;
}

export function Question({ code, report }: { code: string; report: QuestionReport }) {
  const working = useMemo(() => distractorWords(report), [report]);
  return (
    <details className={styles.question} id={partId(code, report.question.id)}>
      <summary>
        <h4>{report.label}</h4>
        <span className={styles.text}>{report.text}</span>
        <Shares report={report} />
      </summary>
      <div className={styles.sideBySide}>
        <AsAsked {...report} />
        <Votes report={report} />
      </div>
      <div className={styles.sideBySide}>
        <Changed report={report} />
        <Confidence report={report} />
      </div>
      <WhoWentWhere report={report} />
      <dl className={page.facts}>
        {working && <Fact name="Wrong options">{working}</Fact>}
        <Fact name="Discrimination">{discriminationWords(report)}</Fact>
      </dl>
    </details>
  );
}
