// The room's questions: what was asked, what comes next, what is added on the fly.

import React, { useState } from 'react';
import { z } from 'zod';
import { host } from '@site/src/classroom/api';
import type { HostQuestion } from '@site/src/formats/class';
import type { PeerItem } from '@site/src/formats/class-list';
import type { RoomState } from '@site/src/quiz/peer/phases';
import { keep, readKept } from '../kept';
import { emptyDraft, toSource, type Draft } from '../lists';
import { BookItems } from '../Prepare/BookItems';
import { OwnQuestion } from '../Prepare/OwnQuestion';
import { RevealChoice } from '../Prepare/RevealChoice';
import { useItems } from '../Prepare/useItems';
import type { Lead } from '../useRoom';
import { GiveOut } from './GiveOut';
import controls from '../controls.module.css';
import styles from './styles.module.css';

interface PlanProps {
  lead: Lead;
  code: string;
  state: RoomState;
  questions: readonly HostQuestion[];
  current: string | undefined;
  upNext: string | undefined;
  choose: (id: string) => void;
}

const states = { planned: '', asked: 'asked', revealed: 'asked and revealed' };

function Planned({ lead, code, questions, current, upNext, choose }: Omit<PlanProps, 'state'>) {
  return (
    <ol className={styles.plan}>
      {questions.map((question, i) => {
        const isPlanned = question.state === 'planned';
        const mark = question.id === current ? 'now' : question.id === upNext ? 'next' : states[question.state];
        return (
          <li key={question.id} data-state={question.id === current ? 'now' : question.state}>
            {mark && <span className={styles.soft}>{mark}</span>}
            <div className={styles.planStem} dangerouslySetInnerHTML={{ __html: question.stemHtml }} />
            {isPlanned && (
              <div className={controls.row}>
                {question.id !== upNext && (
                  <button type="button" className={controls.button} aria-label={`Ask question ${i + 1} next`} onClick={() => choose(question.id)}>
                    Ask next
                  </button>
                )}
                <button type="button" className={controls.button} aria-label={`Take question ${i + 1} out`} aria-disabled={lead.isBusy} onClick={() => void lead.run(() => host.removeQuestion(code, question.id))}>
                  Take out
                </button>
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const keptDraft = z.custom<Draft>((value) => typeof value === 'object' && value !== null && 'options' in value);

/** Written in class: kept as typed until it is in the room. */
function WriteOne({ add, chapters }: { add: (draft: Draft) => Promise<boolean>; chapters: Parameters<typeof RevealChoice>[0]['chapters'] }) {
  const [draft, setDraft] = useState<Draft>(() => readKept('room-draft', keptDraft) ?? emptyDraft());
  const change = (changes: Partial<Draft>) => {
    const next = { ...draft, ...changes };
    keep('room-draft', next);
    setDraft(next);
  };
  const put = async () => {
    if (!(await add(draft))) return;
    keep('room-draft', undefined);
    setDraft(emptyDraft());
  };
  return (
    <>
      <OwnQuestion key={draft.key} draft={draft} onChange={change} />
      <RevealChoice reveal={draft.reveal} chapters={chapters} onChange={(reveal) => change({ reveal })} />
      <button type="button" className={controls.primary} disabled={!toSource(draft).source} onClick={() => void put()}>
        Add to the room
      </button>
    </>
  );
}

function Add({ lead, code, questions }: Pick<PlanProps, 'lead' | 'code' | 'questions'>) {
  const { chapters = [], problem } = useItems();
  const inRoom = new Set(questions.flatMap(({ ref }) => ref ?? []));
  const addDraft = async (draft: Draft) => {
    const { source } = toSource(draft);
    return source !== undefined && lead.run(() => host.addQuestions(code, [source]));
  };
  const choose = ({ source }: PeerItem) => void lead.run(() => host.addQuestions(code, [source]));
  return (
    <>
      <h3>From the book</h3>
      {problem && <p className={controls.notice}>{problem}</p>}
      <BookItems chapters={chapters} chosen={inRoom} choose={choose} verb="Add to the room" />
      <h3>Your own</h3>
      <WriteOne add={addDraft} chapters={chapters} />
    </>
  );
}

export function Plan(props: PlanProps) {
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">Questions</h2>
      <Planned {...props} />
      <details onToggle={(event) => setAdding(event.currentTarget.open)}>
        <summary>Add a question</summary>
        {isAdding && <Add lead={props.lead} code={props.code} questions={props.questions} />}
      </details>
      <GiveOut lead={props.lead} state={props.state} planned={props.questions.filter(({ state }) => state === 'planned').length} />
    </section>
  );
}
