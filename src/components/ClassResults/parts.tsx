// Small parts that the sections of the page share: buttons, tables that scroll, titles that sort.

import React, { useId, type ComponentProps, type ReactNode } from 'react';
import { pressed, type Order } from './sorting';
import styles from './styles.module.css';

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'className'> & { isOff?: boolean; isPrimary?: boolean };

/** One that is off can still have the focus, so that nobody who uses a keyboard loses their place. */
export function Button({ isOff = false, isPrimary = false, onClick, ...rest }: ButtonProps) {
  return <button type="button" className={isPrimary ? styles.primary : styles.button} aria-disabled={isOff || undefined} onClick={isOff ? undefined : onClick} {...rest} />;
}

/** A section with its heading; its id is the fragment that leads to it. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading} id={id}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}

/** A table wider than the page scrolls by itself, by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** Stays in view while a wide table is scrolled. */
export function Caption({ children }: { children: ReactNode }) {
  return (
    <caption>
      <span className={styles.caption}>{children}</span>
    </caption>
  );
}

/** A dash for the eye, a word for the ear, where there is no value. */
export function Value({ children }: { children: string | undefined }) {
  if (children !== undefined && children !== '–') return <>{children}</>;
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">none</span>
    </>
  );
}

interface SortTitleProps<Key extends string> {
  column: Key;
  order: Order<Key>;
  onOrder: (order: Order<Key>) => void;
  children: ReactNode;
  /** The column holds numbers. */
  isNumber?: boolean;
}

export function SortTitle<Key extends string>({ column, order, onOrder, children, isNumber = false }: SortTitleProps<Key>) {
  const isBy = order.by === column;
  return (
    <th scope="col" className={isNumber ? styles.number : undefined} aria-sort={isBy ? (order.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" className={styles.sort} onClick={() => onOrder(pressed(order, column))}>
        {children}
        <span aria-hidden="true" className={styles.arrow}>
          {isBy ? (order.descending ? '↓' : '↑') : '↕'}
        </span>
      </button>
    </th>
  );
}

export const onDay = (time: string): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date(time));
export const atTime = (time: Date): string => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(time);
