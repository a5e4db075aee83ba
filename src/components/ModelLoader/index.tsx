// What a reader sees of a model's way into the page: a button that says how much it fetches, a question where the connection may be metered,
// progress with a way out, and what went wrong with a way to try again. Shows nothing once the model is there, but a notice if it has one.

import React from 'react';
import { Button } from '@site/src/components/controls';
import type { LoadState } from '@site/src/components/useModel';
import styles from './styles.module.css';

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

interface ModelLoaderProps {
  state: LoadState<{ notice?: string }>;
  /** What the button says before anything was loaded: "Load the model (1.7 MB, and 4 MB of runtime)". */
  label: string;
  onLoad: () => void;
  onCancel: () => void;
  onAnswer: (agreed: boolean) => void;
  disabled?: boolean;
}

/** "Load the model" with what it will fetch at most; less where a part is kept from an earlier visit. */
export const loadLabel = (bytes: number): string => `Load the model (${megabytes(bytes)}, and 4 MB of runtime)`;

export default function ModelLoader({ state, label, onLoad, onCancel, onAnswer, disabled }: ModelLoaderProps) {
  switch (state.kind) {
    case 'ready':
      return state.llm.notice ? <p role="status">{state.llm.notice}</p> : null;
    case 'asking':
      return (
        <div role="group" aria-label="Download" className={styles.question}>
          <p role="alert">
            {megabytes(state.need.bytes)} are still to be downloaded, and {state.need.reason}.
          </p>
          <div className={styles.row}>
            <Button primary onClick={() => onAnswer(true)}>
              Download {megabytes(state.need.bytes)}
            </Button>
            <Button onClick={() => onAnswer(false)}>Not now</Button>
          </div>
        </div>
      );
    case 'loading':
      return <Progress loadedBytes={state.loadedBytes} totalBytes={state.totalBytes} onCancel={onCancel} />;
    default:
      return (
        <>
          {state.kind === 'failed' && (
            <p role="alert" className={styles.error}>
              {state.why}
            </p>
          )}
          <Button primary disabled={disabled} onClick={onLoad}>
            {state.kind === 'failed' ? 'Try again' : label}
          </Button>
        </>
      );
  }
}

function Progress({ loadedBytes, totalBytes, onCancel }: { loadedBytes: number; totalBytes: number; onCancel: () => void }) {
  const arrived = totalBytes > 0 && loadedBytes >= totalBytes;
  return (
    <div className={styles.row}>
      {/* Without a value the bar says that something is going on. */}
      <progress aria-label="Loading the model" max={totalBytes || 1} value={totalBytes > 0 && !arrived ? loadedBytes : undefined} />
      <span>{totalBytes === 0 ? 'Asking for the model…' : arrived ? 'Starting the model…' : `${megabytes(loadedBytes)} of ${megabytes(totalBytes)}`}</span>
      <Button onClick={onCancel}>Stop loading</Button>
    </div>
  );
}
