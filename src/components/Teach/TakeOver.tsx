// For a device that does not lead yet: the room's code and a key from the one that does.

import React, { useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { ApiFailure, host } from '@site/src/classroom/api';
import { normalizeCode, problemOfCode } from '@site/src/formats/room-code';
import controls from './controls.module.css';

interface Props {
  /** What this page is for. */
  as: 'host' | 'projector';
  code?: string;
  /** Why the room was not shown. */
  refused?: number;
  onTaken: () => void;
}

const whatFor = { host: 'Lead a class from this device', projector: 'Show a class on this screen' };

function refusal(as: Props['as'], code: string | undefined, status: number | undefined): string | undefined {
  if (status === 404) return `There is no room ${code}. It may have been erased.`;
  if (status !== undefined) return `This browser ${as === 'host' ? 'does not lead' : 'may not show'} room ${code} yet.`;
  return undefined;
}

export function TakeOver({ as, code, refused, onTaken }: Props) {
  const rolePage = useBaseUrl(`/teach/${as === 'host' ? 'projector' : 'room'}/`);
  const teachUrl = useBaseUrl('/teach/');
  const [typed, setTyped] = useState(code ?? '');
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    const wrong = problemOfCode(typed) ?? (key.trim() === '' ? 'Enter the key that the leading device shows.' : undefined);
    if (wrong) return setProblem(wrong);
    setBusy(true);
    setProblem('');
    try {
      const taken = await host.takeOver(normalizeCode(typed), key);
      if (as === 'host' && taken.role === 'projector') return location.assign(`${rolePage}#${taken.code}`);
      if (taken.code === code) onTaken();
      else location.hash = taken.code;
    } catch (error) {
      setProblem(error instanceof ApiFailure ? error.message : 'That did not work. Try again.');
    } finally {
      setBusy(false);
    }
  };
  const said = refusal(as, code, refused);
  return (
    <form
      className={controls.takeOver}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void take();
      }}
    >
      <h1>{whatFor[as]}</h1>
      {said && <p role="status">{said}</p>}
      <p>On the device that leads the class choose “Use another device”. It shows a key, which is good for one device and a few minutes.</p>
      <div className={controls.field}>
        <label>
          Room <input type="text" autoComplete="off" autoCapitalize="characters" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
      </div>
      <div className={controls.field}>
        <label>
          Key <input type="text" autoComplete="off" autoCapitalize="characters" spellCheck={false} value={key} onChange={(event) => setKey(event.target.value)} />
        </label>
      </div>
      <button type="submit" className={controls.primary} disabled={isBusy}>
        {as === 'host' ? 'Lead from here' : 'Show it here'}
      </button>
      <p role="alert" className={controls.problem}>
        {problem}
      </p>
      <p>
        <a href={teachUrl}>Prepare a class</a>
      </p>
    </form>
  );
}
