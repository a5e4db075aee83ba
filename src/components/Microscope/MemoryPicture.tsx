// One buffer: a window of elements with their values, the reads and writes of the step marked, and above it a summary of
// the whole where the window doesn't hold it all.

import React, { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { elementFormat } from '@site/src/gpu/microscope/element-names';
import { CellPicker, squares } from './CellPicker';
import { elementsOf, elementWords, memberNames, memoryView, memoryWords, type MemoryView } from './memoryView';
import type { Access } from './player/moment';
import { binsOf, firstTouches } from './player/shape';
import type { TraceIndex } from './player/traceIndex';
import { cellText } from './player/values';
import { anchorOfSvg, type Anchors } from './Wires';
import styles from './styles.module.css';

const HEAD = 18;
const CELL_HEIGHT = 21;
const NARROWEST_CELL = 28;
const WIDEST_CELL = 44;
/** A row of up to 16 is shown whole even where little of each value fits. */
const TIGHT_CELL = 20;
const TIGHT_ROW = 16;
const CHARACTER = 6.8;
/** Between buffers that stand side by side, as in the style sheet. */
const MEMORY_GAP = 12;
/** A buffer with rows as short as this leaves room for another beside it. */
const SHORT_ROW = 7;
const NARROWEST_HEAD = 180;

interface Props {
  index: TraceIndex;
  memory: number;
  step: number;
  accesses: readonly Access[];
  selected: number;
  rowLength: number;
  width: number;
  anchors: Anchors;
  /** Element that the reader looks at, in words; '' = the step's own. */
  onLook(words: string): void;
  onRowLength(length: number): void;
}

const colourOf = (space: 'storage' | 'uniform' | 'workgroup') => (space === 'workgroup' ? 'var(--shared-memory)' : 'var(--hbm)');

export function MemoryPicture({ index, memory: m, step, accesses, selected, rowLength, width, anchors, onLook, onRowLength }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const map = useRef<SVGSVGElement>(null);
  const rowId = useId();
  const [pinned, setPinned] = useState<number>();
  const [hovered, setHovered] = useState<number>();
  const { length } = index.trace.memories[m]!;
  const members = memberNames(index.trace.memories[m]!);
  const gutter = 9 + CHARACTER * Math.max(String(length - 1).length, ...(members ?? []).map((name) => name.length));
  const fits = (narrowest: number) => Math.max(1, Math.floor((width - gutter - 2) / narrowest));
  const room = rowLength <= fits(TIGHT_CELL) && rowLength <= TIGHT_ROW ? rowLength : fits(NARROWEST_CELL);
  const view = memoryView(index, m, step, { rowLength, columns: room, accesses, selected, pinned });
  const { memory, grid, window } = view;
  const place = window.columns <= SHORT_ROW ? (width - MEMORY_GAP) / 2 : width;
  const cell = Math.max(Math.min(NARROWEST_CELL, Math.floor((width - gutter - 2) / window.columns)), Math.min(WIDEST_CELL, Math.floor((place - gutter - 2) / window.columns)));
  const current = pinned ?? accesses.find((a) => a.memory === m && a.invocation === selected)?.element ?? window.row * grid.columns + window.column;
  const inWindow = (element: number): [number, number] | undefined => {
    const column = (element % grid.columns) - window.column;
    const row = Math.floor(element / grid.columns) - window.row;
    return column >= 0 && column < window.columns && row >= 0 && row < window.rows ? [gutter + column * cell, HEAD + row * CELL_HEIGHT] : undefined;
  };
  const cellAt = (x: number, y: number) => {
    const [column, row] = [Math.floor((x - gutter) / cell), Math.floor((y - HEAD) / CELL_HEIGHT)];
    const element = (window.row + row) * grid.columns + window.column + column;
    return column >= 0 && column < window.columns && row >= 0 && row < window.rows && element < length ? element : undefined;
  };
  const neighbour = (from: number, right: number, down: number) => {
    const to = from + right + down * grid.columns;
    return to >= 0 && to < length ? to : undefined;
  };
  const looked = hovered ?? pinned;
  const words = looked === undefined ? '' : elementWords(index, m, looked, view);
  useEffect(() => onLook(words), [words, onLook]);
  const overview = useOverview(index, m, view, width - 2);
  useLayoutEffect(() => {
    const inCell = anchorOfSvg(svg.current, (element) => {
      const at = inWindow(element);
      return at && [at[0] + cell / 2, at[1] + CELL_HEIGHT / 2];
    });
    const inMap = anchorOfSvg(map.current, overview.centre);
    anchors.current.set(`memory:${m}`, (element) => inCell(element) ?? (view.partial ? inMap(element) : undefined));
  });
  return (
    <div className={styles.memory} style={{ maxWidth: Math.max(view.partial ? width : NARROWEST_HEAD, gutter + window.columns * cell + 2) }}>
      <div className={styles.memoryHead}>
        <h5>
          <span className={styles.swatch} style={{ background: colourOf(memory.space) }} />
          <code>{memory.name}</code> <span className={styles.soft}>{memoryWords(memory)}</span>
        </h5>
        {length > 2 && !members && (
          <span className={styles.field}>
            <label htmlFor={rowId}>Row length</label>
            <input id={rowId} type="number" min={1} max={length} value={grid.columns} onChange={(e) => e.target.valueAsNumber >= 1 && onRowLength(Math.min(length, Math.floor(e.target.valueAsNumber)))} />
          </span>
        )}
      </div>
      {view.partial && (
        <>
          <Overview view={view} overview={overview} svgRef={map} onPick={setPinned} />
          <p className={styles.small}>
            {overviewWords(view, overview)}{' '}
            {pinned !== undefined && (
              <button type="button" className={styles.link} onClick={() => setPinned(undefined)}>
                Follow the steps again
              </button>
            )}
          </p>
        </>
      )}
      <CellPicker label={`Element of ${memory.name}`} value={current} count={length} text={elementWords(index, m, current, view)} neighbour={neighbour} cellAt={cellAt} onPick={(element) => setPinned(element === pinned ? undefined : element)} onHover={setHovered}>
        <svg ref={svg} width={gutter + window.columns * cell + 2} height={HEAD + window.rows * CELL_HEIGHT + 2} aria-hidden="true">
          <Cells index={index} m={m} view={view} cell={cell} gutter={gutter} />
          <Outline at={hovered === undefined ? undefined : inWindow(hovered)} cell={cell} dashed />
          <Outline at={pinned === undefined ? undefined : inWindow(pinned)} cell={cell} dashed={false} />
        </svg>
      </CellPicker>
    </div>
  );
}

const Outline = ({ at, cell, dashed }: { at: [number, number] | undefined; cell: number; dashed: boolean }) =>
  at && <rect x={at[0]} y={at[1]} width={cell} height={CELL_HEIGHT} fill="none" stroke="var(--accent)" strokeWidth={dashed ? 1.5 : 2} strokeDasharray={dashed ? '3 2' : undefined} />;

/** Values, and marks: a read is outlined, a write filled with a corner, an atomic filled with two. */
function Cells({ index, m, view, cell, gutter }: { index: TraceIndex; m: number; view: MemoryView; cell: number; gutter: number }) {
  const { memory, grid, window, marks } = view;
  const members = memberNames(memory);
  const colour = colourOf(memory.space);
  const elements = elementsOf(index, m, view);
  const at = (e: { column: number; row: number }): [number, number] => [gutter + e.column * cell, HEAD + e.row * CELL_HEIGHT];
  const of = (test: (e: (typeof elements)[number]) => boolean) => elements.filter(test).map(at);
  const written = of((e) => marks.get(e.element) === 'write' || marks.get(e.element) === 'atomic');
  const atomic = of((e) => marks.get(e.element) === 'atomic');
  const read = of((e) => marks.get(e.element) === 'read');
  const characters = Math.floor((cell - 2) / CHARACTER);
  const every = Math.ceil((7 * String(grid.columns - 1).length + 8) / cell);
  return (
    <>
      <g fontSize="12" className={styles.soft}>
        {Array.from({ length: members || grid.columns === 1 ? 0 : window.columns }, (_, c) => c)
          .filter((c) => c % every === 0)
          .map((c) => (
            <text key={c} x={gutter + (c + 0.5) * cell} y={HEAD - 5} textAnchor="middle">
              {window.column + c}
            </text>
          ))}
        {grid.rows > 1 &&
          Array.from({ length: window.rows }, (_, r) => (
            <text key={r} x={gutter - 6} y={HEAD + r * CELL_HEIGHT + 15} textAnchor="end">
              {members?.[r] ?? (window.row + r) * grid.columns}
            </text>
          ))}
      </g>
      <path d={squares(elements.map(at), cell, CELL_HEIGHT, 0.5)} fill="var(--paper)" stroke="var(--rule)" />
      <path d={squares(of((e) => e.writer >= 0), cell, CELL_HEIGHT, 0.5)} fill={colour} fillOpacity={0.14} />
      <path d={squares(written, cell, CELL_HEIGHT, 1.5)} fill={colour} fillOpacity={0.4} stroke={colour} strokeWidth={2} />
      <path d={written.map(([x, y]) => `M${x + cell} ${y}v7l-7 -7z`).join('')} fill={colour} />
      <path d={atomic.map(([x, y]) => `M${x} ${y + CELL_HEIGHT}v-7l7 7z`).join('')} fill={colour} />
      <path d={squares(read, cell, CELL_HEIGHT, 2)} fill="none" stroke={colour} strokeWidth={3} />
      <g fontSize="12" textAnchor="middle">
        {elements.map((e) => {
          const [x, y] = at(e);
          return (
            <text key={e.element} x={x + cell / 2} y={y + 15} className={e.bits === undefined || (e.writer < 0 && memory.space === 'workgroup') ? styles.soft : undefined} fontWeight={marks.has(e.element) ? 650 : undefined}>
              {e.bits === undefined ? '·' : cellText(e.bits, elementFormat(memory, e.element), characters)}
            </text>
          );
        })}
      </g>
    </>
  );
}

interface OverviewData {
  bins: ReturnType<typeof binsOf>;
  /** First event that touches each bin. */
  first: Float64Array;
  binWidth: number;
  binHeight: number;
  centre(element: number): [x: number, y: number];
}

function useOverview(index: TraceIndex, m: number, view: MemoryView, width: number): OverviewData {
  const { columns, rows } = view.grid;
  const most = Math.max(8, Math.floor(width / 4));
  const { bins, first } = useMemo(() => {
    const made = binsOf({ columns, rows }, Math.min(128, most), 32);
    return { bins: made, first: firstTouches(index, m, made) };
  }, [index, m, columns, rows, most]);
  const binWidth = Math.max(2, Math.min(10, Math.floor(width / bins.columns)));
  const binHeight = Math.max(4, Math.min(10, Math.floor(128 / bins.rows)));
  const centre = (element: number): [number, number] => {
    const bin = bins.binOf(element);
    return [1 + ((bin % bins.columns) + 0.5) * binWidth, 1 + (Math.floor(bin / bins.columns) + 0.5) * binHeight];
  };
  return { bins, first, binWidth, binHeight, centre };
}

/** The whole buffer, a square for many elements: touched ever, touched so far, in this step; the window framed. */
function Overview({ view, overview, svgRef, onPick }: { view: MemoryView; overview: OverviewData; svgRef: React.Ref<SVGSVGElement>; onPick(element: number): void }) {
  const { memory, grid, window, marks, limit } = view;
  const { bins, first, binWidth, binHeight } = overview;
  const colour = colourOf(memory.space);
  const at = (bin: number): [number, number] => [1 + (bin % bins.columns) * binWidth, 1 + Math.floor(bin / bins.columns) * binHeight];
  const all = Array.from(first, (_, bin) => bin);
  const now = [...new Set([...marks.keys()].map(bins.binOf))];
  const pick = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.min(bins.columns - 1, Math.floor((event.clientX - box.left - 1) / binWidth)) * bins.binColumns;
    const row = Math.min(bins.rows - 1, Math.floor((event.clientY - box.top - 1) / binHeight)) * bins.binRows;
    onPick(Math.max(0, Math.min(memory.length - 1, row * grid.columns + column)));
  };
  return (
    <svg ref={svgRef} className={styles.overview} width={bins.columns * binWidth + 2} height={bins.rows * binHeight + 2} aria-hidden="true" onClick={pick}>
      <rect x="0.5" y="0.5" width={bins.columns * binWidth + 1} height={bins.rows * binHeight + 1} fill="var(--paper)" stroke="var(--rule)" />
      <path d={squares(all.filter((b) => first[b]! < Infinity).map(at), binWidth, binHeight)} fill={colour} fillOpacity={0.25} />
      <path d={squares(all.filter((b) => first[b]! < limit).map(at), binWidth, binHeight)} fill={colour} fillOpacity={0.5} />
      <path d={squares(now.map(at), binWidth, binHeight, -0.5)} fill="var(--ink)" />
      <rect
        x={1 + (window.column / bins.binColumns) * binWidth}
        y={1 + (window.row / bins.binRows) * binHeight}
        width={Math.max(3, (window.columns / bins.binColumns) * binWidth)}
        height={Math.max(3, (window.rows / bins.binRows) * binHeight)}
        fill="none"
        stroke="var(--accent)"
        strokeWidth={1.5}
      />
    </svg>
  );
}

function overviewWords({ memory, grid, window, limit }: MemoryView, { bins, first }: OverviewData): string {
  const each = bins.binColumns * bins.binRows;
  const touched = first.reduce((n, e) => n + Number(e < limit), 0);
  const last = (window.row + window.rows - 1) * grid.columns + window.column + window.columns - 1;
  const whole = each === 1 ? 'The whole buffer, a square an element' : `The whole buffer, a square for ${bins.binColumns} × ${bins.binRows} elements`;
  return `${whole}: ${touched} of ${first.length} touched so far. Framed, and shown below: ${memory.name}[${window.row * grid.columns + window.column}] to [${Math.min(last, memory.length - 1)}].`;
}
