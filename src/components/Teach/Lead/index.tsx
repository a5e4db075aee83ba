// The private page of whoever leads a class: what to press next, the question with its votes and the advice, the plan, other devices.

import React, { useEffect, useMemo, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { HostView, Snapshot } from '@site/src/formats/class';
import { advise } from '@site/src/quiz/peer';
import { nextStep, type RoomState } from '@site/src/quiz/peer/phases';
import { forgetRoom, keepRoom, readRooms } from '../kept';
import { Standing } from '../Stage';
import { TakeOver } from '../TakeOver';
import { useCode } from '../useCode';
import { useLead, type Lead as LiveLead } from '../useRoom';
import { firstVoteOf } from '../votes';
import { Devices } from './Devices';
import { Erase } from './Erase';
import { Join } from './Join';
import { Plan } from './Plan';
import { QuestionNow } from './QuestionNow';
import { ResultsLink } from './ResultsLink';
import { RoomSettings } from './RoomSettings';
import { Steps } from './Steps';
import styles from './styles.module.css';

interface Seen {
  lead: LiveLead;
  snapshot: Snapshot;
  view: HostView;
}

function useAdvice({ phase, round }: Snapshot, { rounds, settings, questions }: HostView, questionId: string | undefined, joined: number) {
  return useMemo(() => {
    const key = questions.find(({ id }) => id === questionId)?.options.find(({ correct }) => correct)?.id;
    const first = rounds[0];
    if (phase !== 'closed' || round !== 1 || !first || !key) return undefined;
    const { lowShare, highShare } = settings;
    return advise(firstVoteOf(key, first, joined), { lowShare, highShare });
  }, [phase, round, rounds, settings, questions, questionId, joined]);
}

function Leading({ lead, snapshot, view }: Seen) {
  const teachUrl = useBaseUrl('/teach/');
  const [chosen, setChosen] = useState<string>();
  const { phase, round, question, code, title } = snapshot;
  useEffect(() => {
    const openedAt = readRooms().find((room) => room.code === code)?.openedAt ?? Date.now();
    keepRoom({ code, title, openedAt });
  }, [code, title]);
  const counts = lead.counts ?? view.counts;
  const planned = view.questions.filter(({ state }) => state === 'planned');
  const upNext = planned.find(({ id }) => id === chosen) ?? planned[0];
  const advice = useAdvice(snapshot, view, question?.id, counts.joined);
  const state: RoomState = { phase, round, question: question?.id ?? null };
  const next = nextStep(state, advice?.next, upNext?.id);
  // The two come one after the other: in between, the advice is not known yet.
  const isSettled = view.seq >= snapshot.seq;
  const shown = view.questions.find(({ id }) => id === question?.id) ?? (phase === 'waiting' ? upNext : undefined);
  return (
    <div className={styles.lead}>
      <header className={styles.header}>
        <h1>{title}</h1>
        <p>
          <a href={teachUrl}>Teach</a>, meeting {view.meeting}
        </p>
        <Standing standing={lead.standing} />
      </header>
      <div className={styles.main}>
        <Steps lead={lead} snapshot={snapshot} counts={counts} state={state} next={next} hasNext={upNext !== undefined} isReady={isSettled} />
        <QuestionNow key={shown?.id} question={shown} snapshot={snapshot} rounds={question ? view.rounds : []} advice={advice} />
      </div>
      <aside className={styles.side}>
        <Join code={code} joined={counts.joined} />
        <Plan lead={lead} code={code} state={state} questions={view.questions} current={question?.id} upNext={upNext?.id} choose={setChosen} />
        <Devices code={code} />
        <RoomSettings lead={lead} code={code} title={title} settings={view.settings} />
        <ResultsLink code={code} />
        <Erase code={code} title={title} />
      </aside>
    </div>
  );
}

export function Lead() {
  const { code, isRead } = useCode();
  const lead = useLead(code);
  const { snapshot, host: view, refused } = lead;
  useEffect(() => {
    if (code && refused === 404) forgetRoom(code);
  }, [code, refused]);
  if (!isRead) return null;
  if (!code || refused !== undefined) return <TakeOver key={code} as="host" code={code} refused={refused} onTaken={lead.retry} />;
  if (!snapshot || !view) return <Standing standing={lead.standing} />;
  return <Leading lead={lead} snapshot={snapshot} view={view} />;
}
