// What the reader is told once an item is marked: the usual slip, the key, the reason; a note for who teaches.

import React from 'react';
import type { Answer } from '@site/src/quiz/public';
import type { MarkedItem } from './useItem';
import styles from './styles.module.css';

function Key({ answer }: { answer: Answer }) {
  if (answer.kind === 'number')
    return (
      <p>
        The answer is {Number(answer.value.toPrecision(6))}
        {answer.unit && ` ${answer.unit}`}.
      </p>
    );
  if (answer.kind === 'output')
    return (
      <>
        <p>It prints:</p>
        <pre className="code" tabIndex={0}>
          <code>{answer.text}</code>
        </pre>
      </>
    );
  return null;
}

export function Feedback({ marked: { marking, answer } }: { marked: MarkedItem }) {
  return (
    <div className={styles.feedback}>
      {marking.slipHtml && <div className={styles.why} dangerouslySetInnerHTML={{ __html: marking.slipHtml }} />}
      {!marking.correct && <Key answer={answer} />}
      <div dangerouslySetInnerHTML={{ __html: answer.explanationHtml }} />
      {answer.peer && (
        <details className={styles.teaching}>
          <summary>For a class</summary>
          <p>
            Expect about {Math.round(answer.peer.expectedCorrect * 100)} % right before discussion. Listen for:{' '}
            <span dangerouslySetInnerHTML={{ __html: answer.peer.listenForHtml }} />
          </p>
        </details>
      )}
    </div>
  );
}
