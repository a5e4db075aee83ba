// A question of the instructor's own: as it is typed, what it still lacks, and how the class will see it.

import React, { useId, useState, type ReactNode } from 'react';
import { Html, Options, Stem } from '../Question';
import { emptyOption, FEWEST_OPTIONS, MOST_OPTIONS, toSource, type Draft, type DraftOption } from '../lists';
import { useRendered } from '../render';
import { letterOf } from '../votes';
import controls from '../controls.module.css';
import styles from './styles.module.css';

interface AreaProps {
  label: ReactNode;
  value: string;
  rows: number;
  hint?: string;
  onChange: (value: string) => void;
}

function Area({ label, value, rows, hint, onChange }: AreaProps) {
  const id = useId();
  return (
    <div className={controls.field}>
      <label htmlFor={id}>{label}</label>
      <textarea id={id} rows={rows} value={value} spellCheck aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.target.value)} />
      {hint && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

interface OptionProps {
  index: number;
  option: DraftOption;
  group: string;
  onChange: (change: Partial<DraftOption>) => void;
  onRight: () => void;
  onRemove?: () => void;
}

function OptionFields({ index, option, group, onChange, onRight, onRemove }: OptionProps) {
  const letter = letterOf(index);
  return (
    <fieldset className={styles.optionFields}>
      <legend>Option {letter}</legend>
      <Area label={<>Text of option {letter}</>} rows={2} value={option.text} onChange={(text) => onChange({ text })} />
      <Area label={option.correct ? `Why ${letter} is right` : `Why one would choose ${letter}, and why it fails`} rows={2} value={option.why} onChange={(why) => onChange({ why })} />
      <details>
        <summary>For those who answer alone</summary>
        <Area
          label={`What a student who holds ${letter} would say to a neighbour`}
          rows={2}
          value={option.argument}
          hint="Read between the two votes when you give questions out to be answered alone; in class the neighbour says it."
          onChange={(argument) => onChange({ argument })}
        />
      </details>
      <div className={controls.row}>
        <label className={controls.check}>
          <input type="radio" name={group} checked={option.correct} onChange={onRight} /> {letter} is right
        </label>
        {onRemove && (
          <button type="button" className={controls.button} onClick={onRemove}>
            Remove {letter}
          </button>
        )}
      </div>
    </fieldset>
  );
}

export function Preview({ draft }: { draft: Draft }) {
  const rendered = useRendered(draft, 300);
  const correct = rendered?.options.find((option) => option.correct)?.id;
  const isEmpty = draft.stem.trim() === '' && draft.options.every(({ text }) => text.trim() === '');
  return (
    <div className={styles.preview} role="group" aria-label="Preview">
      <p className={styles.soft}>Preview. The class sees the options in an order drawn by lot, and nothing of the answer.</p>
      {rendered && !isEmpty && (
        <>
          <Stem html={rendered.stemHtml} />
          <Options options={rendered.options} correct={correct} />
          <Html html={rendered.explanationHtml} />
        </>
      )}
      {rendered && rendered.problems.length > 0 && (
        <div role="status" aria-label="Problems of the preview">
          <ul className={controls.problems}>
            {rendered.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface Props {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

export function OwnQuestion({ draft, onChange }: Props) {
  const group = useId();
  const { options } = draft;
  const changeOption = (id: string, change: Partial<DraftOption>) => onChange({ options: options.map((option) => (option.id === id ? { ...option, ...change } : option)) });
  const setRight = (id: string) => onChange({ options: options.map((option) => ({ ...option, correct: option.id === id })) });
  const [removed, setRemoved] = useState<DraftOption>();
  const remove = (option: DraftOption) => {
    setRemoved(option.text || option.why || option.argument ? option : undefined);
    onChange({ options: options.filter(({ id }) => id !== option.id) });
  };
  const putBack = (option: DraftOption) => {
    setRemoved(undefined);
    onChange({ options: [...options, { ...option, correct: option.correct && !options.some(({ correct }) => correct) }] });
  };
  const share = draft.expectedCorrect === undefined ? '' : String(Math.round(1000 * draft.expectedCorrect) / 10);
  const { problems } = toSource(draft);
  return (
    <div className={styles.own}>
      <div>
        <Area label="Question" rows={4} value={draft.stem} hint="Markdown, with $formulas$ and code between three backticks." onChange={(stem) => onChange({ stem })} />
        {options.map((option, i) => (
          <OptionFields
            key={option.id}
            index={i}
            option={option}
            group={group}
            onChange={(change) => changeOption(option.id, change)}
            onRight={() => setRight(option.id)}
            onRemove={options.length > FEWEST_OPTIONS ? () => remove(option) : undefined}
          />
        ))}
        {options.length < MOST_OPTIONS && (
          <div className={controls.row}>
            <button type="button" className={controls.button} onClick={() => onChange({ options: [...options, emptyOption()] })}>
              Add option {letterOf(options.length)}
            </button>
            {removed && (
              <button type="button" className={controls.button} onClick={() => putBack(removed)}>
                Put the removed option back
              </button>
            )}
          </div>
        )}
        <Area label="Explanation" rows={3} value={draft.explanation} hint="Shown with the reveal: why the right answer is right." onChange={(explanation) => onChange({ explanation })} />
        <Area label="What to listen for" rows={2} value={draft.listenFor} hint="For you alone, while they discuss." onChange={(listenFor) => onChange({ listenFor })} />
        <div className={controls.field}>
          <label>
            Share that you expect to be right in the first vote, in %{' '}
            <input
              type="number"
              min={0}
              max={100}
              value={share}
              onChange={(event) => onChange({ expectedCorrect: event.target.value === '' ? undefined : Number(event.target.value) / 100 })}
            />
          </label>
        </div>
      </div>
      <div>
        <Preview draft={draft} />
        {problems.length > 0 && (
          <>
            <p className={styles.soft}>Still to do before it can be asked:</p>
            <ul className={controls.problems}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
