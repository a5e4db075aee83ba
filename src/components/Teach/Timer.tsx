// The time that is left, in digits and as a bar; hours and days in words.

import React from 'react';
import { clockText, longWords } from '@site/src/classroom/join/countdown';
import type { Countdown } from './useCountdown';
import styles from './question.module.css';

/** From here on nobody watches the seconds. */
const LONG_SECONDS = 3600;

export function Timer({ countdown }: { countdown: Countdown }) {
  const seconds = Math.ceil(countdown.leftMs / 1000);
  if (seconds > LONG_SECONDS) return <p>{longWords(seconds)} left</p>;
  return (
    <div className={styles.timer} role="timer" aria-label="Time left">
      <span className={styles.digits}>{clockText(seconds)}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${100 * countdown.share}%` }} />
      </span>
    </div>
  );
}
