// A question as a class sees it, its options lettered; to whoever may know, with the right one marked.

import React from 'react';
import type { RoundCounts } from '@site/src/formats/class';
import { barOf, letterOf, percentText } from './votes';
import styles from './question.module.css';

export interface ShownOption {
  id: string;
  html: string;
}

/** HTML that the server or src/markdown made: it cannot run anything. */
export function Html({ html, className }: { html: string; className?: string }) {
  return <div className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}

export const Stem = ({ html }: { html: string }) => <Html html={html} className={styles.stem} />;

function OptionText({ index, option, isRight }: { index: number; option: ShownOption; isRight: boolean }) {
  return (
    <div className={styles.option}>
      <span className={styles.letter}>{letterOf(index)}</span>
      <span className={styles.text}>
        <span dangerouslySetInnerHTML={{ __html: option.html }} />
        {isRight && <strong className={styles.right}> ✓ Right answer</strong>}
      </span>
    </div>
  );
}

const roundNames = ['1st vote', '2nd vote'];

function VoteBar({ round, index, option }: { round: RoundCounts; index: number; option: string }) {
  const { count, share } = barOf(option, round);
  return (
    <div className={styles.bar} data-round={index + 1}>
      <span className={styles.round}>{roundNames[index]}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${100 * (share ?? 0)}%` }} />
      </span>
      <span className={styles.count}>{count}</span>
      <span className={styles.share}>{percentText(share)}</span>
    </div>
  );
}

interface OptionsProps {
  options: readonly ShownOption[];
  /** The right option, where it is to be told. */
  correct?: string;
  /** A bar for each round beside each option. */
  rounds?: readonly RoundCounts[];
}

export function Options({ options, correct, rounds = [] }: OptionsProps) {
  return (
    <ul className={styles.options} data-rounds={rounds.length || undefined}>
      {options.map((option, index) => (
        <li key={option.id} data-option={option.id} data-right={option.id === correct || undefined}>
          <OptionText index={index} option={option} isRight={option.id === correct} />
          {rounds.length > 0 && (
            <div className={styles.bars}>
              {rounds.map((round, i) => (
                <VoteBar key={i} round={round} index={i} option={option.id} />
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
