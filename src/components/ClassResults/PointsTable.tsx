// Everyone's points: found by name, sorted, fifty at a time, each number with its reasons on demand.

import React, { useId, useMemo, useState } from 'react';
import type { ParticipantPoints, SessionPoints } from '@site/src/quiz/peer';
import { Button, Caption, Scroll, SortTitle, Value } from './parts';
import { calledBy, isExcused, type Person } from './people';
import { sorted, type Order, type SortValue } from './sorting';
import styles from './styles.module.css';
import { grouped, percent, plural, points as inPoints } from './text';
import type { GradingNow } from './useGrading';

export interface Earner {
  person: Person;
  points: ParticipantPoints;
  /** How often two of the person's devices voted in one round of a question. */
  twice: number;
}

const PAGE = 50;

type Column = 'name' | 'share' | 'points' | 'id';

const valueOf: Record<Column, (earner: Earner) => SortValue> = {
  name: ({ person }) => calledBy(person),
  id: ({ person }) => person.studentId,
  points: ({ points }) => points.points,
  share: ({ points }) => points.share,
};

const stateWords: Record<SessionPoints['state'], string> = { counted: '', dropped: ' (dropped)', excused: ' (excused)', empty: ' (no question)' };
const shortWords: Record<SessionPoints['state'], string | undefined> = { counted: undefined, dropped: 'dropped', excused: 'excused', empty: 'none' };

const Parts = ({ parts }: { parts: ParticipantPoints['parts'] }) => (
  <ul className={styles.reasons}>
    {parts.map(({ points, why }) => (
      <li key={why}>
        <strong>{inPoints(points)}</strong> {why}
      </li>
    ))}
  </ul>
);

function devicesWords({ person: { devices, studentId, isListed }, twice }: Earner): string {
  if (devices.length === 0) return 'On the list, and never came under this id.';
  const names = devices.map(({ name }) => name).join(', ');
  const who = studentId === undefined ? 'Has given no id.' : `Voted as ${names}.${isListed ? '' : ' This id is not on the list of the class.'}`;
  const joined = devices.length > 1 ? ` ${devices.length} devices joined.` : '';
  return `${who}${joined}${twice > 0 ? ` They voted in the same round ${plural(twice, 'time')}: right then only if all were.` : ''}`;
}

function Reasons({ earner, grading, id }: { earner: Earner; grading: GradingNow; id: string }) {
  const { person, points } = earner;
  return (
    <div id={id} className={styles.detail}>
      <p>{devicesWords(earner)}</p>
      {points.sessions.map(({ sessionId, state, points: earned, possible, parts }) => (
        <div key={sessionId} className={styles.meetingReasons}>
          <p>
            <strong>Meeting {sessionId}</strong>: {inPoints(earned)} of {inPoints(possible)}
            {stateWords[state]}
          </p>
          <Parts parts={parts} />
          {person.devices.length > 0 && (
            <label className={styles.check}>
              <input type="checkbox" checked={isExcused(grading.excused, Number(sessionId), person)} onChange={(event) => grading.excuse(person, Number(sessionId), event.target.checked)} /> Excused from meeting {sessionId}
            </label>
          )}
        </div>
      ))}
      <div className={styles.meetingReasons}>
        <p>
          <strong>In all</strong>: {inPoints(points.points)} of {inPoints(points.possible)}
        </p>
        <Parts parts={points.parts} />
      </div>
      {person.devices.length === 0 && <p>Somebody who never came cannot be excused here: excuse them when they have joined and entered their id.</p>}
    </div>
  );
}

function EarnerRows({ earner, grading }: { earner: Earner; grading: GradingNow }) {
  const { person, points } = earner;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr>
        <th scope="row" className={styles.sticky}>
          <button type="button" className={styles.disclose} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={() => setOpen(!isOpen)}>
            {calledBy(person)}
            {person.studentId === undefined && <span className={styles.quiet}> no id</span>}
          </button>
        </th>
        <td className={styles.number}>
          <Value>{percent(points.share)}</Value>
        </td>
        <td className={styles.number}>
          {inPoints(points.points)} of {inPoints(points.possible)}
        </td>
        <td>
          <Value>{person.studentId}</Value>
        </td>
        {points.sessions.map(({ sessionId, state, points: earned }) => (
          <td key={sessionId} className={styles.number} data-state={state}>
            {state === 'excused' || state === 'empty' ? shortWords[state] : inPoints(earned)}
            {state === 'dropped' && <span className={styles.quiet}> {shortWords[state]}</span>}
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr className={styles.detailRow}>
          <td colSpan={4 + points.sessions.length}>
            <Reasons earner={earner} grading={grading} id={id} />
          </td>
        </tr>
      )}
    </>
  );
}

function Pager({ page, count, onPage }: { page: number; count: number; onPage: (page: number) => void }) {
  const last = Math.max(0, Math.ceil(count / PAGE) - 1);
  return (
    <nav className={styles.row} aria-label="Pages of the table of points">
      <Button isOff={page === 0} onClick={() => onPage(page - 1)}>
        Back
      </Button>
      <Button isOff={page >= last} onClick={() => onPage(page + 1)}>
        Next
      </Button>
      <span role="status">{count === 0 ? 'Nobody' : `${grouped(page * PAGE + 1)} to ${grouped(Math.min(count, (page + 1) * PAGE))} of ${grouped(count)}`}</span>
    </nav>
  );
}

const matches = (needle: string, { studentId = '', name = '', email = '', devices }: Person) => [studentId, name, email, ...devices.map((device) => device.name)].some((text) => text.toLowerCase().includes(needle));

interface Props {
  earners: readonly Earner[];
  meetings: readonly number[];
  grading: GradingNow;
  isPrinting: boolean;
}

export function PointsTable({ earners, meetings, grading, isPrinting }: Props) {
  const [order, setOrder] = useState<Order<Column>>({ by: 'name', descending: false });
  const [needle, setNeedle] = useState('');
  const [page, setPage] = useState(0);
  const search = useId();
  const found = useMemo(() => sorted(needle ? earners.filter(({ person }) => matches(needle, person)) : earners, valueOf[order.by], order.descending), [earners, order, needle]);
  const shown = isPrinting ? found : found.slice(page * PAGE, (page + 1) * PAGE);
  const reorder = (next: Order<Column>) => {
    setOrder(next);
    setPage(0);
  };
  return (
    <>
      <div className={styles.tableTools}>
        <div className={styles.field}>
          <label htmlFor={search}>Find a name or an id</label>
          <input
            id={search}
            type="search"
            autoComplete="off"
            onChange={(event) => {
              setNeedle(event.target.value.trim().toLowerCase());
              setPage(0);
            }}
          />
        </div>
        <Pager page={page} count={found.length} onPage={setPage} />
      </div>
      <Scroll label="Points">
        <table className={styles.table}>
          <Caption>Points of everyone. A name unfolds how they came about, and excuses from a meeting.</Caption>
          <thead>
            <tr>
              <SortTitle column="name" order={order} onOrder={reorder}>
                Name
              </SortTitle>
              <SortTitle column="share" order={order} onOrder={reorder} isNumber>
                Share
              </SortTitle>
              <SortTitle column="points" order={order} onOrder={reorder} isNumber>
                Points
              </SortTitle>
              <SortTitle column="id" order={order} onOrder={reorder}>
                Id
              </SortTitle>
              {meetings.map((number) => (
                <th key={number} scope="col" className={styles.number}>
                  Meeting {number}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((earner) => (
              <EarnerRows key={earner.person.key} earner={earner} grading={grading} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
