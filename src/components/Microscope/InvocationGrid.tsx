// Every invocation of the traced workgroup as a cell in the workgroup's shape, with its state and the warps outlined.

import React, { useId, useLayoutEffect, useMemo, useRef } from 'react';
import { CellPicker, squares } from './CellPicker';
import type { InvocationState } from './player/moment';
import { warpEdges, workgroupLayout } from './player/shape';
import type { Trace } from '@site/src/gpu/microscope/results';
import { invocationName } from './player/values';
import { anchorOfSvg, type Anchors } from './Wires';
import styles from './styles.module.css';

export const stateWords: Record<InvocationState, string> = {
  active: 'active in this step',
  idle: 'idle',
  waiting: 'waiting at a barrier',
  ended: 'ended',
  unstarted: 'not started',
};
const stateOrder = Object.keys(stateWords) as InvocationState[];

const GUTTER = 30;
const HEAD = 18;
const FLAT_HEAD = 3;
const LAYER_GAP = 8;
/** Cells smaller than this are hard to tell apart: a long row is folded sooner. */
const LEGIBLE = 12;

interface Props {
  trace: Trace;
  states: readonly InvocationState[];
  selected: number;
  hovered: number | undefined;
  width: number;
  anchors: Anchors;
  onSelect(invocation: number): void;
  onHover(invocation: number | undefined): void;
}

export function InvocationGrid({ trace, states, selected, hovered, width, anchors, onSelect, onHover }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const hatch = useId();
  const size = trace.workgroupSize;
  const folded = size[1] * size[2] === 1 && size[0] <= 512 && width < GUTTER + 32 * LEGIBLE;
  const layout = useMemo(() => workgroupLayout(size, folded ? 16 : 32), [size, folded]);
  const cell = Math.max(5, Math.min(30, Math.floor((width - GUTTER - 2) / layout.columns)));
  const flat = size[1] === 1 && size[2] === 1;
  const head = flat ? FLAT_HEAD : HEAD;
  const rowTop = (row: number) => head + row * cell + LAYER_GAP * layout.layers.filter((first) => row >= first).length;
  const at = (invocation: number): [number, number] => {
    const [column, row] = layout.placeOf(invocation);
    return [GUTTER + column * cell, rowTop(row)];
  };
  const cellAt = (x: number, y: number) => {
    for (let row = 0; row < layout.rows; row++) {
      if (y < rowTop(row) || y >= rowTop(row) + cell) continue;
      const invocation = layout.at(Math.floor((x - GUTTER) / cell), row);
      return invocation < 0 ? undefined : invocation;
    }
    return undefined;
  };
  const neighbour = (from: number, right: number, down: number) => {
    if (down === 0) return from + right >= 0 && from + right < states.length ? from + right : undefined;
    const [column, row] = layout.placeOf(from);
    const to = layout.at(column, row + down);
    return to < 0 ? undefined : to;
  };
  useLayoutEffect(() => {
    const map = anchors.current;
    map.set('invocations', anchorOfSvg(svg.current, (i) => [at(i)[0] + cell / 2, at(i)[1] + cell / 2]));
  });

  const height = rowTop(layout.rows - 1) + cell + 2;
  const placesOf = (state: InvocationState) => states.flatMap((s, i) => (s === state ? [at(i)] : []));
  const edges = useMemo(() => warpEdges(layout, trace.subgroupSize), [layout, trace.subgroupSize]);
  const edgePath = edges.map(({ from: [c, r], to: [d, s] }) => `M${GUTTER + c * cell} ${rowLine(r)}L${GUTTER + d * cell} ${rowLine(s)}`).join('');
  /** Upper border of a row; below the last of a layer it is that row's lower border. */
  function rowLine(row: number): number {
    return row === 0 ? head : rowTop(row - 1) + cell;
  }
  const word = (i: number) => `Invocation ${invocationName(i, size)}, ${stateWords[states[i] ?? 'unstarted']}`;
  const named = cell >= 24;
  return (
    <>
      <CellPicker label="Invocation" value={selected} count={states.length} text={word(selected)} neighbour={neighbour} cellAt={cellAt} onPick={onSelect} onHover={onHover}>
        <svg ref={svg} width={GUTTER + layout.columns * cell + 2} height={height} aria-hidden="true">
          <defs>
            <Hatch id={hatch} />
          </defs>
          <AxisLabels trace={trace} columns={layout.columns} rows={layout.rows} cell={cell} rowTop={rowTop} firstOf={(row) => layout.at(0, row)} />
          <path d={squares(placesOf('unstarted'), cell, cell, 0.5)} fill="var(--paper-sunk)" />
          <path d={squares(placesOf('idle'), cell, cell, 0.5)} fill="var(--rule)" />
          <path d={squares(placesOf('ended'), cell, cell, 0.5)} fill="var(--paper-sunk)" />
          <path d={squares(placesOf('waiting'), cell, cell, 0.5)} fill={`url(#${hatch})`} />
          <path d={squares(placesOf('active'), cell, cell, 0.5)} fill="var(--compute)" />
          <path d={crosses(placesOf('ended'), cell)} stroke="var(--idle)" strokeWidth={1} />
          <path d={edgePath} stroke="var(--ink)" strokeWidth={cell < LEGIBLE ? 0.75 : 1.25} strokeLinecap="square" />
          {named &&
            states.map((state, i) => {
              const [x, y] = at(i);
              return (
                state !== 'waiting' && (
                  <text key={i} x={x + cell / 2} y={y + cell / 2 + 4} textAnchor="middle" fontSize={i > 99 ? 11 : 12} className={state === 'active' ? styles.onCompute : styles.soft}>
                    {cellName(i, size)}
                  </text>
                )
              );
            })}
          {hovered !== undefined && hovered !== selected && <rect x={at(hovered)[0]} y={at(hovered)[1]} width={cell} height={cell} fill="none" stroke="var(--accent)" strokeWidth={1.5} strokeDasharray="3 2" />}
          <rect x={at(selected)[0]} y={at(selected)[1]} width={cell} height={cell} fill="none" stroke="var(--accent)" strokeWidth={2.5} />
        </svg>
      </CellPicker>
      <Legend states={states} />
    </>
  );
}

/** In two dimensions x alone: y stands at the left. */
const cellName = (i: number, [x, y, z]: readonly [number, number, number]) => (y === 1 && z === 1 ? i : i % x);

function crosses(places: readonly (readonly [number, number])[], cell: number): string {
  const [a, b] = [cell * 0.2, cell * 0.8];
  return places.map(([x, y]) => `M${x + a} ${y + a}L${x + b} ${y + b}M${x + b} ${y + a}L${x + a} ${y + b}`).join('');
}

const Hatch = ({ id }: { id: string }) => (
  <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="5" height="5" fill="var(--paper)" />
    <line x1="0" y1="0" x2="0" y2="5" stroke="var(--idle)" strokeWidth="4" />
  </pattern>
);

interface AxisProps {
  trace: Trace;
  columns: number;
  rows: number;
  cell: number;
  rowTop(row: number): number;
  firstOf(row: number): number;
}

/** x along the top, y (or the first index of a folded row) at the left. */
function AxisLabels({ trace, columns, rows, cell, rowTop, firstOf }: AxisProps) {
  const [x, y, z] = trace.workgroupSize;
  const flat = y === 1 && z === 1;
  const every = (px: number) => Math.ceil(px / cell);
  const labelled = (count: number, step: number) => Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  const rowLabel = (row: number) => {
    const first = firstOf(row);
    return flat ? first : Math.floor(first / x) % y;
  };
  return (
    <g fontSize="12" className={styles.soft}>
      <text x={0} y={HEAD - 5}>
        {flat ? '' : 'y\\x'}
      </text>
      {!flat &&
        labelled(columns, every(18)).map((c) => (
          <text key={c} x={GUTTER + (c + 0.5) * cell} y={HEAD - 5} textAnchor="middle">
            {c}
          </text>
        ))}
      {rows > 1 &&
        labelled(rows, every(13)).map((row) => (
          <text key={row} x={GUTTER - 6} y={rowTop(row) + Math.max(cell / 2, 6) + 4} textAnchor="end">
            {rowLabel(row)}
          </text>
        ))}
    </g>
  );
}

/** What the looks mean, and how many there are of each. */
function Legend({ states }: { states: readonly InvocationState[] }) {
  const hatch = useId();
  const count = (state: InvocationState) => states.filter((s) => s === state).length;
  return (
    <ul className={styles.legend}>
      {stateOrder
        .filter((state) => state === 'active' || count(state) > 0)
        .map((state) => (
          <li key={state}>
            <svg width="14" height="14" aria-hidden="true">
              <defs>
                <Hatch id={hatch} />
              </defs>
              <rect
                x="0.5"
                y="0.5"
                width="13"
                height="13"
                fill={state === 'active' ? 'var(--compute)' : state === 'waiting' ? `url(#${hatch})` : state === 'idle' ? 'var(--rule)' : 'var(--paper-sunk)'}
                stroke={state === 'active' ? 'var(--compute)' : 'var(--idle)'}
              />
              {state === 'ended' && <path d={crosses([[0, 0]], 14)} stroke="var(--idle)" />}
            </svg>
            {count(state)} {stateWords[state]}
          </li>
        ))}
    </ul>
  );
}
