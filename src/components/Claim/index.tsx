// A number of the prose that the book's own code has computed; its inputs and source open on demand.

import React from 'react';
import Note from '../Note';
import styles from './styles.module.css';

interface ShownClaim {
  text: string;
  unit: string;
  inputs: Record<string, number>;
  source: string;
  note?: string;
}

/** 'weightBytes' → 'weight bytes'. */
const words = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();

export default function Claim({ claim, noteId }: { claim: ShownClaim; noteId: string }) {
  const note = (
    <>
      Computed from{' '}
      {Object.entries(claim.inputs)
        .map(([name, value]) => `${words(name)} ${value.toLocaleString('en-US', { maximumSignificantDigits: 6 })}`)
        .join(', ')}
      . Checked against: {claim.source}.{claim.note ? ` ${claim.note}` : ''}
    </>
  );
  return (
    <Note id={noteId} margin={false} className={styles.claim} note={note}>
      {claim.text}
      {claim.unit && (claim.unit === '%' || claim.unit === '×' ? claim.unit : ` ${claim.unit}`)}
    </Note>
  );
}
