// Play, pause, step and scrub. Keys: arrows a step, Page Up and Down a barrier, Home and End, space to play.

import React, { useId, type KeyboardEvent } from 'react';
import { stepSentence } from './player/say';
import type { TraceIndex } from './player/traceIndex';
import { speedsFor, type Player } from './usePlayer';
import styles from './styles.module.css';

/** Keys of the player, wherever the focus is in it but on a control that has its own use for the key. */
export function playerKeys(player: Player, event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  const own = target.matches('select, input:not([type=range]), [role=group]');
  const press = target.matches('button, summary, a') && (event.key === ' ' || event.key === 'Enter');
  const action = own || press ? undefined : actionOf(player, event.key);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(player: Player, key: string): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return () => player.move(-1);
    case 'ArrowRight':
    case 'ArrowUp':
      return () => player.move(1);
    case 'PageUp':
      return () => player.moveInterval(-1);
    case 'PageDown':
      return () => player.moveInterval(1);
    case 'Home':
      return () => player.seek(0);
    case 'End':
      return () => player.seek(player.index.steps - 1);
    case ' ':
      return player.togglePlay;
    default:
      return undefined;
  }
}

interface Props {
  player: Player;
  speed: string;
  calm: boolean;
  onSpeed(speed: string): void;
}

export function Transport({ player, speed, calm, onSpeed }: Props) {
  const id = useId();
  const { index, step, playing } = player;
  const last = Math.max(0, index.steps - 1);
  const barriers = index.intervals > 1;
  const choices = speedsFor(calm);
  return (
    <div className={styles.transport}>
      <div className={styles.row}>
        <Press label="Start" onClick={() => player.seek(0)} disabled={step === 0} />
        {barriers && <Press label="‹ Barrier" name="Back to the barrier before" onClick={() => player.moveInterval(-1)} disabled={step === 0} />}
        <Press label="‹ Step" name="Step back" onClick={() => player.move(-1)} disabled={step === 0} />
        <button type="button" className={styles.primary} onClick={player.togglePlay} aria-keyshortcuts="Space">
          {playing ? 'Pause' : 'Play'}
        </button>
        <Press label="Step ›" name="Step" onClick={() => player.move(1)} disabled={step === last} />
        {barriers && <Press label="Barrier ›" name="On to the next barrier" onClick={() => player.moveInterval(1)} disabled={step === last} />}
        <Press label="End" onClick={() => player.seek(last)} disabled={step === last} />
        <select aria-label="Speed" className={styles.choice} value={choices.some((s) => s.value === speed) ? speed : '4'} onChange={(e) => onSpeed(e.target.value)}>
          {choices
            .filter((s) => barriers || s.value !== 'interval')
            .map((s) => (
              <option key={s.value} value={s.value}>
                {s.label}
              </option>
            ))}
        </select>
      </div>
      <label htmlFor={id} className="visually-hidden">
        Step of the trace
      </label>
      <Intervals index={index} />
      <input id={id} type="range" className={styles.scrub} min={0} max={last} value={step} aria-valuetext={`step ${step + 1} of ${index.steps}`} onChange={(e) => player.seek(Number(e.target.value))} />
      <p className={styles.sentence} aria-live={playing ? 'off' : 'polite'}>
        {stepSentence(index, step)}
      </p>
    </div>
  );
}

function Press({ label, name, onClick, disabled }: { label: string; name?: string; onClick: () => void; disabled: boolean }) {
  return (
    <button type="button" className={styles.button} aria-label={name} onClick={onClick} disabled={disabled}>
      {label}
    </button>
  );
}

const MOST_TICKS = 200;

/** Where the barriers lie along the slider. */
function Intervals({ index }: { index: TraceIndex }) {
  if (index.intervals <= 1 || index.intervals > MOST_TICKS || index.steps < 2) return null;
  return (
    <div className={styles.intervals} aria-hidden="true">
      {Array.from(index.intervalStart.subarray(1, -1), (first, i) => (
        <span key={i} style={{ left: `${(100 * (first - 0.5)) / (index.steps - 1)}%` }} />
      ))}
    </div>
  );
}
