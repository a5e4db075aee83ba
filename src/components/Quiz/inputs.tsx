// The means to answer: options, a number, an order, a program's output. Uncontrolled, so that what is chosen before the
// page is hydrated counts.

import React, { useRef } from 'react';
import type { Vote } from '@site/src/formats/progress';
import type { MarkedPart } from '@site/src/quiz/mark';
import type { PublicOption } from '@site/src/quiz/public';
import { FirstVoteMark } from './TwoVotes';
import styles from './styles.module.css';

interface Answerable {
  done: boolean;
  labelledBy: string;
}

function verdictOf(part: MarkedPart): string {
  if (part.right) return part.chosen ? 'Right, and you chose it' : 'Right, and you did not choose it';
  return part.chosen ? 'You chose this; it is wrong' : 'Wrong';
}

/** An explanation: open where it concerns what the reader chose, now or first; else on demand. */
function Why({ part, chosenFirst }: { part: MarkedPart; chosenFirst: boolean }) {
  const why = <div className={styles.why} dangerouslySetInnerHTML={{ __html: part.whyHtml }} />;
  if (part.chosen || part.right || chosenFirst)
    return (
      <div className={styles.verdict} data-right={part.right}>
        <span className={styles.mark}>{verdictOf(part)}.</span>
        {why}
      </div>
    );
  return (
    <details className={styles.verdict}>
      <summary>Why this one is wrong</summary>
      {why}
    </details>
  );
}

interface ChoicesProps extends Answerable {
  kind: 'single' | 'multiple';
  options: PublicOption[];
  parts: Map<string, MarkedPart>;
  /** The first of two votes. */
  first?: Vote;
}

export function Choices({ kind, options, parts, first, done, labelledBy }: ChoicesProps) {
  return (
    <div role={kind === 'single' ? 'radiogroup' : 'group'} aria-labelledby={labelledBy}>
      {kind === 'multiple' && <p className={styles.hint}>Choose all that are right.</p>}
      <ul className={styles.options}>
        {options.map((option) => {
          const part = parts.get(option.id);
          const chosenFirst = first?.option === option.id;
          return (
            <li key={option.id} data-option={option.id} data-chosen={part?.chosen} data-right={part?.right}>
              <label className={styles.option}>
                <input type={kind === 'single' ? 'radio' : 'checkbox'} name="answer" value={option.id} disabled={done} />
                <span>
                  <span dangerouslySetInnerHTML={{ __html: option.html }} />
                  {chosenFirst && <FirstVoteMark vote={first} />}
                </span>
              </label>
              {part && <Why part={part} chosenFirst={chosenFirst} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

export function NumberField({ unit, done, labelledBy }: Answerable & { unit: string }) {
  return (
    <label className={styles.field}>
      <span>Your answer{unit ? ` in ${unit}` : ''}</span>
      <span className={styles.withUnit}>
        <input type="text" name="answer" inputMode="text" autoComplete="off" spellCheck={false} aria-describedby={labelledBy} readOnly={done} placeholder="e.g. 1.5e9" />
        {unit && <span aria-hidden="true">{unit}</span>}
      </span>
    </label>
  );
}

export function OutputField({ programHtml, done, labelledBy }: Answerable & { programHtml: string }) {
  return (
    <>
      <pre className="code" tabIndex={0}>
        <code dangerouslySetInnerHTML={{ __html: programHtml }} />
      </pre>
      <label className={styles.field}>
        <span>What does it print?</span>
        <textarea name="answer" rows={4} autoComplete="off" spellCheck={false} aria-describedby={labelledBy} readOnly={done} />
      </label>
    </>
  );
}

interface OrderProps extends Answerable {
  options: PublicOption[];
  order: string[];
  onOrder: (order: string[]) => void;
  parts: Map<string, MarkedPart>;
}

export function OrderList({ options, order, onOrder, parts, done, labelledBy }: OrderProps) {
  const list = useRef<HTMLOListElement>(null);
  const html = new Map(options.map((o) => [o.id, o.html]));
  const move = (from: number, to: number) => {
    const next = [...order];
    const [step] = next.splice(from, 1);
    next.splice(to, 0, step!);
    onOrder(next);
    // The focus goes with the step; at an end, to the button that still works.
    requestAnimationFrame(() => {
      const buttons = list.current?.children[to]?.querySelectorAll<HTMLButtonElement>('button');
      const same = buttons?.[to < from ? 0 : 1];
      (same && !same.disabled ? same : buttons?.[to < from ? 1 : 0])?.focus();
    });
  };
  return (
    <div role="group" aria-labelledby={labelledBy}>
      <p className={styles.hint}>Move each step up or down until the order is right.</p>
      <ol className={styles.steps} ref={list}>
        {order.map((id, i) => {
          const part = parts.get(id);
          return (
            <li key={id} data-step={id} data-right={part?.right}>
              <div className={styles.step}>
                <span className={styles.stepText} id={`${labelledBy}-${id}`} dangerouslySetInnerHTML={{ __html: html.get(id) ?? '' }} />
                {!done && (
                  <span className={styles.movers}>
                    <button type="button" className={styles.button} disabled={i === 0} aria-describedby={`${labelledBy}-${id}`} onClick={() => move(i, i - 1)}>
                      Up
                    </button>
                    <button type="button" className={styles.button} disabled={i === order.length - 1} aria-describedby={`${labelledBy}-${id}`} onClick={() => move(i, i + 1)}>
                      Down
                    </button>
                  </span>
                )}
              </div>
              {part && (
                <div className={styles.verdict} data-right={part.right}>
                  <span className={styles.mark}>{part.right ? 'In its place.' : `Out of place: it is number ${part.place}.`}</span>
                  <div className={styles.why} dangerouslySetInnerHTML={{ __html: part.whyHtml }} />
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
