// Which workgroup is traced. Another one means another run, so it is asked for with a button.

import React, { useState } from 'react';
import styles from './styles.module.css';

interface Props {
  workgroup: readonly [number, number, number];
  /** Workgroups of the dispatch; unknown = any number may be asked for. */
  workgroups: readonly [number, number, number] | undefined;
  busy: boolean;
  onPick?(workgroup: [number, number, number]): void;
}

const axes = ['x', 'y', 'z'] as const;

export function WorkgroupPicker({ workgroup, workgroups, busy, onPick }: Props) {
  const [wanted, setWanted] = useState<[number, number, number]>([...workgroup]);
  if (!onPick || (workgroups && workgroups.every((n) => n === 1))) return null;
  const shown = axes.flatMap((axis, d) => (!workgroups || workgroups[d]! > 1 ? [{ axis, d }] : []));
  const set = (d: number, value: number) => {
    const most = workgroups ? workgroups[d]! - 1 : 65_534;
    setWanted((before) => before.map((v, i) => (i === d ? Math.max(0, Math.min(most, Math.floor(value) || 0)) : v)) as [number, number, number]);
  };
  const same = wanted.every((v, d) => v === workgroup[d]);
  return (
    <form
      className={styles.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (!same && !busy) onPick(wanted);
      }}
    >
      <span>Workgroup{workgroups ? ` (of ${workgroups.filter((n, d) => d === 0 || n > 1).join(' × ')})` : ''}</span>
      {shown.map(({ axis, d }) => (
        <label key={axis} className={styles.field}>
          {axis}
          <input type="number" min={0} max={workgroups ? workgroups[d]! - 1 : undefined} value={wanted[d]} onChange={(e) => set(d, e.target.valueAsNumber)} />
        </label>
      ))}
      <button type="submit" className={styles.button} disabled={same || busy}>
        {busy ? 'Tracing…' : 'Trace it'}
      </button>
    </form>
  );
}
