// A class in one window without any server: the instructor counts raised hands. Everything else is as with phones.

import React, { useEffect, useMemo, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { Command, Reveal } from '@site/src/formats/class';
import { writeCsv } from '@site/src/quiz/peer';
import { downloadText } from '../../Lab/files';
import { keep, readKept, useLists } from '../kept';
import { finishedSources, toClassList, toDraft, type PreparedList } from '../lists';
import { Screen } from '../Projector/Screen';
import { inClassOrder, useRendered, type Rendered } from '../render';
import type { LiveView } from '../Reveal';
import { useCountdown } from '../useCountdown';
import { barOf, percentText } from '../votes';
import { adviceNow, beginLocal, correctOf, handsTable, localClass, nextCommand, questionNow, roundsOf, setHands, step, type LocalClass } from './localClass';
import { Strip } from './Strip';
import controls from '../controls.module.css';
import styles from './styles.module.css';

/** The question that is shown, rendered. */
function useShown(local: LocalClass): Rendered | undefined {
  const question = questionNow(local);
  const draft = useMemo(() => question && toDraft(question), [question]);
  const rendered = useRendered(draft);
  const isOfThis = rendered && draft && rendered.options.length === draft.options.length && rendered.options.every(({ id }, i) => id === draft.options[i]!.id);
  return useMemo(() => (rendered && draft && isOfThis ? inClassOrder(rendered, draft) : undefined), [rendered, draft, isOfThis]);
}

function revealOf(local: LocalClass, rendered: Rendered): Reveal | null {
  const question = questionNow(local);
  if (local.state.phase !== 'revealed' || !question) return null;
  return {
    correct: correctOf(question),
    whyHtml: Object.fromEntries(rendered.options.map(({ id, whyHtml }) => [id, whyHtml])),
    explanationHtml: rendered.explanationHtml,
    rounds: roundsOf(local),
    ...(question.reveal ? { live: question.reveal } : {}),
  };
}

function Shares({ reveal }: { reveal: Reveal }) {
  const [first, second] = reveal.rounds.map((round) => percentText(barOf(reveal.correct, round).share));
  if (!second) return null;
  return (
    <p>
      Right: {first} in the first vote, {second} in the second. Raised hands don’t say who changed.
    </p>
  );
}

interface TeachingProps {
  local: LocalClass;
  set: (local: LocalClass | undefined) => void;
  Live: LiveView;
}

function Teaching({ local, set, Live }: TeachingProps) {
  const { phase, round, question } = local.state;
  const rendered = useShown(local);
  const { endsAt } = local;
  const left = useMemo(() => ({ ms: endsAt === null ? null : endsAt - Date.now(), atMs: performance.now() }), [endsAt]);
  const countdown = useCountdown(left.ms, left.atMs, `${question} ${phase} ${round}`);
  const reveal = rendered ? revealOf(local, rendered) : null;
  const counts = roundsOf(local, { open: true })[round - 1]?.counts ?? {};
  const send = (command: Command) => set(step(local, command, Date.now()));
  const download = () => downloadText('raised-hands.csv', writeCsv(handsTable(local), { bom: true }), 'text/csv');
  return (
    <div className={styles.local}>
      <Screen
        title={local.title}
        phase={phase}
        round={round}
        question={rendered && question !== null ? { id: question, number: Number(question) + 1, stemHtml: rendered.stemHtml, options: rendered.options } : null}
        reveal={reveal}
        countdown={countdown}
        waiting={<p className={styles.waiting}>{phase === 'ended' ? 'That was all for today.' : ''}</p>}
        Live={Live}
        withoutTable={reveal && <Shares reveal={reveal} />}
      />
      <Strip local={local} rendered={rendered} counts={counts} next={nextCommand(local)} advice={adviceNow(local)} send={send} setHands={(option, count) => set(setHands(local, option, count))} leave={() => set(undefined)} download={download} />
    </div>
  );
}

function Start({ begin }: { begin: (list: PreparedList) => void }) {
  const teachUrl = useBaseUrl('/teach/');
  const { all } = useLists();
  const ready = all.filter((list) => finishedSources(list).length > 0);
  return (
    <div className={styles.start}>
      <h1>Count raised hands</h1>
      <p>The class votes by raising hands, and you type how many. The steps, the advice and the reveal are the same as with phones; everything stays in this browser. A strip for you stands at the foot of the screen, and the key H hides it.</p>
      {ready.length === 0 ? (
        <p>
          There is no list with a question in this browser yet. <a href={teachUrl}>Prepare one</a>.
        </p>
      ) : (
        <ul>
          {ready.map((list) => (
            <li key={list.id}>
              <span>
                {list.title}, {finishedSources(list).length} question{finishedSources(list).length === 1 ? '' : 's'}
              </span>
              <button type="button" className={controls.button} aria-label={`Begin ${list.title}`} onClick={() => begin(list)}>
                Begin
              </button>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={teachUrl}>Prepare a class</a>
      </p>
    </div>
  );
}

export function Local({ Live }: { Live: LiveView }) {
  const [local, setLocal] = useState<LocalClass>();
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    setLocal(readKept('local', localClass));
    setRead(true);
  }, []);
  const set = (next: LocalClass | undefined) => {
    keep('local', next);
    setLocal(next);
  };
  if (!isRead || !local) return <Start begin={(list) => set(beginLocal(toClassList(list)))} />;
  return <Teaching local={local} set={set} Live={Live} />;
}
