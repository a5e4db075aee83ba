// The private strip of a class of raised hands: the next step, the hands, the advice. It can be hidden from the class; the keys work all the same.

import React, { useState } from 'react';
import type { Command } from '@site/src/formats/class';
import type { Advice as Advised } from '@site/src/quiz/peer';
import { Advice } from '../Advice';
import { Ask } from '../Ask';
import { NextButton } from '../NextButton';
import type { Rendered } from '../render';
import { nextLabel, otherSteps } from '../steps';
import { useKeys } from '../useKey';
import { letterOf } from '../votes';
import { mayCount, type LocalClass } from './localClass';
import controls from '../controls.module.css';
import styles from './styles.module.css';

interface HandsProps {
  options: Rendered['options'];
  counts: Record<string, number>;
  round: number;
  set: (option: string, count: number) => void;
}

function Hands({ options, counts, round, set }: HandsProps) {
  return (
    <fieldset className={styles.hands}>
      <legend>Raised hands, {round === 2 ? 'second vote' : 'first vote'}</legend>
      {options.map(({ id }, i) => (
        <label key={id}>
          {letterOf(i)} <input type="number" inputMode="numeric" min={0} max={9999} value={counts[id] || ''} placeholder="0" onChange={(event) => set(id, Number(event.target.value))} />
        </label>
      ))}
    </fieldset>
  );
}

interface Props {
  local: LocalClass;
  rendered: Rendered | undefined;
  counts: Record<string, number>;
  next: Command | undefined;
  advice: Advised | undefined;
  send: (command: Command) => void;
  setHands: (option: string, count: number) => void;
  leave: () => void;
  download: () => void;
}

/** Folded: the class sees this screen too, and by the hands and how many were right it could tell the key. */
function Notes({ rendered, advice }: { rendered: Rendered; advice: Advised | undefined }) {
  const key = rendered.options.findIndex(({ correct }) => correct);
  return (
    <details className={styles.notes}>
      <summary>{advice ? 'Advice, answer' : 'Answer'} and what to listen for</summary>
      {advice && <Advice advice={advice} />}
      <p>
        <strong>{letterOf(key)} is right.</strong> <span dangerouslySetInnerHTML={{ __html: rendered.listenForHtml }} />
      </p>
    </details>
  );
}

export function Strip({ local, rendered, counts, next, advice, send, setHands, leave, download }: Props) {
  const [isHidden, setHidden] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  useKeys({ h: () => setHidden((now) => !now) });
  const { phase, round, question } = local.state;
  const situation = { state: local.state, hasNext: local.position < local.questions.length, isTimed: local.endsAt !== null };
  return (
    <aside className={styles.strip} aria-label="For you" data-hidden={isHidden || undefined}>
      <div className={styles.inside} hidden={isHidden}>
        <div className={styles.steps}>
          {next ? (
            <NextButton label={nextLabel(next, situation)} does={`${next.do} ${phase} ${round} ${question}`} isBusy={false} onPress={() => send(next)} />
          ) : (
            <p>{phase === 'ended' ? 'The class is over. Its counts stay in this browser until you leave it.' : 'That was the last question.'}</p>
          )}
          <div className={controls.row} role="group" aria-label="Other steps">
            {otherSteps(situation, next).map(({ command, label }) => (
              <button key={command.do} type="button" className={controls.button} onClick={(event) => event.detail < 2 && send(command)}>
                {label}
              </button>
            ))}
            <button type="button" className={controls.button} onClick={download}>
              Counts as CSV
            </button>
            <button type="button" className={controls.button} onClick={() => setLeaving(true)}>
              Leave this class
            </button>
          </div>
          {isLeaving && <Ask question="Leave this class? Its counts are gone from this browser then; take them as CSV first if you may want them. The list stays." yes="Leave it" onYes={leave} onNo={() => setLeaving(false)} />}
        </div>
        {rendered && mayCount(local) && <Hands options={rendered.options} counts={counts} round={round} set={setHands} />}
        {rendered && phase !== 'revealed' && <Notes key={question} rendered={rendered} advice={advice} />}
      </div>
      <button type="button" className={controls.button} aria-keyshortcuts="H" aria-expanded={!isHidden} onClick={() => setHidden(!isHidden)}>
        {isHidden ? 'Show your strip' : 'Hide this strip'}
      </button>
    </aside>
  );
}
