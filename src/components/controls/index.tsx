// Controls of live figures: labelled, operable by keyboard, and showing their value with its unit.

import React, { useId, type ReactNode } from 'react';
import styles from './styles.module.css';

/** A row of controls. */
export function Controls({ children }: { children: ReactNode }) {
  return <div className={styles.controls}>{children}</div>;
}

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  unit?: string;
  /** How the value is shown, and read out; default: the number and its unit. */
  format?: (value: number) => string;
  onChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step = 1, unit = '', format, onChange }: SliderProps) {
  const id = useId();
  const text = format ? format(value) : `${value}${unit ? ` ${unit}` : ''}`;
  return (
    <div className={styles.control}>
      <div>
        <label htmlFor={id}>{label}</label>{' '}
        <output htmlFor={id} className={styles.value}>
          {text}
        </output>
      </div>
      <input id={id} type="range" min={min} max={max} step={step} value={value} aria-valuetext={text} onChange={(e) => onChange(Number(e.target.value))} />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={styles.control}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(e) => onChange(e.target.value as T)}>
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Toggle({ label, value, onChange }: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className={styles.toggle}>
      <input type="checkbox" checked={value} onChange={(e) => onChange(e.target.checked)} /> {label}
    </label>
  );
}

interface StepperProps {
  label: string;
  /** 0-based step now shown, and how many there are. */
  step: number;
  steps: number;
  onChange: (step: number) => void;
}

/** Back and forward through the steps of a process. */
export function Stepper({ label, step, steps, onChange }: StepperProps) {
  const last = Math.max(0, steps - 1);
  return (
    <div className={styles.stepper} role="group" aria-label={label}>
      <button type="button" onClick={() => onChange(0)} disabled={step <= 0}>
        Start
      </button>
      <button type="button" onClick={() => onChange(step - 1)} disabled={step <= 0} aria-label={`${label}: back`}>
        Back
      </button>
      <button type="button" onClick={() => onChange(step + 1)} disabled={step >= last} aria-label={`${label}: next`}>
        Next
      </button>
      <span className={styles.value} aria-live="polite">
        {label} {step} of {last}
      </span>
    </div>
  );
}

/** A text field of a figure, e.g. the reader's own sentence. */
export function TextField({ label, value, maxLength = 200, onChange }: { label: string; value: string; maxLength?: number; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className={`${styles.control} ${styles.wide}`}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="text" value={value} maxLength={maxLength} onChange={(e) => onChange(e.target.value)} />
    </div>
  );
}

interface ButtonProps {
  children: ReactNode;
  onClick: () => void;
  disabled?: boolean;
  /** The one thing to do here. */
  primary?: boolean;
}

export function Button({ children, onClick, disabled, primary }: ButtonProps) {
  return (
    <button type="button" className={primary ? styles.primary : styles.button} onClick={onClick} disabled={disabled}>
      {children}
    </button>
  );
}
