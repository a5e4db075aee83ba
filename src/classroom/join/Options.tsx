/** @jsxImportSource preact */
// A question's options when nothing can be chosen: with one's own votes, and after the reveal which one is right and why.

import type { OwnVote, Reveal, ShownQuestion } from '@site/src/formats/class';
import { Html } from './Html';
import type { Round } from './outbox';

export type OwnVotes = Partial<Record<Round, OwnVote>>;

const roundNames = { 1: 'first', 2: 'second' } as const;

/** Which of one's votes went to an option, in words; undefined for none. */
function ownWords(votes: OwnVotes, option: string, rounds: number): string | undefined {
  const mine = ([1, 2] as const).filter((round) => round <= rounds && votes[round]?.option === option);
  if (mine.length === 0) return undefined;
  if (rounds < 2) return 'You chose this.';
  return mine.length === 2 ? 'You chose this both times.' : `You chose this in the ${roundNames[mine[0]!]} vote.`;
}

interface Props {
  question: ShownQuestion;
  votes: OwnVotes;
  /** Of the votes that were taken. */
  rounds: number;
  reveal?: Pick<Reveal, 'correct' | 'whyHtml'> | null;
}

export function Options({ question, votes, rounds, reveal }: Props) {
  return (
    <ol className="options" aria-label="Answers">
      {question.options.map(({ id, html }, i) => {
        const own = ownWords(votes, id, rounds);
        const isRight = reveal?.correct === id;
        return (
          <li key={id} className="option" data-own={own ? '' : undefined} data-verdict={reveal ? (isRight ? 'right' : 'wrong') : undefined}>
            <span className="letter">{String.fromCharCode(65 + i)}</span>
            <div>
              <Html html={html} />
              {(own || reveal) && (
                <p className="marks">
                  {reveal && <strong>{isRight ? '✓ Right' : '✗ Wrong'}</strong>} {own}
                </p>
              )}
              {reveal?.whyHtml[id] && <Html className="why" html={reveal.whyHtml[id]} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
