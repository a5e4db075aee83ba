// One item: its stem, the means to answer it, and what the reader is told. Used by the quiz and by exercises in the text.

import React, { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { Marking, Response } from '@site/src/quiz/mark';
import { disarrange, seedOf, type PublicItem } from '@site/src/quiz/public';
import { createRng } from '@site/src/engine/random';
import type { Vote } from '@site/src/formats/progress';
import { Choices, NumberField, OrderList, OutputField } from './inputs';
import { Feedback } from './Feedback';
import { Arguments, BothVotes, ConfidenceField, VoteStep } from './TwoVotes';
import { useFirstVote } from './useFirstVote';
import { useItem, type AnswerKind } from './useItem';
import styles from './styles.module.css';

export interface ItemProps {
  kind: AnswerKind;
  chapter: string;
  item: PublicItem;
  answersUrl: string;
  /** The reader's own seed for the order of options; without it they stand as the page was built. */
  seed?: number;
  /** The reader's own seed where they vote twice on this item; without it the first answer is marked. */
  voteSeed?: number;
  /** Counts up to clear the item for another try. */
  round?: number;
  onMarked?: (correct: boolean) => void;
}

/** Reads the form; undefined when there is nothing in it yet. */
function readResponse(item: PublicItem, form: HTMLFormElement, steps: string[]): Response | undefined {
  const data = new FormData(form);
  const chosen = data.getAll('answer').map(String);
  switch (item.kind) {
    case 'single':
      return chosen[0] === undefined ? undefined : { kind: 'single', option: chosen[0] };
    case 'multiple':
      return chosen.length === 0 ? undefined : { kind: 'multiple', options: chosen };
    case 'order':
      return { kind: 'order', steps };
    default:
      return chosen[0]?.trim() ? { kind: item.kind, text: chosen[0] } : undefined;
  }
}

function readVote(option: string, form: HTMLFormElement): Vote {
  const confidence = new FormData(form).get('confidence') as Vote['confidence'] | null;
  return { option, ...(confidence ? { confidence } : {}) };
}

function fillForm(form: HTMLFormElement, response: Response): void {
  const chosen = response.kind === 'single' ? [response.option] : response.kind === 'multiple' ? response.options : [];
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[name=answer]')) {
    if (response.kind === 'number' || response.kind === 'output') field.value = response.text;
    else if (field instanceof HTMLInputElement) field.checked = chosen.includes(field.value);
  }
}

const missing = (kind: PublicItem['kind']) => (kind === 'single' || kind === 'multiple' ? 'Choose an option first.' : 'Write an answer first.');

const submitText = { answer: 'Submit', first: 'Vote', second: 'Vote again' };

function verdictLine(marking: Marking): string {
  return [marking.correct ? 'Right.' : 'Not right.', marking.note].filter(Boolean).join(' ');
}

export function Item({ kind, chapter, item, answersUrl, seed, voteSeed, round = 0, onMarked }: ItemProps) {
  const state = useItem(kind, chapter, item.id, answersUrl, onMarked);
  const votes = useFirstVote(chapter, item.id, answersUrl, voteSeed);
  const form = useRef<HTMLFormElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const step = useRef<HTMLParagraphElement>(null);
  const stemId = useId();
  const initialSteps = item.kind === 'order' ? item.steps.map((s) => s.id) : [];
  const [steps, setSteps] = useState(initialSteps);
  const [problem, setProblem] = useState('');
  const { marked, stored, retry } = state;
  const asked = voteSeed === undefined || state.waiting ? 'answer' : votes.read ? 'second' : 'first';

  const startOver = () => {
    retry();
    votes.forget();
    form.current?.reset();
    if (item.kind === 'order') setSteps(disarrange(item.steps, seedOf(item.id) + Date.now()).map((s) => s.id));
  };
  /** The button that had the focus is gone; the first thing to answer with comes next. */
  const tryAgain = () => {
    startOver();
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[name=answer], [data-step] button:enabled')?.focus());
  };
  const lastRound = useRef(round);
  useEffect(() => {
    if (lastRound.current !== round) startOver();
    lastRound.current = round;
  });
  // What was answered before comes back, unless the reader has begun anew.
  useEffect(() => {
    if (!stored || !form.current || stored.response.kind !== item.kind) return;
    if (stored.response.kind === 'order') setSteps(stored.response.steps);
    else if (!readResponse(item, form.current, [])) fillForm(form.current, stored.response);
  }, [stored, item]);
  // So does a first vote, which is newer than any answer.
  useEffect(() => {
    if (votes.first && form.current) fillForm(form.current, { kind: 'single', option: votes.first.option });
  }, [votes.first]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const response = form.current && readResponse(item, form.current, steps);
    setProblem(response ? '' : missing(item.kind));
    if (!response || !form.current) return;
    if (asked === 'first' && response.kind === 'single') {
      await votes.vote(readVote(response.option, form.current));
      step.current?.focus();
      return;
    }
    await state.submit({ response, ...(asked === 'second' ? { first: votes.first } : {}) });
    votes.forget();
    // The button that had the focus is gone; the verdict comes next.
    status.current?.focus();
  };
  const parts = new Map(marked?.marking.parts.map((part) => [part.id, part]));
  const done = marked !== undefined;
  /** The stored answer, while nothing newer is under way. */
  const before = done || state.waiting || votes.first ? undefined : stored;
  const options = 'options' in item ? (seed === undefined ? item.options : createRng(seed ^ seedOf(item.id)).shuffle(item.options)) : [];

  return (
    <form ref={form} className={styles.item} onSubmit={submit} aria-labelledby={stemId} data-item={item.id} data-peer={item.peer || undefined}>
      <div id={stemId} className={styles.stem} dangerouslySetInnerHTML={{ __html: item.stemHtml }} />
      {asked !== 'answer' && !done && <VoteStep ref={step} step={votes.waiting ? 'waiting' : asked} />}
      {votes.read && !done && <Arguments options={options} read={votes.read} />}
      {(item.kind === 'single' || item.kind === 'multiple') && (
        <Choices kind={item.kind} options={options} parts={parts} first={marked ? marked.first : votes.first} done={done} labelledBy={stemId} />
      )}
      {item.kind === 'number' && <NumberField unit={item.unit} done={done} labelledBy={stemId} />}
      {item.kind === 'order' && <OrderList options={item.steps} order={steps} onOrder={setSteps} parts={parts} done={done} labelledBy={stemId} />}
      {item.kind === 'output' && <OutputField programHtml={item.programHtml} done={done} labelledBy={stemId} />}
      {asked === 'first' && !done && <ConfidenceField />}
      <p ref={status} className={styles.status} role="status" tabIndex={-1} data-verdict={marked ? (marked.marking.correct ? 'right' : 'wrong') : undefined}>
        {problem && !done ? problem : null}
        {marked ? verdictLine(marked.marking) : null}
        {marked?.first && <BothVotes options={options} first={marked.first.option} second={marked.marking.parts.find((part) => part.chosen)?.id ?? ''} />}
        {state.waiting && !done ? 'The answers could not be loaded: you seem to be offline. Your answer is kept, and is marked when you are back.' : null}
        {before ? `You answered this before: ${before.correct ? 'right' : 'not right'}.` : null}
      </p>
      {marked && <Feedback marked={marked} />}
      <div className={styles.actions}>
        {/* Keys: were one button to become the other, its click would go on to submit the form. */}
        {done ? (
          <button key="again" type="button" className={styles.button} onClick={tryAgain}>
            Try again
          </button>
        ) : (
          <button key={asked} type="submit" className={styles.primary} disabled={state.busy || votes.busy}>
            {state.waiting || votes.waiting ? 'Submit again' : submitText[asked]}
          </button>
        )}
        {before && (
          <button type="button" className={styles.button} onClick={() => void state.reopen()}>
            Show explanation
          </button>
        )}
      </div>
    </form>
  );
}
