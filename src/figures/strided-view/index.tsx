// View of strided-view: the strip of memory below, the matrix that a view makes of it above.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { choices, defaults, LARGE, stridedView } from './model';

const CELL = 34;
const list = (numbers: readonly number[]) => `[${numbers.join(', ')}]`;

export default function StridedView() {
  const [state, set] = useFigureState(defaults);
  const { view, elements, stored, contiguous, flat, access } = stridedView(state);
  const [rows, columns] = view.shape as [number, number];
  const left = (340 - columns * CELL) / 2;
  const top = 22;
  const stripTop = top + rows * CELL + 44;
  const perRow = 12;
  const cell = 320 / perRow;
  const height = stripTop + Math.ceil(stored / perRow) * 26 + 4;
  const seen = new Set(elements);
  const said = `shape ${list(view.shape)}, strides ${list(view.strides)}, offset ${view.offset}. Flattening it ${flat ? `is a view again, with stride ${flat.strides[0]}` : 'needs a copy'}.`;
  return (
    <>
      <Controls>
        <Slider label="Rows" value={state.rows} min={2} max={4} onChange={(n) => set({ rows: n })} />
        <Slider label="Columns" value={state.columns} min={1} max={6} onChange={(n) => set({ columns: n })} />
        <Choice label="View" value={state.view} onChange={(value) => set({ view: value })} options={choices} />
      </Controls>
      <svg viewBox={`0 0 340 ${height}`} width="100%" style={{ maxWidth: '34rem', display: 'block', margin: '0 auto' }} role="img" aria-label={said}>
        <text x="170" y="14" fontSize="13" textAnchor="middle" fill="var(--ink)">the view: which element stands where</text>
        {elements.map((element, i) => {
          const [x, y] = [left + (i % columns) * CELL, top + Math.floor(i / columns) * CELL];
          return (
            <g key={i}>
              <rect x={x + 1} y={y + 1} width={CELL - 2} height={CELL - 2} fill="var(--hbm)" fillOpacity={0.1 + (0.35 * element) / stored} stroke="var(--hbm)" />
              <text x={x + CELL / 2} y={y + CELL / 2 + 5} fontSize="14" textAnchor="middle" fill="var(--ink)">{element}</text>
            </g>
          );
        })}
        <text x="170" y={stripTop - 10} fontSize="13" textAnchor="middle" fill="var(--ink)">memory: {stored} elements, untouched</text>
        {Array.from({ length: stored }, (_, element) => {
          const [x, y] = [10 + (element % perRow) * cell, stripTop + Math.floor(element / perRow) * 26];
          const used = seen.has(element);
          return (
            <g key={element}>
              <rect x={x + 0.5} y={y} width={cell - 1} height={22} fill={used ? 'var(--hbm)' : 'none'} fillOpacity={0.1 + (0.35 * element) / stored} stroke={used ? 'var(--hbm)' : 'var(--rule)'} strokeDasharray={used ? undefined : '2 2'} />
              <text x={x + cell / 2} y={y + 15.5} fontSize="13" textAnchor="middle" fill={used ? 'var(--ink)' : 'var(--ink-soft)'}>{element}</text>
            </g>
          );
        })}
      </svg>
      <p aria-live="polite">
        Shape {list(view.shape)}, strides <b>{list(view.strides)}</b>, offset <b>{view.offset}</b>. {contiguous ? 'Contiguous.' : 'Not contiguous.'} Flattening it {flat ? `is a view again, with stride ${flat.strides[0]}` : 'needs a copy'}.
        A warp that reads the same view of a {LARGE.toLocaleString('en-US')} × {LARGE.toLocaleString('en-US')} matrix of floats along its last axis moves <b>{access.sectors.length}</b> sector{access.sectors.length === 1 ? '' : 's'} a load.
      </p>
      <TextTwin>
        <table>
          <caption>Element of memory at each place of the view</caption>
          <thead><tr><th scope="col">Row</th>{Array.from({ length: columns }, (_, j) => <th scope="col" key={j}>column {j}</th>)}</tr></thead>
          <tbody>
            {Array.from({ length: rows }, (_, i) => (
              <tr key={i}><th scope="row">{i}</th>{elements.slice(i * columns, (i + 1) * columns).map((e, j) => <td key={j}>{e}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
