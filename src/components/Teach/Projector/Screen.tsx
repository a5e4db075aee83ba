// What a lecture hall sees: the question as large as fits, how to join, how many have voted, the time; and of the answers nothing before the
// reveal. Shows what it is given; the class server or a class of raised hands gives it.

import React, { useState, type ReactNode } from 'react';
import type { Reveal as Revealed, ShownQuestion, Snapshot } from '@site/src/formats/class';
import { Reveal, type LiveView } from '../Reveal';
import { Options, Stem } from '../Question';
import { phaseWords } from '../steps';
import { Timer } from '../Timer';
import type { Countdown } from '../useCountdown';
import { useKeys } from '../useKey';
import { useFit } from './useFit';
import styles from './styles.module.css';

/** 40 px to 18 px at a height of 720. */
const asked = { smallest: 0.025, largest: 0.0556 };
/** A reveal has more in it, and may be scrolled: 27 px to 22 px. */
const told = { smallest: 0.0305, largest: 0.0375 };

const ZOOM_STEP = 1.15;
const MOST_ZOOM = 4;

function toggleFullScreen(): void {
  // A browser may refuse; the page serves as it is.
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
  else void document.documentElement.requestFullscreen?.().catch(() => {});
}

function useZoom(): number {
  const [zoom, setZoom] = useState(1);
  const by = (factor: number) => setZoom((now) => Math.min(MOST_ZOOM, Math.max(1 / MOST_ZOOM, now * factor)));
  useKeys({ f: toggleFullScreen, '+': () => by(ZOOM_STEP), '=': () => by(ZOOM_STEP), '-': () => by(1 / ZOOM_STEP), '0': () => setZoom(1) });
  return zoom;
}

export interface ScreenProps {
  title: string;
  phase: Snapshot['phase'];
  round: Snapshot['round'];
  question: ShownQuestion | null;
  reveal: Revealed | null;
  countdown?: Countdown;
  /** "47 of 52 voted". */
  tally?: string;
  /** The code, the address and the QR code. */
  join?: ReactNode;
  /** What stands in the middle while there is no question. */
  waiting: ReactNode;
  standing?: ReactNode;
  Live: LiveView;
  withoutTable?: ReactNode;
}

const asks: Partial<Record<Snapshot['phase'], string>> = {
  voting: 'Vote on your own.',
  closed: 'The vote is closed.',
  discussing: 'Find someone who answered differently, and convince them.',
};

export function Screen({ title, phase, round, question, reveal, countdown, tally, join, waiting, standing, Live, withoutTable }: ScreenProps) {
  const zoom = useZoom();
  const isRevealed = phase === 'revealed' && reveal !== null && question !== null;
  const { box, isWhole } = useFit(zoom, `${question?.id} ${isRevealed} ${round}`, isRevealed ? told : asked);
  const isAsking = question !== null && !isRevealed;
  return (
    <div className={styles.screen} data-phase={phase}>
      <header className={styles.header}>
        <h1>{title}</h1>
        <p role="status">
          {question && `Question ${question.number}: `}
          {question || phase === 'ended' ? phaseWords({ phase, round }) : ''}
        </p>
        {standing}
      </header>
      <div className={styles.body} ref={box} tabIndex={-1}>
        {isAsking && (
          <>
            <Stem html={question.stemHtml} />
            <Options options={question.options} />
          </>
        )}
        {isRevealed && (
          <>
            <Stem html={question.stemHtml} />
            <Reveal options={question.options} reveal={reveal} Live={Live} withoutTable={withoutTable} />
          </>
        )}
        {!question && waiting}
      </div>
      {isAsking && (
        <aside className={styles.aside} aria-label="Vote">
          {countdown && <Timer countdown={countdown} />}
          <p className={styles.asks}>{asks[phase]}</p>
          {!isWhole && <p className={styles.asks}>Not all of it fits: the key − makes it smaller.</p>}
          {tally && <p className={styles.tally}>{tally}</p>}
          {join}
        </aside>
      )}
    </div>
  );
}
