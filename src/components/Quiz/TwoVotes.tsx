// What an item shows to a reader who votes twice: the switch, how sure they are, the two arguments, and in the end both votes.

import React, { type Ref } from 'react';
import { confidenceWords } from '@site/src/formats/confidence';
import type { Vote } from '@site/src/formats/progress';
import type { PublicOption } from '@site/src/quiz/public';
import type { Argument } from './useFirstVote';
import styles from './twoVotes.module.css';

/** A button, not a checkbox: its press before the page is hydrated is repeated after it. */
export function TwoVotesSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button type="button" role="switch" aria-checked={on} className={styles.switch} onClick={() => onChange(!on)}>
      <span className={styles.track} aria-hidden="true" />
      Vote, read two arguments, vote again
    </button>
  );
}


/** Beside the first vote; may be left open. */
export function ConfidenceField() {
  return (
    <fieldset className={styles.confidence}>
      <legend>How sure are you?</legend>
      {Object.entries(confidenceWords).map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="confidence" value={value} /> {label}
        </label>
      ))}
    </fieldset>
  );
}

export function FirstVoteMark({ vote }: { vote: Vote }) {
  return <span className={styles.firstVote}>Your first vote{vote.confidence ? ` (${confidenceWords[vote.confidence].toLowerCase()})` : ''}</span>;
}

const stepText = {
  first: ['First vote.', 'Then you read what speaks for two other options, and vote again.'],
  waiting: ['First vote.', 'The answers could not be loaded: you seem to be offline. Your vote is kept, and the arguments come when you are back.'],
  second: ['Second vote.', 'Read what others would say for two other options. Then keep your vote or change it.'],
};

/** Says which vote it is; what it says changes while the reader listens. */
export function VoteStep({ step, ref }: { step: keyof typeof stepText; ref: Ref<HTMLParagraphElement> }) {
  const [which, what] = stepText[step];
  return (
    <p ref={ref} className={styles.voteStep} role="status" tabIndex={-1} data-vote={step}>
      <strong>{which}</strong> {what}
    </p>
  );
}

const htmlOf = (options: PublicOption[], id: string) => ({ __html: options.find((option) => option.id === id)?.html ?? '' });

/** Looks the same for right and wrong ones: nothing here knows which is which. */
export function Arguments({ options, read }: { options: PublicOption[]; read: Argument[] }) {
  return (
    <div role="group" aria-label="Arguments for two other options" className={styles.arguments}>
      {read.map(({ option, html }) => (
        <figure key={option} data-argument={option}>
          <figcaption dangerouslySetInnerHTML={htmlOf(options, option)} />
          <blockquote dangerouslySetInnerHTML={{ __html: html }} />
        </figure>
      ))}
    </div>
  );
}

export function BothVotes({ options, first, second }: { options: PublicOption[]; first: string; second: string }) {
  if (first === second) return <span className={styles.bothVotes}>You kept your first vote.</span>;
  return (
    <span className={styles.bothVotes}>
      You went from “<span dangerouslySetInnerHTML={htmlOf(options, first)} />” to “<span dangerouslySetInnerHTML={htmlOf(options, second)} />”
    </span>
  );
}
