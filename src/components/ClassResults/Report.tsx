// A class that was, as one reads it: what stands out, each question, points, tables to take away, the list of the class.

import React, { useEffect, useMemo, useRef } from 'react';
import type { ClassResults } from '@site/src/formats/class-results';
import { coursePoints } from '@site/src/quiz/peer';
import { partId } from './address';
import { Downloads } from './Downloads';
import { Overview } from './Overview';
import { atTime, Button, Section } from './parts';
import { excusedRecords, peopleOf, recordsOf } from './people';
import { Points } from './Points';
import type { Earner } from './PointsTable';
import { Questions } from './Questions';
import { reportsOf } from './report';
import { Roster } from './Roster';
import styles from './styles.module.css';
import { plural } from './text';
import { useGrading, type GradingNow } from './useGrading';
import { usePrinting } from './usePrinting';
import type { ResultsNow } from './useResults';

function useEarners(results: ClassResults, { scheme, excused }: GradingNow): Earner[] {
  const people = useMemo(() => peopleOf(results), [results]);
  const records = useMemo(() => recordsOf(results, people), [results, people]);
  return useMemo(() => {
    const sessions = excusedRecords(records.sessions, people, excused);
    const points = coursePoints(sessions, scheme, people.map(({ key }) => key));
    return people.map((person, at) => ({ person, points: points[at]!, twice: records.twice.get(person.key) ?? 0 }));
  }, [people, records, scheme, excused]);
}

/** Where an address leads to a part of the page, it is there only now. */
function useArrival(): void {
  useEffect(() => {
    if (!location.hash.includes('&')) return;
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (part instanceof HTMLDetailsElement) part.open = true;
    part?.scrollIntoView();
  }, []);
}

const parts = { overview: 'At a glance', questions: 'Questions', points: 'Participants and points', tables: 'Tables', list: 'List of the class' };

function Contents({ code }: { code: string }) {
  return (
    <nav aria-label="Parts of this page" className={styles.contents}>
      {Object.entries(parts).map(([part, title]) => (
        <a key={part} href={`#${partId(code, part)}`}>
          {title}
        </a>
      ))}
    </nav>
  );
}

function About({ now, results }: { now: ResultsNow; results: ClassResults }) {
  const { code, meetings, questions, participants, votes } = results;
  return (
    <div className={styles.about}>
      <p>
        Room {code}: {plural(meetings.length, 'meeting')}, {plural(questions.length, 'question')}, {plural(participants.length, 'participant')}, {plural(votes.length, 'vote')}.
      </p>
      <p className={styles.row}>
        <Button isOff={now.isReading} onClick={() => void now.read()}>
          Read again
        </Button>
        <span role="status">{now.isReading ? 'Reading …' : now.failure ? `${now.failure.message} What you see is of ${atTime(now.readAt!)}.` : `Read at ${atTime(now.readAt!)}.`}</span>
      </p>
    </div>
  );
}

export function Report({ now, results, takesFocus }: { now: ResultsNow; results: ClassResults; takesFocus: boolean }) {
  const reports = useMemo(() => reportsOf(results), [results]);
  const grading = useGrading(results.code, results.grading);
  const earners = useEarners(results, grading);
  const isPrinting = usePrinting();
  const heading = useRef<HTMLHeadingElement>(null);
  useArrival();
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const id = (part: keyof typeof parts) => ({ id: partId(results.code, part), title: parts[part] });
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        Results of “{results.title}”
      </h1>
      <About now={now} results={results} />
      <Contents code={results.code} />
      {reports.length === 0 ? (
        <p className={styles.notice}>Nothing has been asked in this room yet. After the first vote its numbers are here. The scheme of points and the list of the class can be set before.</p>
      ) : (
        <>
          <Section {...id('overview')}>
            <Overview code={results.code} reports={reports} />
          </Section>
          <Section {...id('questions')}>
            <Questions results={results} reports={reports} />
          </Section>
        </>
      )}
      <Section {...id('points')}>
        <Points meetings={results.meetings} earners={earners} grading={grading} isPrinting={isPrinting} />
      </Section>
      {reports.length > 0 && (
        <Section {...id('tables')}>
          <Downloads results={results} reports={reports} earners={earners} isChanged={grading.isChanged} />
        </Section>
      )}
      <Section {...id('list')}>
        <Roster results={results} onChanged={now.read} />
      </Section>
    </>
  );
}
