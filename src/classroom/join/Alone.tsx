/** @jsxImportSource preact */
// Questions that one answers alone: vote, read what somebody with another answer would say, vote again, and see why each is what it is.

import type { AssignedQuestion } from '@site/src/formats/class';
import type { Confidence } from '@site/src/formats/confidence';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Choices } from './Choices';
import { longWords, secondsLeft } from './countdown';
import { Html } from './Html';
import type { RoomMemory } from './memory';
import { Options } from './Options';
import { Revealed } from './Revealed';
import { letterOf, type Room } from './room';
import { Sureness } from './Sureness';
import { stageOf, useAlone, type AloneState, type Stage } from './useAlone';

const stageWords: Record<Stage, string> = { first: 'not answered yet', second: 'second vote to come', done: 'done' };
/** After they are collected, also those are open to read that were not answered to the end. */
const placeWords = (one: AssignedQuestion): string => (stageOf(one) === 'done' && !one.votes[2] ? (one.votes[1] ? 'one vote, collected' : 'not answered, collected') : stageWords[stageOf(one)]);

/** Nothing where no questions were ever given out at this browser. */
export function Alone({ memory, room }: { memory: RoomMemory; room: Room }) {
  const isOpen = room.snapshot!.phase === 'assigned';
  useEffect(() => {
    if (isOpen) memory.remember({ alone: true });
  }, [isOpen, memory]);
  const alone = useAlone(memory.code, room, isOpen || memory.membership?.alone === true);
  const { questions, told } = alone;
  const [chosen, setChosen] = useState<string>();
  // The focus follows what the student does, not what the page opens with.
  const acted = useRef(false);
  const goTo = (question: string) => {
    acted.current = true;
    setChosen(question);
  };
  const shown = questions.find(({ question }) => question.id === chosen);
  const begin = chosen ?? (questions.find((one) => stageOf(one) !== 'done') ?? questions[0])?.question.id;
  useEffect(() => setChosen(begin), [begin]);
  const left = room.endsAtMs === null ? undefined : secondsLeft(room.endsAtMs, performance.now());
  const next = questions.find((one) => one !== shown && stageOf(one) !== 'done');
  return (
    <section>
      {isOpen && left !== undefined && <p>They are collected in {longWords(left)}.</p>}
      {questions.length > 0 && (
        <nav aria-label="Questions for you alone">
          <ul className="places">
            {questions.map((one) => (
              <li key={one.question.id}>
                <button type="button" aria-current={one === shown} onClick={() => goTo(one.question.id)}>
                  Question {one.question.number} <small>{placeWords(one)}</small>
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <p role="status">{told}</p>
      {shown && <One key={`${shown.question.id} ${stageOf(shown)}`} one={shown} alone={alone} asksSureness={room.snapshot!.askConfidence} acted={acted} />}
      {shown && stageOf(shown) === 'done' && next && (
        <button type="button" className="main" onClick={() => goTo(next.question.id)}>
          Next question
        </button>
      )}
    </section>
  );
}

interface OneProps {
  one: AssignedQuestion;
  alone: AloneState;
  asksSureness: boolean;
  acted: { current: boolean };
}

function One({ one, alone, asksSureness, acted }: OneProps) {
  const { question, votes, arguments: cases = [], answer } = one;
  const stage = stageOf(one);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (acted.current) heading.current?.focus();
  }, [acted]);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        Question {question.number}
        {stage === 'second' && ', second vote'}
        {stage === 'done' && ': the answer'}
      </h2>
      <Html className="stem" html={question.stemHtml} />
      {stage === 'second' && <p>You chose {letterOf(question, votes[1]!.option)}.</p>}
      {stage === 'second' && cases.map(({ option, html }) => (
        <blockquote key={option}>
          <p>Somebody who chose {letterOf(question, option)} would say:</p>
          <Html html={html} />
        </blockquote>
      ))}
      {stage === 'done' ? (
        <>
          <Options question={question} votes={votes} rounds={2} reveal={answer} />
          <Revealed question={question} reveal={answer!} />
        </>
      ) : (
        <Ballot one={one} alone={alone} asksSureness={asksSureness} acted={acted} />
      )}
    </>
  );
}

/** A vote that is final: chosen, and then sent. */
function Ballot({ one: { question, votes }, alone, asksSureness, acted }: OneProps) {
  const round = votes[1] ? 2 : 1;
  const [option, setOption] = useState<string | undefined>(votes[1]?.option);
  const [confidence, setConfidence] = useState<Confidence>();
  const choose = (chosen: string) => {
    setOption(chosen);
    setConfidence(undefined);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!option || alone.busy) return;
        acted.current = true;
        alone.vote({ question: question.id, round, option, ...(confidence ? { confidence } : {}) });
      }}
    >
      <Choices question={question} chosen={option} onChoose={choose} />
      {asksSureness && option && <Sureness chosen={confidence} onChoose={setConfidence} />}
      <button type="submit" className="main" aria-disabled={!option || alone.busy}>
        {alone.busy ? 'Sending …' : round === 1 ? 'Vote' : 'Vote again'}
      </button>
      <p>{round === 1 ? 'This vote is final; a second one follows.' : 'This vote is final; then you see the answer.'}</p>
    </form>
  );
}
