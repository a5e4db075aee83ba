// What the first vote suggests, to the instructor alone.

import React from 'react';
import type { Advice as Advised } from '@site/src/quiz/peer';
import styles from './controls.module.css';

export function Advice({ advice }: { advice: Advised }) {
  return (
    <div className={styles.advice} role="note" aria-label="Advice">
      <p>{advice.sentence}</p>
      {advice.caution && <p>{advice.caution}</p>}
    </div>
  );
}
