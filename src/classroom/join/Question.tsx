/** @jsxImportSource preact */
// The room in its phase: what happens now, and the question where there is one.

import { Alone } from './Alone';
import { Html } from './Html';
import { openVoteOf, useFocusOn } from './hooks';
import { Options } from './Options';
import { Revealed } from './Revealed';
import { ownVote, voteState, type Room } from './room';
import type { Session } from './session';
import { Clock, Vote } from './Vote';
import { groupWords, phaseWords } from './words';

interface Props {
  session: Session;
  room: Room;
  say: (text: string) => void;
}

export function Question({ session, room, say }: Props) {
  const { phase, round, question, reveal } = room.snapshot!;
  const { heading, now } = phaseWords(room.snapshot!);
  const focus = useFocusOn<HTMLHeadingElement>(openVoteOf(room));
  return (
    <>
      <h1 ref={focus} tabIndex={-1}>
        {heading}
      </h1>
      {phase === 'waiting' && <p>You appear as {room.name}.</p>}
      <p className="now">{now}</p>
      {phase === 'closed' && <ClosedVote room={room} />}
      {phase === 'discussing' && <Discussion room={room} say={say} />}
      {question && phase !== 'waiting' && phase !== 'ended' && (
        <>
          <Html className="stem" html={question.stemHtml} />
          {phase === 'voting' ? <Vote session={session} room={room} say={say} /> : <Options question={question} votes={{ 1: ownVote(room, question.id, 1), 2: ownVote(room, question.id, 2) }} rounds={round} reveal={reveal} />}
        </>
      )}
      {question && reveal && <Revealed question={question} reveal={reveal} rounds={reveal.rounds} />}
      {(phase === 'assigned' || phase === 'waiting' || phase === 'ended') && <Alone memory={session.memory} room={room} />}
    </>
  );
}

/** What one's vote has come to when nothing can be changed any more. */
function ClosedVote({ room }: { room: Room }) {
  const { question, round } = room.snapshot!;
  const own = question && ownVote(room, question.id, round || 1);
  if (!own) return <p>You did not vote in this round. The next vote is open to you all the same.</p>;
  if (voteState(room) === 'kept') return null;
  return <p role="status">Your last choice has not reached the class yet. It may come too late to count; this page tells you when it knows.</p>;
}

function Discussion({ room: { group, endsAtMs }, say }: { room: Room; say: (text: string) => void }) {
  return (
    <div className="discussion">
      {group && (
        <p className="group">
          <strong>{group.number}</strong> <span>{groupWords(group)}</span>
        </p>
      )}
      {!group && <p>Turn to somebody near you.</p>}
      <Clock endsAtMs={endsAtMs} say={say} />
    </div>
  );
}
