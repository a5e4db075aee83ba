// The one obvious button of whoever leads. A second press never acts twice: not while the first is under way, not as a double click, not on
// what the button has just become, not by a key that is held down.

import React, { useEffect, useState } from 'react';
import { useKeys } from './useKey';
import styles from './controls.module.css';

interface Props {
  label: string;
  /** Names what a press does; when it changes the button rests for a moment. */
  does: string;
  isBusy: boolean;
  onPress: () => void;
}

const REST_MS = 500;

/** True for a moment after `what` has changed. */
function useRest(what: string): boolean {
  const [rested, setRested] = useState(what);
  useEffect(() => {
    const timer = setTimeout(() => setRested(what), REST_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return rested !== what;
}

export function NextButton({ label, does, isBusy, onPress }: Props) {
  const isResting = useRest(does);
  const press = () => {
    if (!isBusy && !isResting) onPress();
  };
  useKeys({ n: press });
  return (
    <button
      type="button"
      className={styles.next}
      // Disabled in earnest it would lose the focus at each press.
      aria-disabled={isBusy || isResting}
      aria-keyshortcuts="N"
      data-busy={isBusy || undefined}
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={(event) => event.detail < 2 && press()}
    >
      {label}
    </button>
  );
}
