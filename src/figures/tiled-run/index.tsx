// View of tiled-run: A to the left, B above, the result between them, as one draws a product; digits are loads by one workgroup.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import still from '@site/.generated/stills/tiled-run.json';
import { defaults, gridOf, kernels, placeOf, predictedLoads, sourceOf, type Seen } from './model';
import { useRun } from './useRun';

const LEFT = 6;
const TOP = 22;

interface MatrixProps {
  name: string;
  x: number;
  y: number;
  rows: number;
  columns: number;
  cell: number;
  loads?: readonly number[];
  most: number;
}

function Matrix({ name, x, y, rows, columns, cell, loads, most }: MatrixProps) {
  return (
    <g>
      <text x={x} y={y - 6} fontSize="13" fill="var(--ink)">{name}</text>
      {Array.from({ length: rows * columns }, (_, i) => {
        const count = loads?.[i] ?? 0;
        const [left, top] = [x + (i % columns) * cell, y + Math.floor(i / columns) * cell];
        return (
          <g key={i}>
            <rect x={left + 0.5} y={top + 0.5} width={cell - 1} height={cell - 1} fill={count > 0 ? 'var(--hbm)' : 'none'} fillOpacity={0.12 + (0.33 * count) / most} stroke={count > 0 ? 'var(--hbm)' : 'var(--rule)'} strokeWidth="0.8" />
            {count > 0 && <text x={left + cell / 2} y={top + cell / 2 + 4.5} fontSize="13" textAnchor="middle" fill="var(--ink)">{count}</text>}
          </g>
        );
      })}
    </g>
  );
}

export default function TiledRun() {
  const [state, set] = useFigureState(defaults);
  const { shown, failed } = useRun(state, still as Seen);
  const { seen } = shown;
  const { m, n, k } = shown.state;
  const place = placeOf(shown.state);
  const tile = Number(shown.state.tile);
  const cell = Math.min(17, 308 / (n + k));
  const most = Math.max(1, ...seen.loadsOfA, ...seen.loadsOfB);
  const [bx, by] = [LEFT + k * cell + 20, TOP];
  const [ax, ay] = [LEFT, TOP + k * cell + 22];
  const height = ay + m * cell + 6;
  const predicted = predictedLoads(shown.state);
  const [x, y] = gridOf(state);
  const summary = `${seen.loads} words loaded, ${predicted} by the formula; ${seen.sectors} sectors moved, the stores included.`;
  const verdict = seen.finding ?? (seen.right ? 'The product is right.' : 'The product is wrong.');
  return (
    <>
      <Controls>
        <Choice label="Kernel" value={state.kernel} onChange={(kernel) => set({ kernel })} options={kernels} />
        <Choice label="Tile and workgroup" value={state.tile} onChange={(value) => set({ tile: value })} options={['2', '4', '8'].map((t) => ({ value: t, label: `${t} × ${t}` }))} />
        <Slider label="m" value={state.m} min={1} max={10} unit="rows of A" onChange={(value) => set({ m: value })} />
        <Slider label="n" value={state.n} min={1} max={10} unit="columns of B" onChange={(value) => set({ n: value })} />
        <Slider label="k" value={state.k} min={1} max={10} unit="terms a sum" onChange={(value) => set({ k: value })} />
        <Slider label="Workgroup" value={Math.min(state.workgroup, x * y - 1)} min={0} max={Math.max(0, x * y - 1)} format={(i) => `(${i % x}, ${Math.floor(i / x)}) of ${x} × ${y}`} onChange={(workgroup) => set({ workgroup })} />
      </Controls>
      <svg viewBox={`0 0 340 ${height}`} width="100%" style={{ maxWidth: '34rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <Matrix name="A" x={ax} y={ay} rows={m} columns={k} cell={cell} loads={seen.loadsOfA} most={most} />
        <Matrix name="B" x={bx} y={by} rows={k} columns={n} cell={cell} loads={seen.loadsOfB} most={most} />
        <Matrix name="result" x={bx} y={ay} rows={m} columns={n} cell={cell} most={1} />
        <rect x={bx + place.column * cell} y={ay + place.row * cell} width={Math.min(tile, n - place.column) * cell} height={Math.min(tile, m - place.row) * cell} fill="var(--compute)" fillOpacity="0.25" stroke="var(--compute)" strokeWidth="2" />
      </svg>
      <p aria-live="polite">{failed ? 'The microscope could not start in this browser; the figure shows its first run.' : summary} {verdict}</p>
      <details>
        <summary>The kernel that ran</summary>
        <pre tabIndex={0} style={{ overflowX: 'auto', fontSize: '0.8rem', lineHeight: 1.4 }}>
          {sourceOf(shown.state).trimEnd().split('\n').map((line, i) => `${String(i + 1).padStart(2)}  ${line}\n`)}
        </pre>
      </details>
      <TextTwin>
        <table>
          <caption>{kernels.find((c) => c.value === shown.state.kernel)?.label}, tile {tile} × {tile}, m = {m}, n = {n}, k = {k}</caption>
          <tbody>
            <tr><th scope="row">Words loaded from A and B, counted</th><td>{seen.loads}</td></tr>
            <tr><th scope="row">The same by the formula</th><td>{predicted}</td></tr>
            <tr><th scope="row">Words stored</th><td>{seen.stores}</td></tr>
            <tr><th scope="row">Warp requests to storage; sectors moved</th><td>{seen.requests}; {seen.sectors}</td></tr>
            <tr><th scope="row">Reads of workgroup memory; passes</th><td>{seen.workgroupReads}; {seen.bankPasses}</td></tr>
            <tr><th scope="row">Barriers passed by workgroups</th><td>{seen.barriers}</td></tr>
            <tr><th scope="row">Loads of A by workgroup ({place.group[0]}, {place.group[1]}), row by row</th><td>{Array.from({ length: m }, (_, i) => seen.loadsOfA.slice(i * k, (i + 1) * k).join(' ')).join(' / ')}</td></tr>
            <tr><th scope="row">Loads of B by it, row by row</th><td>{Array.from({ length: k }, (_, i) => seen.loadsOfB.slice(i * n, (i + 1) * n).join(' ')).join(' / ')}</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
