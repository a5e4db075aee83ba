// What to press: where the class stands, the one obvious next step, and quieter what else the phase allows.

import React from 'react';
import type { Command, Counts, Snapshot } from '@site/src/formats/class';
import type { RoomState } from '@site/src/quiz/peer/phases';
import { NextButton } from '../NextButton';
import { nextLabel, otherSteps, phaseWords } from '../steps';
import { Timer } from '../Timer';
import { useCountdown } from '../useCountdown';
import type { Lead } from '../useRoom';
import controls from '../controls.module.css';
import styles from './styles.module.css';

interface Props {
  lead: Lead;
  snapshot: Snapshot;
  counts: Counts;
  state: RoomState;
  next: Command | undefined;
  hasNext: boolean;
  /** False for a moment in which it is not known yet what is advised. */
  isReady: boolean;
}

export function Steps({ lead, snapshot, counts, state, next, hasNext, isReady }: Props) {
  const { phase, round, question, remainingMs } = snapshot;
  const countdown = useCountdown(remainingMs, lead.atMs, `${question?.id} ${phase} ${round}`);
  const situation = { state, counts, hasNext, isTimed: remainingMs !== null };
  const others = otherSteps(situation, next);
  return (
    <section className={styles.steps} aria-label="Next step">
      <div className={styles.where}>
        <p>
          <strong role="status">
            {question && `Question ${question.number}: `}
            {phaseWords(state)}
          </strong>
          {(phase === 'voting' || phase === 'assigned') && (
            <span className={styles.counts}>
              {counts.voted} of {counts.joined} {phase === 'voting' ? 'voted' : 'have begun'}
            </span>
          )}
        </p>
        {countdown && <Timer countdown={countdown} />}
      </div>
      {next ? (
        <NextButton label={nextLabel(next, situation)} does={`${next.do} ${phase} ${round} ${question?.id}`} isBusy={lead.isBusy || !isReady} onPress={() => void lead.send(next)} />
      ) : (
        <p>No question is left. Add one below, or end the meeting.</p>
      )}
      {others.length > 0 && (
        <div className={controls.row} role="group" aria-label="Other steps">
          {others.map(({ command, label }) => (
            <button key={command.do} type="button" className={controls.button} aria-disabled={lead.isBusy || !isReady} onClick={(event) => event.detail < 2 && isReady && void lead.send(command)}>
              {label}
            </button>
          ))}
        </div>
      )}
      <p role="alert" className={controls.problem}>
        {lead.told}
      </p>
    </section>
  );
}
