// What the reveal of a question shows beside its explanation: nothing more, a live figure, or a lab.

import React, { useId, useState } from 'react';
import type { LiveReveal } from '@site/src/formats/class';
import type { PeerChapter } from '@site/src/formats/class-list';
import controls from '../controls.module.css';

interface Props {
  reveal?: LiveReveal;
  /** Those whose figures and labs are offered. */
  chapters: readonly PeerChapter[];
  onChange: (reveal: LiveReveal | undefined) => void;
}

const valueOf = (reveal?: LiveReveal) => (reveal ? `${reveal.kind}/${reveal.id}` : '');

function revealOf(value: string): LiveReveal | undefined {
  const [kind, id] = value.split('/') as [LiveReveal['kind'] | '', string];
  return kind === '' ? undefined : { kind, id };
}

/** A figure's state as its page keeps it in the address, or as it is typed. */
export function stateIn(text: string, figure: string): string | undefined {
  const linked = new RegExp(`[#&]fig-${figure}=([^&]*)`).exec(text)?.[1];
  const state = (linked ?? (text.includes('#') ? '' : text)).trim();
  return state === '' ? undefined : state.slice(0, 500);
}

function StartingState({ reveal, onChange }: { reveal: LiveReveal & { kind: 'figure' }; onChange: Props['onChange'] }) {
  const id = useId();
  const [typed, setTyped] = useState(reveal.state ?? '');
  return (
    <div className={controls.field}>
      <label htmlFor={id}>Start it at</label>
      <input
        id={id}
        type="text"
        value={typed}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange({ ...reveal, state: stateIn(event.target.value, reveal.id) });
        }}
      />
      <p id={`${id}-hint`}>Set the figure in its chapter as you want it, and paste the address of that page here. Empty: as the chapter shows it.</p>
    </div>
  );
}

export function RevealChoice({ reveal, chapters, onChange }: Props) {
  const id = useId();
  const value = valueOf(reveal);
  const isKnown = value === '' || chapters.some(({ figures, labs }) => (reveal!.kind === 'figure' ? figures : labs).some((one) => one.id === reveal!.id));
  return (
    <>
      <div className={controls.field}>
        <label htmlFor={id}>The reveal shows</label>
        <select id={id} value={value} onChange={(event) => onChange(revealOf(event.target.value))}>
          <option value="">the explanation</option>
          {!isKnown && <option value={value}>{reveal!.id}</option>}
          {chapters.map(({ id: chapter, number, title, figures, labs }) => (
            <optgroup key={chapter} label={`${number} ${title}`}>
              {figures.map((figure) => (
                <option key={figure.id} value={`figure/${figure.id}`}>
                  Figure: {figure.title}
                </option>
              ))}
              {labs.map((lab) => (
                <option key={lab.id} value={`lab/${lab.id}`}>
                  Lab: {lab.title}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {reveal?.kind === 'figure' && <StartingState key={reveal.id} reveal={reveal} onChange={onChange} />}
    </>
  );
}
