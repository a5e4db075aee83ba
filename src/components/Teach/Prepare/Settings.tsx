// The settings of a room, each with its default and what it does. What is typed counts when it is a value that the room can have.

import React, { useId, useState } from 'react';
import type { z } from 'zod';
import { roomSettings, type RoomSettings } from '@site/src/formats/class';
import controls from '../controls.module.css';
import styles from './styles.module.css';

const defaults = roomSettings.parse({});

type NumberName = { [Name in keyof RoomSettings]: RoomSettings[Name] extends number | null ? Name : never }[keyof RoomSettings];
type FlagName = Exclude<keyof RoomSettings, NumberName>;

interface NumberField {
  name: NumberName;
  label: string;
  sentence: string;
  /** What one of what is typed is: 0.01 for per cent. */
  unit: number;
  /** Left empty: none. */
  mayBeEmpty?: boolean;
}

const numbers: readonly NumberField[] = [
  { name: 'voteSeconds', label: 'First vote, seconds', sentence: 'The vote closes by itself when they are over. Empty: no timer, you close it.', unit: 1, mayBeEmpty: true },
  { name: 'discussSeconds', label: 'Discussion, seconds', sentence: 'A countdown on the screens; you open the second vote. Empty: none.', unit: 1, mayBeEmpty: true },
  { name: 'revoteSeconds', label: 'Second vote, seconds', sentence: 'As for the first. Empty: no timer.', unit: 1, mayBeEmpty: true },
  { name: 'lowShare', label: 'Discuss from, % right', sentence: 'With fewer right in the first vote, the advice is to explain first.', unit: 0.01 },
  { name: 'highShare', label: 'Discuss up to, % right', sentence: 'With more right, the advice is to explain briefly and go on.', unit: 0.01 },
  { name: 'retentionDays', label: 'Kept for, days', sentence: 'So long after its last use the room is erased, with all votes. You can erase it sooner.', unit: 1 },
];

const flags: readonly { name: FlagName; label: string; sentence: string }[] = [
  { name: 'askConfidence', label: 'Ask how sure they are', sentence: 'Each vote may say: a guess, fairly sure, sure. Default: no.' },
  { name: 'pairing', label: 'Pair students who differ', sentence: 'In the discussion each phone shows a number; those with the same one have answered differently. Default: no.' },
];

const textOf = (value: number | null, unit: number) => (value === null ? '' : String(Math.round((value / unit) * 100) / 100));

function numberOf(typed: string, { unit, mayBeEmpty }: NumberField): number | null | undefined {
  if (typed.trim() === '') return mayBeEmpty ? null : undefined;
  const number = Number(typed.replace(',', '.'));
  return Number.isFinite(number) ? Math.round(number * unit * 1e6) / 1e6 : undefined;
}

/** What is wrong with a setting, in the unit in which it is typed. */
function problemWords(issue: z.core.$ZodIssue, { name, unit }: NumberField): string {
  if (issue.code === 'too_small') return `At least ${textOf(Number(issue.minimum), unit)}.`;
  if (issue.code === 'too_big') return `At most ${textOf(Number(issue.maximum), unit)}.`;
  if (issue.code === 'invalid_type') return `A whole number, such as ${textOf(defaults[name], unit)}.`;
  return '“Discuss from” must be less than “Discuss up to”.';
}

interface FieldProps {
  field: NumberField;
  settings: RoomSettings;
  onChange: (settings: RoomSettings) => void;
}

function NumberSetting({ field, settings, onChange }: FieldProps) {
  const { name, label, sentence, unit } = field;
  const id = useId();
  const [typed, setTyped] = useState(() => textOf(settings[name], unit));
  const [problem, setProblem] = useState('');
  const change = (text: string) => {
    setTyped(text);
    const value = numberOf(text, field);
    const read = roomSettings.safeParse({ ...settings, [name]: value });
    if (value === undefined || !read.success) return setProblem(value === undefined ? `A number, such as ${textOf(defaults[name], unit)}.` : problemWords(read.error!.issues[0]!, field));
    setProblem('');
    onChange(read.data);
  };
  return (
    <div className={controls.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="text" inputMode="decimal" autoComplete="off" value={typed} aria-describedby={`${id}-hint`} aria-invalid={problem !== ''} onChange={(event) => change(event.target.value)} />
      <p id={`${id}-hint`}>
        {sentence} Default: {textOf(defaults[name], unit)}.
        {problem && <strong className={controls.problem}> {problem} Until then it stays at {textOf(settings[name], unit) || 'none'}.</strong>}
      </p>
    </div>
  );
}

interface Props {
  settings: RoomSettings;
  onChange: (settings: RoomSettings) => void;
}

/** Give it a `key` that names whose settings these are. */
export function Settings({ settings, onChange }: Props) {
  return (
    <div className={styles.settings}>
      {numbers.map((field) => (
        <NumberSetting key={field.name} field={field} settings={settings} onChange={onChange} />
      ))}
      {flags.map(({ name, label, sentence }) => (
        <div key={name} className={controls.field}>
          <label className={controls.check}>
            <input type="checkbox" checked={settings[name]} onChange={(event) => onChange({ ...settings, [name]: event.target.checked })} /> {label}
          </label>
          <p>{sentence}</p>
        </div>
      ))}
    </div>
  );
}
