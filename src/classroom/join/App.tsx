/** @jsxImportSource preact */
// Which page a student sees: the door, the way in, the room, or that there is no room any more. The address's hash names the room.

import { problemOfCode } from '@site/src/formats/room-code';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiFailure, student } from '../api';
import { hashOf, readHash, type Target } from './address';
import { Door } from './Door';
import { comeIn } from './entrance';
import { browserShelf, RoomMemory } from './memory';
import { RoomPage } from './RoomPage';
import { Session, type Ending } from './session';

/** What the address asks for. A token leaves the address bar at once, so that nobody reads it over a shoulder. */
function takeTarget(): Target | undefined {
  const target = readHash(location.hash);
  if (target?.token) history.replaceState(null, '', hashOf({ code: target.code }));
  return target;
}

export function App() {
  const [target, setTarget] = useState(takeTarget);
  useEffect(() => {
    const onHash = () => setTarget(takeTarget());
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  // Typed and sent off: there is nothing left to ask.
  const [typed, setTyped] = useState('');
  const goTo = (code: string) => {
    history.pushState(null, '', hashOf({ code }));
    setTyped(code);
    setTarget({ code });
  };
  if (!target || problemOfCode(target.code)) return <Door key={target?.code} code={target?.code ?? ''} busy={false} onJoin={goTo} />;
  return <Visit key={hashOf(target)} target={target} isAsked={typed === target.code} onOther={goTo} />;
}

type Place =
  | { at: 'door'; failure?: ApiFailure }
  | { at: 'way'; waiting?: string }
  | { at: 'room'; session: Session }
  | { at: 'end'; why: Ending | 'left' };

interface VisitProps {
  target: Target;
  /** The student has said that they want to join. */
  isAsked: boolean;
  onOther: (code: string) => void;
}

function Visit({ target, isAsked, onOther }: VisitProps) {
  const { code } = target;
  const memory = useMemo(() => new RoomMemory(code, browserShelf()), [code]);
  const [place, setPlace] = useState<Place>({ at: 'way' });
  const current = useRef<{ stop(): void }>(undefined);

  const open = (canResume: boolean) => {
    const wasIn = memory.membership !== undefined;
    const session = new Session(memory, (ending) => {
      const { token } = memory.membership ?? {};
      if (ending === 'erased') memory.forget();
      // The cookie is gone, the token is not.
      if (ending === 'unknown' && canResume && token) enter({ code, token });
      // A browser without storage asks the server whether it was here before; mostly it was not.
      else if (ending === 'unknown' && !wasIn) return isAsked ? enter({ code }) : setPlace({ at: 'door' });
      else setPlace({ at: 'end', why: ending });
    });
    current.current = session;
    setPlace({ at: 'room', session });
  };

  const enter = (as: Target) => {
    const abort = new AbortController();
    current.current = { stop: () => abort.abort() };
    setPlace({ at: 'way' });
    comeIn(as, memory, (failure) => setPlace({ at: 'way', waiting: `${failure.message} Trying again …` }), abort.signal).then(
      (joined) => joined && open(false),
      (error: unknown) => {
        if (!(error instanceof ApiFailure)) throw error;
        // A token of one's own that is of no use any more; another one came by a link, and is told of.
        setPlace(error.status === 403 && as.token !== target.token ? { at: 'end', why: 'unknown' } : { at: 'door', failure: error });
      },
    );
  };

  const leave = () => {
    current.current?.stop();
    memory.forget();
    // Should nothing come back, the cookie stays, and the next one to join at this browser replaces it.
    student.leave(code).catch(() => {});
    setPlace({ at: 'end', why: 'left' });
  };

  useEffect(() => {
    if (target.token) enter(target);
    else if (memory.membership || !memory.lasts) open(true);
    else if (isAsked) enter(target);
    else setPlace({ at: 'door' });
    return () => current.current?.stop();
    // Once for a target: each has its own Visit.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  switch (place.at) {
    case 'room':
      return <RoomPage session={place.session} onLeave={leave} />;
    case 'end':
      return <End why={place.why} onJoin={() => enter({ code })} />;
    case 'way':
      return <Door code={code} busy waiting={place.waiting} onJoin={() => {}} />;
    case 'door':
      return <Door code={code} busy={false} failure={place.failure} onJoin={(typed) => (typed === code ? enter({ code }) : onOther(typed))} />;
  }
}

const endWords: Record<Ending | 'left', { title: string; text: string }> = {
  unknown: {
    title: 'You are not in this class any more',
    text: 'It does not know this browser any more. You may join again, under a new name; a vote that was not sent yet goes with you.',
  },
  erased: { title: 'This class is gone', text: 'It was erased, with its questions and votes. There is nothing left to come back to.' },
  left: { title: 'You have left', text: 'Your votes stay with the class under the made-up name, and this browser has forgotten you.' },
};

function End({ why, onJoin }: { why: Ending | 'left'; onJoin: () => void }) {
  const { title, text } = endWords[why];
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="door">
      <h1>{title}</h1>
      <p role="status">{text}</p>
      {why !== 'erased' && (
        <button type="button" className="main" onClick={onJoin}>
          Join again
        </button>
      )}
    </main>
  );
}
