/** @jsxImportSource preact */
// What stands below the options once the answer is told: the explanation, the way to the live figure or lab, how the class voted.

import type { LiveReveal, Reveal, RoundCounts, ShownQuestion } from '@site/src/formats/class';
import { useEffect, useState } from 'preact/hooks';
import { Html } from './Html';
import { addressOf } from './live-reveal';
import { percent } from './words';

interface Props {
  question: ShownQuestion;
  reveal: Pick<Reveal, 'correct' | 'explanationHtml' | 'live'>;
  /** Left out where one answered alone. */
  rounds?: RoundCounts[];
}

export function Revealed({ question, reveal, rounds = [] }: Props) {
  return (
    <>
      {reveal.explanationHtml && (
        <section className="explanation">
          <h2>Why</h2>
          <Html html={reveal.explanationHtml} />
        </section>
      )}
      {reveal.live && <LiveLink live={reveal.live} />}
      {rounds.length > 0 && <Shares question={question} correct={reveal.correct} rounds={rounds} />}
    </>
  );
}

function LiveLink({ live }: { live: LiveReveal }) {
  const [address, setAddress] = useState<string>();
  const { kind, id } = live;
  const state = live.kind === 'figure' ? live.state : undefined;
  useEffect(() => {
    let isHere = true;
    void addressOf(kind === 'lab' ? { kind, id } : { kind, id, state }).then((found) => isHere && setAddress(found));
    return () => void (isHere = false);
  }, [kind, id, state]);
  if (!address) return null;
  return (
    <p>
      <a href={address} target="_blank" rel="noopener">
        {kind === 'lab' ? 'Work on it in the book’s lab' : 'Try it in the book’s live figure'} (opens in a new tab)
      </a>
    </p>
  );
}

function Shares({ question, correct, rounds }: { question: ShownQuestion; correct: string; rounds: RoundCounts[] }) {
  const names = rounds.length === 1 ? ['Votes'] : ['First vote', 'Second vote'];
  return (
    <section>
      <h2>How the class voted</h2>
      <table className="shares">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            {rounds.map(({ voted }, i) => (
              <th key={i} scope="col">
                {names[i]} ({voted})
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {question.options.map(({ id }, row) => (
            <tr key={id} data-right={id === correct ? '' : undefined}>
              <th scope="row">
                {String.fromCharCode(65 + row)}
                {id === correct && ' ✓'}
              </th>
              {rounds.map(({ counts, voted }, i) => (
                <td key={i}>
                  <span className="bar" style={{ width: percent(counts[id] ?? 0, voted).replace(' ', '') }} />
                  {percent(counts[id] ?? 0, voted)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
