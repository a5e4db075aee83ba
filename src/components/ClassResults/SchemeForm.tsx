// The scheme of points as a form: every field with what it does and its default, checked while it is typed.

import React, { useId } from 'react';
import type { GradingNow } from './useGrading';
import { defaultDraft, type SchemeDraft, type SchemeField } from './schemeDraft';
import styles from './styles.module.css';

interface NumberField {
  kind: 'number';
  label: string;
  unit: string;
  hint: string;
}
interface ChoiceField {
  kind: 'choice';
  label: string;
  options: Record<string, string>;
  hint: string;
}

const fields: Record<SchemeField, NumberField | ChoiceField> = {
  takingPart: { kind: 'number', label: 'Taking part', unit: 'points a meeting', hint: 'Once a meeting, for voting on enough of its questions, right or wrong.' },
  atLeast: { kind: 'number', label: 'Taking part means', unit: '% of the questions', hint: 'The share of a meeting’s questions that one must vote on for it: 75 % of 6 questions are 5, of 8 they are 6.' },
  perAnswered: { kind: 'number', label: 'Each question answered', unit: 'points', hint: 'For every question voted on, right or wrong.' },
  perCorrect: { kind: 'number', label: 'Each right answer', unit: 'points', hint: 'On top of that. Little is better: where right answers are worth much, one student of a pair leads and the other agrees (James, Am. J. Phys. 74, 689, 2006).' },
  round: {
    kind: 'choice',
    label: 'Which vote counts as right',
    options: { first: 'The first', second: 'The last that was held', best: 'Either of them' },
    hint: 'The last is the first one where there was no second.',
  },
  sessionCap: { kind: 'number', label: 'Most of a meeting', unit: 'points', hint: 'Nobody gets more for one meeting. Left empty there is no cap.' },
  courseCap: { kind: 'number', label: 'Most of the course', unit: 'points', hint: 'Nobody gets more in all. Left empty there is no cap.' },
  dropLowest: { kind: 'number', label: 'Meetings dropped', unit: 'meetings', hint: 'So many for each person: those without which the share is highest. One always stays.' },
  lateJoiners: {
    kind: 'choice',
    label: 'Questions before one came',
    options: { count: 'Count as not answered', forgive: 'Are left out for that person' },
    hint: 'Whoever came after the last question was away, not late.',
  },
};

function defaultWords(field: SchemeField): string {
  const described = fields[field];
  const value = defaultDraft[field];
  if (described.kind === 'choice') return `Default: ${described.options[value]!.toLowerCase()}.`;
  return `Default: ${value === '' ? 'empty' : `${value} ${described.unit}`}.`;
}

interface FieldProps {
  field: SchemeField;
  grading: GradingNow;
}

function Field({ field, grading: { draft, problems, change } }: FieldProps) {
  const id = useId();
  const described = fields[field];
  const problem = problems[field];
  const shared = { id, value: draft[field], 'aria-describedby': `${id}-hint ${id}-problem`, 'aria-invalid': problem !== undefined || undefined };
  const set = (value: string) => change({ [field]: value } as Partial<SchemeDraft>);
  return (
    <div className={styles.schemeField}>
      <label htmlFor={id}>{described.label}</label>
      {described.kind === 'number' ? (
        <span className={styles.withUnit}>
          <input {...shared} type="text" inputMode="decimal" autoComplete="off" onChange={(event) => set(event.target.value)} /> {described.unit}
        </span>
      ) : (
        <select {...shared} onChange={(event) => set(event.target.value)}>
          {Object.entries(described.options).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      <p id={`${id}-problem`} className={styles.problem} role="status">
        {problem}
      </p>
      <p id={`${id}-hint`} className={styles.hint}>
        {described.hint} {defaultWords(field)}
      </p>
    </div>
  );
}

export function SchemeForm({ grading }: { grading: GradingNow }) {
  return (
    <div role="group" aria-label="Scheme of points" className={styles.scheme}>
      {(Object.keys(fields) as SchemeField[]).map((field) => (
        <Field key={field} field={field} grading={grading} />
      ))}
    </div>
  );
}
