// What the microscope found wrong, each with its places in the text and the way to the moment it happened.

import React from 'react';
import type { Finding, FindingKind, InvocationId, MicroscopeRun } from '@site/src/gpu/microscope/results';
import { idText } from './player/values';
import styles from './styles.module.css';

const titles: Record<FindingKind, string> = {
  'race-in-workgroup': 'A race inside a workgroup',
  'race-between-workgroups': 'A race between workgroups',
  'out-of-bounds': 'An access out of bounds',
  'barrier-divergence': 'A barrier that not all invocations reach',
  'unwritten-read': 'A read of memory that nothing has written',
  'not-a-number': 'NaN or infinity',
  'endless-loop': 'A loop that does not end',
  'integer-division-by-zero': 'Integer division by zero',
  'numeric-conversion': 'A number that its new type cannot hold',
};
const severityWords = { error: 'Error', warning: 'Warning' } as const;
const accessWords = { read: 'read', write: 'write', atomic: 'atomic access' } as const;

interface Props {
  run: Pick<MicroscopeRun, 'findings' | 'counts'>;
  onGoToLine(line: number, column?: number): void;
  /** Undefined where the moment cannot be shown; else a word for the button. */
  showLabel(finding: Finding, place: number): string | undefined;
  onShow(finding: Finding, place: number): void;
  /** Level below the headings around it. */
  heading?: 'h4' | 'h5';
}

export function Findings({ run, onGoToLine, showLabel, onShow, heading: Heading = 'h5' }: Props) {
  if (run.findings.length === 0) {
    const watched = run.counts !== null;
    return (
      <p>
        {watched
          ? 'Nothing found in this run: no race, no access out of bounds, no barrier that some invocations miss, no NaN. That holds for these inputs and sizes; others may differ.'
          : 'This run was not watched for races; it met no error that ends a run.'}
      </p>
    );
  }
  return (
    <ol className={styles.findings}>
      {run.findings.map((finding, i) => (
        <li key={i} data-severity={finding.severity}>
          <Heading>
            <span className={styles.severity}>{severityWords[finding.severity]}</span> {titles[finding.kind]}
            {finding.address && (
              <>
                {' '}
                at <code>{finding.address}</code>
              </>
            )}
          </Heading>
          <p>{finding.message}</p>
          <p>
            <b>To fix it:</b> {finding.fix}
          </p>
          <ul className={styles.places}>
            {finding.places.map(({ place, invocation, access }, p) => (
              <li key={p}>
                <button type="button" className={styles.link} onClick={() => onGoToLine(place.line, place.column)}>
                  Line {place.line}
                </button>
                {access && `, ${accessWords[access]}`}
                {invocation && ` by invocation ${ids(invocation)}`}
                {showLabel(finding, p) && (
                  <button type="button" className={styles.small} data-press aria-label={`${showLabel(finding, p)}: line ${place.line}${invocation ? `, invocation ${ids(invocation)}` : ''}`} onClick={() => onShow(finding, p)}>
                    {showLabel(finding, p)}
                  </button>
                )}
              </li>
            ))}
          </ul>
          {finding.occurrences > 1 && <p className={styles.small}>The same happened {finding.occurrences.toLocaleString('en-GB')} times; this is the first.</p>}
        </li>
      ))}
    </ol>
  );
}

/** "(3, 2, 0) of workgroup (1, 0, 0)". */
const ids = ({ local, workgroup }: InvocationId) => `${idText(local)} of workgroup ${idText(workgroup)}`;
