/** @jsxImportSource preact */
// Where one comes in: the code, unless the address has it, and one large button. Says at once what is wrong with a code.

import { problemOfCode, problemOfTyping, normalizeCode } from '@site/src/formats/room-code';
import { useEffect, useState } from 'preact/hooks';
import type { ApiFailure } from '../api';
import { spacedCode } from './address';

interface Props {
  /** Of the address; empty when it has none. */
  code: string;
  /** Why an earlier try did not lead in. */
  failure?: ApiFailure;
  /** What stands in the way of the try that is being made. */
  waiting?: string;
  busy: boolean;
  onJoin: (code: string) => void;
}

/** True until `ms` have passed since `failure` came. */
function usePause(failure: ApiFailure | undefined): boolean {
  const [over, setOver] = useState<ApiFailure>();
  useEffect(() => {
    if (!failure?.retryAfterMs) return undefined;
    const timer = setTimeout(() => setOver(failure), failure.retryAfterMs);
    return () => clearTimeout(timer);
  }, [failure]);
  return Boolean(failure?.retryAfterMs) && over !== failure;
}

export function Door({ code, failure, waiting, busy, onJoin }: Props) {
  const [typed, setTyped] = useState(code);
  const [tried, setTried] = useState(false);
  const paused = usePause(failure);
  const isGiven = code !== '' && !problemOfCode(code) && failure?.status !== 404;
  const problem = isGiven ? undefined : tried ? problemOfCode(typed) : problemOfTyping(typed);
  const told = problem ?? (typed === code ? failure?.message : undefined);
  useEffect(() => {
    document.title = 'Join a class';
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!busy && !paused && !problemOfCode(typed)) onJoin(normalizeCode(typed));
  };
  return (
    <main className="door">
      <h1>Join {isGiven ? 'this class' : 'a class'}</h1>
      <form onSubmit={submit} noValidate>
        {isGiven ? (
          <p className="given">
            Code <strong>{spacedCode(normalizeCode(code))}</strong>
          </p>
        ) : (
          <label>
            The code on the screen
            <input
              id="code"
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                setTried(false);
              }}
              autoFocus
              autoComplete="off"
              autoCapitalize="characters"
              autoCorrect="off"
              spellcheck={false}
              maxLength={40}
              aria-describedby="told"
              aria-invalid={problem ? true : undefined}
            />
          </label>
        )}
        <p id="told" role="alert" className="told">
          {told}
        </p>
        <button type="submit" className="main" aria-disabled={busy || paused}>
          {busy ? 'Coming in …' : 'Join'}
        </button>
        <p role="status">{waiting}</p>
      </form>
      <p>No account and no name: you get a made-up name, such as “Quiet Heron”, and see it as soon as you are in.</p>
      <p>This browser keeps one cookie for this class alone, so that you can come back.</p>
    </main>
  );
}
