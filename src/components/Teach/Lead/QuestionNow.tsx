// The question that is shown, or would be next: its key when asked for, votes of the closed rounds, the advice, what to listen for.

import React, { useState } from 'react';
import type { HostQuestion, RoundCounts, Snapshot } from '@site/src/formats/class';
import type { Advice as Advised } from '@site/src/quiz/peer';
import { Advice } from '../Advice';
import { Outcome } from '../Outcome';
import { Html, Options, Stem } from '../Question';
import { percentText } from '../votes';
import controls from '../controls.module.css';
import styles from './styles.module.css';

interface Props {
  question: HostQuestion | undefined;
  snapshot: Snapshot;
  rounds: readonly RoundCounts[];
  advice: Advised | undefined;
}

/** While they discuss, what to listen for matters most; before, it can be opened. */
function Notes({ html, isOpen }: { html: string; isOpen: boolean }) {
  return (
    <details className={styles.notes} open={isOpen || undefined} key={String(isOpen)}>
      <summary>What to listen for</summary>
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </details>
  );
}

export function QuestionNow({ question, snapshot, rounds, advice }: Props) {
  const [showsKey, setShowsKey] = useState(false);
  if (!question) return null;
  const { phase, reveal } = snapshot;
  const isRevealed = phase === 'revealed' && reveal !== null;
  const correct = question.options.find((option) => option.correct)?.id;
  const isTold = isRevealed || showsKey;
  return (
    <section className={styles.question} aria-label={phase === 'waiting' ? 'Next question' : 'Question'}>
      {advice && <Advice advice={advice} />}
      {phase === 'waiting' && <p className={styles.soft}>Next</p>}
      <Stem html={question.stemHtml} />
      <Options options={question.options} correct={isTold ? correct : undefined} rounds={rounds} />
      {!isRevealed && (
        <button type="button" className={controls.button} aria-pressed={showsKey} onClick={() => setShowsKey(!showsKey)}>
          {showsKey ? 'Hide the answer' : 'Show the answer to me'}
        </button>
      )}
      {question.expectedCorrect !== undefined && !isRevealed && <p className={styles.soft}>Expected right in the first vote: {percentText(question.expectedCorrect)}</p>}
      {reveal?.transitions && isRevealed && <Outcome transitions={reveal.transitions} correct={reveal.correct} />}
      {question.listenForHtml && !isRevealed && <Notes html={question.listenForHtml} isOpen={phase === 'discussing' || phase === 'closed'} />}
      {isTold && question.explanationHtml && <Html html={question.explanationHtml} className={styles.explanation} />}
    </section>
  );
}
