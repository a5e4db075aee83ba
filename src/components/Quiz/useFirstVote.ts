// The first of two votes on an item: kept, and answered with the arguments for two other options. Not here: the second vote,
// which is marked like any answer (useItem.ts).

import { useCallback, useEffect, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { Vote } from '@site/src/formats/progress';
import { openProgress } from '@site/src/progress';
import { argumentsFor } from '@site/src/quiz/arguments';
import type { Answer } from '@site/src/quiz/public';
import { loadAnswer } from './answers';

/** The case for an option, as HTML. */
export interface Argument {
  option: string;
  html: string;
}

export interface FirstVoteState {
  first: Vote | undefined;
  /** What is read before the second vote; undefined until it is there. */
  read: Argument[] | undefined;
  /** The answers could not be fetched; the vote waits. */
  waiting: boolean;
  busy: boolean;
  vote(vote: Vote): Promise<void>;
  forget(): void;
}

async function keepVote(id: string, { option, confidence }: Vote): Promise<void> {
  const store = await openProgress();
  await store.update('first-vote', id, () => ({ kind: 'first-vote', id, at: Date.now(), option, ...(confidence ? { confidence } : {}) }));
}

/** A kept vote that no answer has followed. */
async function openVote(id: string): Promise<Vote | undefined> {
  const store = await openProgress();
  const [vote, answer] = await Promise.all([store.get('first-vote', id), store.get('quiz-answer', id)]);
  return vote && !(answer && answer.at >= vote.at) ? { option: vote.option, confidence: vote.confidence } : undefined;
}

function argumentsOf(answer: Answer, vote: Vote, seed: number): Argument[] {
  if (answer.kind !== 'single') throw new TypeError(`item "${answer.id}" is ${answer.kind}: there is nothing to vote on`);
  return argumentsFor(answer, vote.option, seed).map((option) => ({ option, html: answer.options[option]!.argumentHtml ?? '' }));
}

/** `seed` is the reader's own; undefined where the item is answered at once, and then nothing is read or kept. */
export function useFirstVote(chapter: string, itemId: string, answersUrl: string, seed: number | undefined): FirstVoteState {
  const url = useBaseUrl(`/${answersUrl}`);
  const id = `${chapter}/${itemId}`;
  const on = seed !== undefined;
  const [first, setFirst] = useState<Vote>();
  const [answer, setAnswer] = useState<Answer>();
  const [waiting, setWaiting] = useState(false);
  const [busy, setBusy] = useState(false);

  const show = useCallback(
    async (vote: Vote) => {
      setFirst(vote);
      try {
        setAnswer(await loadAnswer(url, itemId));
        setWaiting(false);
      } catch {
        setWaiting(true);
      }
    },
    [url, itemId],
  );

  useEffect(() => {
    if (!on) return;
    let alive = true;
    void openVote(id).then((vote) => {
      if (alive && vote) void show(vote);
    });
    return () => {
      alive = false;
    };
  }, [on, id, show]);

  useEffect(() => {
    if (!waiting || !first) return;
    const again = () => void show(first);
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [waiting, first, show]);

  const vote = useCallback(
    async (given: Vote) => {
      setBusy(true);
      await Promise.all([keepVote(id, given), show(given)]).finally(() => setBusy(false));
    },
    [id, show],
  );

  const forget = useCallback(() => {
    setFirst(undefined);
    setAnswer(undefined);
    setWaiting(false);
  }, []);

  const read = on && first && answer ? argumentsOf(answer, first, seed) : undefined;
  return { first: on ? first : undefined, read, waiting: on && waiting, busy, vote, forget };
}
