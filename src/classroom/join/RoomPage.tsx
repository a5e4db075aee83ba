/** @jsxImportSource preact */
// The page of somebody who is in: the class and one's name at the head, the room in the middle, how the connection stands at the foot.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useRoom } from './hooks';
import { Menu } from './Menu';
import { Question } from './Question';
import type { Session } from './session';
import { phaseWords, standingWords } from './words';

export function RoomPage({ session, onLeave }: { session: Session; onLeave: () => void }) {
  const room = useRoom(session);
  const [said, say] = useSaid();
  const { snapshot } = room;
  const words = snapshot ? phaseWords(snapshot) : undefined;
  useEffect(() => {
    document.title = words ? `${words.heading} · ${snapshot!.title}` : 'Coming in';
  });
  // A question that opens takes the focus, and is read by that.
  useAnnouncement(words && (snapshot?.phase === 'voting' ? '' : `${words.heading}. ${words.now}`), say);
  return (
    <>
      <header>
        <p className="title">{snapshot?.title}</p>
        {room.name && <Menu session={session} room={room} onLeave={onLeave} />}
      </header>
      <main tabIndex={-1}>
        <div aria-live="polite">
          {room.notices.map(({ key, text }) => (
            <div key={key} className="notice">
              <p>{text}</p>
              <button type="button" onClick={() => session.dismiss(key)}>
                Understood
              </button>
            </div>
          ))}
        </div>
        {snapshot ? <Question session={session} room={room} say={say} /> : <p className="now">Coming into the class …</p>}
      </main>
      <footer>
        <p data-standing={room.standing}>{standingWords[room.standing]}</p>
        <p className="visually-hidden" role="status">
          {said}
        </p>
      </footer>
    </>
  );
}

/** The last thing that was said to a screen reader; said twice, it is heard twice. */
function useSaid(): [string, (text: string) => void] {
  const [said, setSaid] = useState('');
  const say = useCallback((text: string) => setSaid((before) => (before === text ? `${text}\u00a0` : text)), []);
  return [said, say];
}

/** Says `text` when it changes, but not what the page opened with (undefined until there is something). */
function useAnnouncement(text: string | undefined, say: (text: string) => void): void {
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (text && before.current !== undefined && before.current !== text) say(text);
    before.current = text;
  }, [text, say]);
}
