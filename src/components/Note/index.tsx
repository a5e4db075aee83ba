// A note that stands in the margin on a wide screen and opens on demand on a narrow one: the native popover,
// so that it works before (and without) any script.

import React, { type ReactNode } from 'react';
import clsx from 'clsx';
import styles from './styles.module.css';

interface Props {
  id: string;
  /** The words in the text that the note belongs to. */
  children: ReactNode;
  note: ReactNode;
  /** Notes that would crowd the margin (claims) open on demand everywhere. */
  margin?: boolean;
  className?: string;
}

export default function Note({ id, children, note, margin = true, className }: Props) {
  return (
    <>
      <button type="button" className={clsx(styles.word, className)} popoverTarget={id}>
        {children}
      </button>
      <span id={id} popover="auto" className={clsx(styles.note, margin && styles.margin)}>
        {note}
      </span>
    </>
  );
}
