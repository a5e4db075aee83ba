/** @jsxImportSource preact */
// Opt-in: which student of the course this participant is, so that taking part can be credited. Can be taken back.

import { useState } from 'preact/hooks';
import { ApiFailure } from '../api';
import type { Session } from './session';

export function Identity({ session, studentId }: { session: Session; studentId: string | undefined }) {
  const [typed, setTyped] = useState('');
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>, done: string) => {
    setBusy(true);
    setTold('');
    const failure = await work().then(() => undefined, (error: unknown) => error);
    setBusy(false);
    if (failure === undefined) return setTold(done);
    if (!(failure instanceof ApiFailure)) throw failure;
    setTold(failure.message);
  };
  return (
    <>
      <p>Only if you want credit for taking part. Your id is kept apart from your votes, only the instructor can bring the two together, and you may take it back at any time.</p>
      {studentId ? (
        <>
          <p>
            The instructor knows you as <strong>{studentId}</strong>.
          </p>
          <button type="button" disabled={busy} onClick={() => void attempt(() => session.takeIdentityBack(), 'Taken back.')}>
            Take it back
          </button>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const id = typed.trim();
            if (id) void attempt(() => session.identify(id), 'Kept.');
          }}
        >
          <label>
            Your student id
            <input value={typed} onInput={(event) => setTyped(event.currentTarget.value)} maxLength={60} autoComplete="off" />
          </label>
          <button type="submit" disabled={busy || typed.trim() === ''}>
            Tell the instructor
          </button>
        </form>
      )}
      <p role="status">{told}</p>
    </>
  );
}
