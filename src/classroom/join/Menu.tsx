/** @jsxImportSource preact */
// What a student may do besides voting: go on at another device, say who they are, leave.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { spacedCode } from './address';
import { openVoteOf, isTyping } from './hooks';
import { Identity } from './Identity';
import { PersonalLink } from './PersonalLink';
import type { Room } from './room';
import type { Session } from './session';

type Part = 'device' | 'identity' | 'leave';

export function Menu({ session, room, onLeave }: { session: Session; room: Room; onLeave: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [part, setPart] = useState<Part>();
  const vote = openVoteOf(room);
  // A question goes before all this, but not before what is being typed.
  useLayoutEffect(() => {
    if (vote && !isTyping()) dialog.current?.close();
  }, [vote]);
  return (
    <>
      <button
        type="button"
        className="quiet"
        aria-haspopup="dialog"
        onClick={() => {
          setPart(undefined);
          dialog.current?.showModal();
        }}
      >
        <span className="visually-hidden">You are </span>
        {room.name}
        <span className="visually-hidden">: menu</span>
        <span aria-hidden="true"> ▾</span>
      </button>
      <dialog ref={dialog} aria-labelledby="menu-title">
        <div className="head">
          <h2 id="menu-title">{room.name}</h2>
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        {/* Always there: an element that came in between would move those after it, and what is typed in would lose the focus. */}
        <p role="status">{vote && 'A question is open. Close this to vote.'}</p>
        <p>
          {!room.studentId && 'The class knows you by this made-up name alone. '}It is the class <strong>{spacedCode(session.memory.code)}</strong>.
        </p>
        <Entry title="Use another device" isOpen={part === 'device'} onToggle={() => setPart(part === 'device' ? undefined : 'device')}>
          <PersonalLink memory={session.memory} />
        </Entry>
        <Entry title="Tell the instructor who you are" isOpen={part === 'identity'} onToggle={() => setPart(part === 'identity' ? undefined : 'identity')}>
          <Identity session={session} studentId={room.studentId} />
        </Entry>
        <Entry title="Leave this class" isOpen={part === 'leave'} onToggle={() => setPart(part === 'leave' ? undefined : 'leave')}>
          <p>This browser forgets that it was here. Your votes stay under the name {room.name}; to be {room.name} again you need your personal link (“Use another device”).</p>
          <button type="button" onClick={onLeave}>
            Leave
          </button>
        </Entry>
      </dialog>
    </>
  );
}

function Entry({ title, isOpen, onToggle, children }: { title: string; isOpen: boolean; onToggle: () => void; children: preact.ComponentChildren }) {
  return (
    <div className="entry">
      <h3>
        <button type="button" aria-expanded={isOpen} onClick={onToggle}>
          {title} <span aria-hidden="true">{isOpen ? '−' : '+'}</span>
        </button>
      </h3>
      {isOpen && <div>{children}</div>}
    </div>
  );
}
