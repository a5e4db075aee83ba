// A story as tokens that can be pointed at: Tab goes to the story, arrow keys go through it, Escape leaves a token.

import React, { useRef, type KeyboardEvent } from 'react';
import { percent, visible, type Story } from './model';
import styles from './styles.module.css';

interface Props {
  story: Story;
  chosen: number | undefined;
  onChoose: (index: number | undefined) => void;
}

/** Three steps, each with its own line under the token, so that colour is not alone. */
const surprise = (p: number) => (p >= 0.5 ? styles.likely : p >= 0.05 ? styles.open : styles.unlikely);

export default function StoryText({ story, chosen, onChoose }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const focusable = chosen ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onChoose(undefined);
    const last = story.tokens.length - 1;
    const target = { ArrowLeft: focusable - 1, ArrowRight: focusable + 1, Home: 0, End: last }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    place.current?.querySelectorAll('button')[Math.max(0, Math.min(last, target))]?.focus();
  };
  return (
    <div ref={place} className={styles.story} role="group" aria-label="The model's own output, token by token" onKeyDown={onKeyDown}>
      <span className={styles.prompt}>{story.prompt}</span>
      {story.tokens.map((token, i) => (
        <button
          key={i}
          type="button"
          tabIndex={i === focusable ? 0 : -1}
          className={`${styles.token} ${surprise(token.modelProbability)}`}
          aria-pressed={i === chosen}
          aria-label={`${visible(token.text)}, ${percent(token.modelProbability)}`}
          title={`the model ${percent(token.modelProbability)}, drawn at ${percent(token.drawnProbability)}`}
          onClick={() => onChoose(i)}
          onFocus={() => onChoose(i)}
        >
          {token.text}
        </button>
      ))}
      {story.stopReason === 'end of text' && <span className={styles.end}> (end of text)</span>}
    </div>
  );
}
