// View of tokenizer-view: the text in boxes, and the merges of one word.

import React, { useMemo } from 'react';
import still from '@site/.generated/stills/tokenizer-view.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Controls, Stepper, TextField } from '@site/src/components/controls';
import type { BpeModel } from '@site/src/engine/tokenizer';
import { count, cut, defaults, show, type MergeStep, type Word } from './model';
import styles from './styles.module.css';

const bpe = still as unknown as BpeModel;
const clamp = (x: number, high: number) => Math.max(0, Math.min(high, Math.round(x)));
const plural = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

function Merges({ steps }: { steps: readonly MergeStep[] }) {
  return (
    <ol className={styles.steps} start={0}>
      {steps.map(({ merge, rank, parts }, i) => (
        <li key={i}>
          <span className={styles.parts}>
            {parts.map((part, j) => (
              <span key={j} className={merge && part === merge.join('') ? styles.made : undefined}>{show(part)}</span>
            ))}
          </span>{' '}
          <span className={styles.why}>{merge ? `${show(merge[0])} + ${show(merge[1])}, merge ${rank} of ${bpe.merges.length}` : 'the bytes of the word'}</span>
        </li>
      ))}
    </ol>
  );
}

export default function TokenizerView() {
  const [state, set] = useFigureState(defaults);
  const words = useMemo(() => cut(state.text, bpe), [state.text]);
  const chosen = clamp(state.word, Math.max(0, words.length - 1));
  const word: Word | undefined = words[chosen];
  const lastStep = (word?.steps.length ?? 1) - 1;
  const step = clamp(state.step, lastStep);
  const { characters, bytes, tokens } = count(state.text, words);
  const said = tokens === 0 ? 'No text, no tokens.' : `${plural(characters, 'character')}, ${plural(bytes, 'byte')}, ${plural(tokens, 'token')}: ${(bytes / tokens).toFixed(2)} bytes a token.`;
  let position = 0;
  return (
    <>
      <Controls>
        <TextField label="Your text" value={state.text} onChange={(text) => set({ text, step: 0 })} />
      </Controls>
      <div className={styles.text} role="group" aria-label="Words of the text; choose one to see its merges">
        {words.map((each, i) => (
          <button key={i} type="button" className={styles.word} aria-pressed={i === chosen} aria-label={`Word ${each.shown}, ${plural(each.tokens.length, 'token')}`} onClick={() => set({ word: i, step: 0 })}>
            {each.tokens.map((token, j) => (
              <span key={j} className={`${styles.token} ${position++ % 2 ? styles.odd : ''}`}>
                <span className={styles.piece}>{token.shown}</span>
                <span className={styles.id}>{token.id}</span>
              </span>
            ))}
          </button>
        ))}
      </div>
      <p aria-live="polite">{said}</p>
      {word && (
        <>
          <p>
            The word <strong>{word.shown}</strong>: {word.special ? 'a special token, made of no bytes' : `${plural(word.steps[0]!.parts.length, 'byte')}, ${plural(lastStep, 'merge')}, ${plural(word.tokens.length, 'token')}`}.
          </p>
          {lastStep > 0 && <Stepper label="Merge" step={step} steps={lastStep + 1} onChange={(next) => set({ step: next })} />}
          {!word.special && <Merges steps={word.steps.slice(0, step + 1)} />}
        </>
      )}
      <TextTwin>
        <table>
          <caption>{said} ␣ is a space; hexadecimal stands for bytes that are no whole character.</caption>
          <thead><tr><th scope="col">Token</th><th scope="col">Id</th><th scope="col">Bytes</th><th scope="col">Word</th></tr></thead>
          <tbody>
            {words.flatMap((each, i) => each.tokens.map((token, j) => (
              <tr key={`${i} ${j}`}><td>{token.shown}</td><td>{token.id}</td><td>{token.bytes}</td><td>{each.shown}</td></tr>
            )))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
