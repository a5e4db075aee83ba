// Parts of figures that set what a model predicts beside what the kernel microscope measures on a kernel of the figure's own.

import React from 'react';
import { tokensOf } from './tokens';
import type { Measured } from './useMeasured';
import styles from './styles.module.css';

export { useMeasured, type Measured } from './useMeasured';

interface TextProps {
  source: string;
  /** Lines (from 1) to mark, and what the mark says to who cannot see it. */
  marks?: readonly number[];
  markLabel?: string;
}

/** A kernel's text with line numbers. */
export function KernelText({ source, marks = [], markLabel = 'counted' }: TextProps) {
  return (
    <pre className={`code ${styles.kernel}`} tabIndex={0} aria-label="Kernel in WGSL">
      <code>
        {source.trimEnd().split('\n').map((line, i) => (
          <span key={i} className={marks.includes(i + 1) ? styles.marked : styles.line}>
            <span className={styles.number}>{i + 1}</span>
            {tokensOf(line).map(({ text, kind }, j) => (kind ? <span key={j} className={`t-${kind}`}>{text}</span> : text))}
            {marks.includes(i + 1) && <span className={styles.hidden}> ({markLabel})</span>}
            {'\n'}
          </span>
        ))}
      </code>
    </pre>
  );
}

/** The same, folded. */
export function FoldedKernel(props: TextProps) {
  return (
    <details className={styles.folded}>
      <summary>The kernel that runs, in WGSL</summary>
      <KernelText {...props} />
    </details>
  );
}

export interface BesideRow<M> {
  label: string;
  predicted: number;
  measured: (value: M) => number;
  /** Default: the number itself. */
  format?: (value: number) => string;
}

interface BesideProps<M> {
  caption: string;
  rows: readonly BesideRow<M>[];
  measured: Measured<M>;
}

const plain = (value: number) => value.toLocaleString('en-US');

/** Predicted beside measured, and whether they agree. */
export function Beside<M>({ caption, rows, measured }: BesideProps<M>) {
  const value = measured.kind === 'done' ? measured.value : undefined;
  const agree = value !== undefined && rows.every((row) => Math.abs(row.predicted - row.measured(value)) <= 1e-9 * Math.abs(row.predicted));
  return (
    <div className={styles.beside} aria-live="polite">
      <table>
        <caption>{caption}</caption>
        <thead><tr><th scope="col">Count</th><th scope="col">Predicted</th><th scope="col">Measured</th></tr></thead>
        <tbody>
          {rows.map(({ label, predicted, measured: read, format = plain }) => (
            <tr key={label}><th scope="row">{label}</th><td>{format(predicted)}</td><td>{value === undefined ? '…' : format(read(value))}</td></tr>
          ))}
        </tbody>
      </table>
      <p className={styles.verdict}>
        {measured.kind === 'loading' && 'Loading the microscope…'}
        {measured.kind === 'failed' && measured.why}
        {value !== undefined && (agree ? 'The microscope measures what the model predicts.' : 'What the microscope measures differs from what the model predicts.')}
      </p>
    </div>
  );
}
