/** @jsxImportSource preact */
// A question that is open: options as large radio buttons, sent at one tap; how sure one is, where the room asks; how far the vote has come.

import type { ShownQuestion } from '@site/src/formats/class';
import { useEffect } from 'preact/hooks';
import { Choices } from './Choices';
import { clockText } from './countdown';
import { useCountdown } from './hooks';
import { ownVote, voteState, type Room, type VoteState } from './room';
import type { Session } from './session';
import { Sureness } from './Sureness';

const stateWords: Record<VoteState, string> = {
  none: 'Nothing chosen yet.',
  sending: 'Sending …',
  waiting: 'Kept on this phone, and sent by itself when there is a connection.',
  kept: 'Sent. You may change it until the vote closes.',
};

/** The option that a key stands for: 1 to 6, or a to f. */
function optionOfKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, { options }: ShownQuestion): string | undefined {
  if (ctrlKey || metaKey || altKey || key.length !== 1) return undefined;
  const place = /[1-9]/.test(key) ? Number(key) - 1 : key.toLowerCase().charCodeAt(0) - 97;
  return options[place]?.id;
}

/** Keys choose while the focus is in the page's main part: nobody who types elsewhere, or dictates, votes by accident. */
function useKeys(question: ShownQuestion, choose: (option: string) => void): void {
  useEffect(() => {
    const main = document.querySelector('main');
    const onKey = (event: KeyboardEvent) => {
      const option = optionOfKey(event, question);
      if (option) choose(option);
    };
    main?.addEventListener('keydown', onKey);
    return () => main?.removeEventListener('keydown', onKey);
  });
}

export function Vote({ session, room, say }: { session: Session; room: Room; say: (text: string) => void }) {
  const { question, round, askConfidence } = room.snapshot!;
  const own = ownVote(room, question!.id, round || 1);
  const state = voteState(room);
  useKeys(question!, (option) => session.choose(option));
  return (
    <>
      <Choices question={question!} chosen={own?.option} onChoose={(option) => session.choose(option)} />
      {askConfidence && own && <Sureness chosen={own.confidence} onChoose={(confidence) => session.sayConfidence(confidence)} />}
      <div className="state">
        <p role="status" data-state={state}>
          {stateWords[state]}
          {askConfidence && state === 'kept' && !own?.confidence && ' You may say below how sure you are.'}
        </p>
        <Clock endsAtMs={room.endsAtMs} say={say} />
      </div>
    </>
  );
}

/** The time that is left; nothing without a timer. */
export function Clock({ endsAtMs, say }: { endsAtMs: number | null; say: (text: string) => void }) {
  const seconds = useCountdown(endsAtMs, say);
  if (seconds === null) return null;
  return (
    <p className="clock" role="timer" aria-label="Time left">
      {seconds === 0 ? 'Time is up' : clockText(seconds)}
    </p>
  );
}
