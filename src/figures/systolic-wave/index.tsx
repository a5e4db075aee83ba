// View of systolic-wave: the cells of the array in one cycle, those at work filled.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Controls, Slider, Stepper } from '@site/src/components/controls';
import { defaults, wave } from './model';

const CELL = 46;
const LEFT = 40;
const TOP = 36;

export default function SystolicWave() {
  const [state, set] = useFigureState(defaults);
  const run = wave(state);
  const cycle = Math.min(state.cycle, run.cycles - 1);
  const frame = run.cells[cycle]!;
  const busy = frame.flat().filter((c) => c.inner !== undefined).length;
  const share = `${Math.round(100 * run.utilization)}%`;
  const said = `Cycle ${cycle}: ${busy} of ${state.n * state.n} cells multiply. The product takes ${run.cycles} cycles; over all of them ${share} of the cells are at work.`;
  const offset = LEFT + (300 - LEFT - state.n * CELL) / 2;
  return (
    <>
      <Controls>
        <Slider label="Array" value={state.n} min={1} max={5} format={(n) => `${n} × ${n} cells`} onChange={(n) => set({ n, cycle: 0 })} />
        <Slider label="Inner length K" value={state.inner} min={1} max={24} onChange={(inner) => set({ inner, cycle: 0 })} />
        <Stepper label="Cycle" step={cycle} steps={run.cycles} onChange={(next) => set({ cycle: next })} />
      </Controls>
      <svg viewBox={`0 0 340 ${TOP + state.n * CELL + 8}`} width="100%" style={{ maxWidth: '32rem', display: 'block', margin: '0 auto' }} role="img" aria-label={said}>
        {frame.map((row, i) => {
          const k = cycle - i;
          const entering = run.a[i]![k];
          return <text key={i} x={offset - 8} y={TOP + i * CELL + 28} fontSize="13" textAnchor="end" fill="var(--ink)">{entering === undefined ? '·' : `${entering} →`}</text>;
        })}
        {frame.map((_, j) => {
          const entering = run.b[cycle - j]?.[j];
          return <text key={j} x={offset + j * CELL + CELL / 2} y={TOP - 12} fontSize="13" textAnchor="middle" fill="var(--ink)">{entering === undefined ? '·' : `${entering} ↓`}</text>;
        })}
        {frame.map((row, i) =>
          row.map((cell, j) => {
            const busyCell = cell.inner !== undefined;
            const [x, y] = [offset + j * CELL, TOP + i * CELL];
            return (
              <g key={`${i}-${j}`}>
                <rect x={x + 1} y={y + 1} width={CELL - 3} height={CELL - 3} fill={busyCell ? 'var(--compute)' : 'none'} fillOpacity={0.25} stroke={busyCell ? 'var(--compute)' : 'var(--rule)'} strokeWidth={busyCell ? 2 : 1} />
                <text x={x + CELL / 2} y={y + 21} fontSize="14" textAnchor="middle" fill="var(--ink)">{cell.sum}</text>
                <text x={x + CELL / 2} y={y + 37} fontSize="12" textAnchor="middle" fill="var(--ink-soft)">{busyCell ? `k = ${cell.inner}` : 'idle'}</text>
              </g>
            );
          }),
        )}
      </svg>
      <p aria-live="polite">{said}</p>
      <TextTwin>
        <p>Each cell shows its running sum. Numbers at the left and above enter the array in this cycle.</p>
        <table>
          <thead><tr><th scope="col">Cell</th><th scope="col">Sum</th><th scope="col">Works on</th></tr></thead>
          <tbody>
            {frame.flatMap((row, i) => row.map((cell, j) => (
              <tr key={`${i}-${j}`}><td>row {i}, column {j}</td><td>{cell.sum}</td><td>{cell.inner === undefined ? 'nothing' : `k = ${cell.inner}`}</td></tr>
            )))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
