// The time that is left, in digits and as a bar.

import React from 'react';
import { clockText } from '@site/src/classroom/join/countdown';
import type { Countdown } from './useCountdown';
import styles from './question.module.css';

export function Timer({ countdown }: { countdown: Countdown }) {
  return (
    <div className={styles.timer} role="timer" aria-label="Time left">
      <span className={styles.digits}>{clockText(Math.ceil(countdown.leftMs / 1000))}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${100 * countdown.share}%` }} />
      </span>
    </div>
  );
}
