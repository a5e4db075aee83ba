// Questions that one answers alone, in one's own time: where one stands with each, and their way to the server and back. Votes are final here,
// so a vote is pressed, not tapped, and is sent until there is an answer.

import type { AssignedQuestion, VoteBody } from '@site/src/formats/class';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiFailure, student } from '../api';
import { isPassing } from './postman';
import type { Room } from './room';

export type Stage = 'first' | 'second' | 'done';

export const stageOf = ({ votes, answer }: AssignedQuestion): Stage => (answer ? 'done' : votes[1] ? 'second' : 'first');

export interface AloneState {
  questions: readonly AssignedQuestion[];
  /** A vote is on its way. */
  busy: boolean;
  /** What stands in the way, in words. */
  told: string;
  vote(vote: Omit<VoteBody, 'revision'>): void;
}

const RETRY_MS = 3000;

/** Asks for the questions whenever the room changes or the connection comes back, where `wanted`. */
export function useAlone(code: string, { snapshot, standing }: Room, wanted: boolean): AloneState {
  const [questions, setQuestions] = useState<readonly AssignedQuestion[]>([]);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    let isHere = true;
    if (wanted && standing === 'live')
      student.assigned(code).then(
        (found) => isHere && setQuestions(found.questions),
        (error: unknown) => {
          if (!(error instanceof ApiFailure)) throw error;
          // Asked again when the stream comes back, or the room changes.
          if (isHere) setTold(error.message);
        },
      );
    return () => void (isHere = false);
  }, [code, snapshot?.seq, standing, wanted]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = async (vote: VoteBody): Promise<void> => {
    setBusy(true);
    try {
      const stands = await student.voteAlone(code, vote);
      setQuestions((before) => before.map((one) => (one.question.id === stands.question.id ? stands : one)));
      setTold('');
      setBusy(false);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const isWorthATry = isPassing(error);
      setTold(isWorthATry ? 'Your vote is not sent yet: there is no connection. It is tried again by itself while this page is open.' : error.message);
      if (isWorthATry) timer.current = setTimeout(() => void send(vote), Math.max(RETRY_MS, error.retryAfterMs ?? 0));
      else setBusy(false);
    }
  };
  return { questions, busy, told, vote: (vote) => void send({ ...vote, revision: 1 }) };
}
