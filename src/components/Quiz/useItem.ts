// One item's life: answered, marked, kept; unmarked answers wait until the answers can be fetched.

import { useCallback, useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { RecordOf, Vote } from '@site/src/formats/progress';
import { openProgress } from '@site/src/progress';
import { mark, type Marking, type Response } from '@site/src/quiz/mark';
import type { Answer } from '@site/src/quiz/public';
import { recordAnswer } from '@site/src/quiz/review';
import { loadAnswer } from './answers';

export type AnswerKind = 'quiz-answer' | 'exercise-answer';
export type AnswerRecord = RecordOf<AnswerKind>;

export interface MarkedItem {
  marking: Marking;
  answer: Answer;
  /** Where the reader voted twice: the first vote. */
  first?: Vote;
}

/** What was answered, and the first vote where there were two. */
export interface Given {
  response: Response;
  first?: Vote;
}

const givenIn = ({ response, first }: AnswerRecord): Given => ({ response, ...(first ? { first } : {}) });

async function keep(kind: AnswerKind, id: string, given: Given, correct: boolean | undefined): Promise<void> {
  const store = await openProgress();
  await store.update(kind, id, (before) => {
    const now = Date.now();
    const waiting = before && before.correct === undefined ? before.attempts : undefined;
    const history = before && { id, attempts: before.attempts, streak: before.streak, answeredAt: before.at };
    if (correct === undefined) return { kind, id, at: now, ...given, attempts: waiting ?? before?.attempts ?? 0, streak: before?.streak ?? 0 };
    const next = recordAnswer(history, id, correct, now);
    return { kind, id, at: now, ...given, correct, attempts: next.attempts, streak: next.streak };
  });
}

export interface ItemState {
  /** What was stored when the page opened. */
  stored: AnswerRecord | undefined;
  marked: MarkedItem | undefined;
  /** The answers could not be fetched; the answer waits. */
  waiting: boolean;
  busy: boolean;
  submit(given: Given): Promise<void>;
  /** Shows the marking of the stored answer again; no new attempt. */
  reopen(): Promise<void>;
  retry(): void;
}

export function useItem(kind: AnswerKind, chapter: string, itemId: string, answersUrl: string, onMarked?: (correct: boolean) => void): ItemState {
  const url = useBaseUrl(`/${answersUrl}`);
  const id = `${chapter}/${itemId}`;
  const [stored, setStored] = useState<AnswerRecord>();
  const [marked, setMarked] = useState<MarkedItem>();
  const [waiting, setWaiting] = useState<Given>();
  const [busy, setBusy] = useState(false);
  const report = useRef(onMarked);
  useEffect(() => {
    report.current = onMarked;
  });

  useEffect(() => {
    let alive = true;
    void openProgress()
      .then((store) => store.get(kind, id))
      .then((record) => {
        if (!alive || !record) return;
        setStored(record);
        if (record.correct === undefined) setWaiting(givenIn(record));
      });
    return () => {
      alive = false;
    };
  }, [kind, id]);

  const submit = useCallback(
    async (given: Given) => {
      setBusy(true);
      try {
        const answer = await loadAnswer(url, itemId);
        const marking = mark(given.response, answer);
        setMarked({ marking, answer, first: given.first });
        setWaiting(undefined);
        report.current?.(marking.correct);
        await keep(kind, id, given, marking.correct);
      } catch {
        setWaiting(given);
        await keep(kind, id, given, undefined);
      } finally {
        setBusy(false);
      }
    },
    [kind, id, itemId, url],
  );

  // What waited is marked as soon as there is a network again.
  useEffect(() => {
    if (!waiting) return;
    const again = () => void submit(waiting);
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [waiting, submit]);

  const reopen = useCallback(async () => {
    if (!stored) return;
    setBusy(true);
    try {
      const answer = await loadAnswer(url, itemId);
      setMarked({ marking: mark(stored.response, answer), answer, first: stored.first });
    } catch {
      setWaiting(givenIn(stored));
    } finally {
      setBusy(false);
    }
  }, [stored, url, itemId]);

  const retry = useCallback(() => {
    setMarked(undefined);
    setWaiting(undefined);
    setStored(undefined);
  }, []);

  return { stored, marked, waiting: waiting !== undefined, busy, submit, reopen, retry };
}
