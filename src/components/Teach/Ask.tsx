// Asks before something is gone for good; the harmless answer has the focus.

import React, { useEffect, useRef } from 'react';
import controls from './controls.module.css';

interface Props {
  question: string;
  yes: string;
  onYes: () => void;
  onNo: () => void;
}

export function Ask({ question, yes, onYes, onNo }: Props) {
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <div className={controls.notice} role="alertdialog" aria-label={question} onKeyDown={(event) => event.key === 'Escape' && onNo()}>
      <p>{question}</p>
      <div className={controls.row}>
        <button type="button" className={controls.button} onClick={onYes}>
          {yes}
        </button>
        <button type="button" className={controls.button} ref={no} onClick={onNo}>
          Cancel
        </button>
      </div>
    </div>
  );
}
