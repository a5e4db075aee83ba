// Gives the questions that were not asked to the class, to be answered alone: vote, two arguments, vote again.

import React, { useState } from 'react';
import { isAllowed, type RoomState } from '@site/src/quiz/peer/phases';
import type { Lead } from '../useRoom';
import controls from '../controls.module.css';

const spans = [
  { hours: 24, label: 'for a day' },
  { hours: 72, label: 'for three days' },
  { hours: 168, label: 'for a week' },
  { hours: null, label: 'until I collect them' },
] as const;

interface Props {
  lead: Lead;
  state: RoomState;
  /** Questions that were not asked yet. */
  planned: number;
}

export function GiveOut({ lead, state, planned }: Props) {
  const [chosen, setChosen] = useState(2);
  if (planned === 0 || !isAllowed(state, 'assign')) return null;
  return (
    <details>
      <summary>Give {planned === 1 ? 'it' : `all ${planned} that are left`} out, to be answered alone</summary>
      <p>Each student votes, reads what others would say for two other options, votes again, and then sees why each option is what it is.</p>
      <div className={controls.field}>
        <label>
          Given out{' '}
          <select value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
            {spans.map(({ label }, i) => (
              <option key={label} value={i}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <button type="button" className={controls.button} aria-disabled={lead.isBusy} onClick={(event) => event.detail < 2 && void lead.send({ do: 'assign', hours: spans[chosen]!.hours })}>
        Give {planned === 1 ? 'it' : 'them'} out
      </button>
    </details>
  );
}
