// The set pieces of a chapter. None needs a script: what opens is a native <details>.

import React, { type ReactNode } from 'react';
import styles from './styles.module.css';

interface Children {
  children: ReactNode;
}

export function Aside({ children }: Children) {
  return (
    <div className={styles.aside} role="note">
      {children}
    </div>
  );
}

export function Predict({ question, children }: Children & { question: string }) {
  return (
    <details className={styles.predict}>
      <summary>
        <span className={styles.kicker}>Predict first</span> {question}
      </summary>
      <div>{children}</div>
    </details>
  );
}

function Block({ kicker, children }: Children & { kicker: string }) {
  return (
    <div className={styles.block}>
      <p className={styles.kicker}>{kicker}</p>
      {children}
    </div>
  );
}

export const Miss = ({ children }: Children) => <Block kicker="Where the model missed">{children}</Block>;
export const ScaleBridge = ({ children }: Children) => <Block kicker="At scale">{children}</Block>;
export const Now2026 = ({ children }: Children) => <Block kicker="True in 2026">{children}</Block>;

export function DesignProblem({ title, children }: Children & { title: string }) {
  return (
    <section className={styles.block} aria-label={`Design problem: ${title}`}>
      <p className={styles.kicker}>Design problem</p>
      <p className={styles.blockTitle}>{title}</p>
      {children}
    </section>
  );
}

function Fold({ summary, children }: Children & { summary: string }) {
  return (
    <details className={styles.fold}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  );
}

export const Rubric = ({ children }: Children) => <Fold summary="Rubric">{children}</Fold>;
export const Solution = ({ title, children }: Children & { title: string }) => <Fold summary={`A solution: ${title}`}>{children}</Fold>;
export const ClassPlan = ({ children }: Children) => <Fold summary="For the instructor: a 75-minute class">{children}</Fold>;
export const AfterLab = ({ children }: Children) => <Fold summary="After the lab: the real system, and the same in its own language">{children}</Fold>;
